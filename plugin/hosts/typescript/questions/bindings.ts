import type ts from "typescript";
import type { BindingFact } from "../../../core/facts/questions.js";
import type { Context } from "./Context.js";

/** Answers which binding a name means. */
export function createBindings({ typescript, types, nodes }: Context): (node: ts.Node) => BindingFact | null {
  const known = new Map<ts.Symbol, BindingFact>();

  return (node) => {
    const symbol = typescript.isIdentifier(node) ? nodes.ownSymbolOf(node) : undefined;
    if (symbol === undefined) return null;
    let fact = known.get(symbol);
    if (fact === undefined) known.set(symbol, (fact = factOf(symbol, node)));
    const ownership = types.ownership(nodes.typeOf(node));
    return ownership === fact.ownership ? fact : { ...fact, ownership };
  };

  function factOf(symbol: ts.Symbol, node: ts.Node): BindingFact {
    const declaration = symbol.valueDeclaration ?? symbol.declarations?.[0];
    const here = declaration?.getSourceFile() === node.getSourceFile();
    return {
      id: known.size,
      name: symbol.name,
      ownership: types.ownership(nodes.typeOf(node)),
      declaration: here ? declaration : null,
      imported: (symbol.flags & typescript.SymbolFlags.Alias) !== 0,
    };
  }
}
