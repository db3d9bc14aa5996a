import ts from "typescript";
import { descendants } from "../nodes.js";
import type { Site, Source, Transformation } from "../Transformation.js";

/** Types and functions that need nothing of the module move to one of their own: the analysis is modular (T). */
export const split: Transformation = { name: "file split in two modules", law: "same rules", sites };

function sites(source: Source): readonly Site[] {
  const { file } = source;
  const moved = movable(source);
  const names = new Set(moved.map(({ name }) => name));
  if (names.size === 0) return [];
  const imports = file.statements.filter(ts.isImportDeclaration);
  const end = imports.at(-1)?.end ?? 0;
  const text = [
    ...imports.map((it) => it.getText()),
    ...moved.map(({ node }) => {
      const exported = ts.getCombinedModifierFlags(node) & ts.ModifierFlags.Export;
      return (exported ? "" : "export ") + node.getText();
    }),
  ].join("\n");
  const specifier = `./${file.fileName.replace(/^.*\//, "").replace(/\.ts$/, "")}.part.js`;
  const exported = moved.filter(({ node }) => ts.getCombinedModifierFlags(node) & ts.ModifierFlags.Export);
  const again = exported.length === 0 ? "" : `\nexport * from "${specifier}";`;
  return [
    {
      edits: [
        { start: end, end, text: `\nimport { ${[...names].join(", ")} } from "${specifier}";${again}\n` },
        ...moved.map(({ node }) => ({ start: node.getStart(), end: node.end, text: "" })),
      ].sort((a, b) => a.start - b.start),
      what: `${[...names].join(", ")} moved to another module`,
      companion: { suffix: ".part.ts", text },
    },
  ];
}

type Movable = ts.FunctionDeclaration | ts.TypeAliasDeclaration | ts.InterfaceDeclaration;

function movable({ file, checker }: Source): readonly { readonly node: Movable; readonly name: string }[] {
  let candidates = file.statements.flatMap((node) => {
    if (
      !ts.isFunctionDeclaration(node) &&
      !ts.isTypeAliasDeclaration(node) &&
      !ts.isInterfaceDeclaration(node)
    )
      return [];
    const isDefault = (ts.getCombinedModifierFlags(node) & ts.ModifierFlags.Default) !== 0;
    return node.name === undefined || isDefault ? [] : [{ node, name: node.name.text }];
  });
  const top = new Map<ts.Symbol, string>();
  for (const statement of file.statements) {
    if (ts.isImportDeclaration(statement)) continue;
    for (const it of [statement, ...descendants(statement)]) {
      const name = (it as { name?: ts.Node }).name;
      const symbol = name === undefined ? undefined : checker.getSymbolAtLocation(name);
      const isTop = symbol?.declarations?.some((d) => isTopLevel(d, file)) === true;
      if (symbol !== undefined && isTop) top.set(symbol, symbol.name);
    }
  }
  for (let size = -1; size !== candidates.length;) {
    size = candidates.length;
    const names = new Set(candidates.map(({ name }) => name));
    candidates = candidates.filter(({ node }) =>
      [...descendants(node)].filter(ts.isIdentifier).every((id) => {
        const symbol = checker.getSymbolAtLocation(id);
        const name = symbol === undefined ? undefined : top.get(symbol);
        return name === undefined || names.has(name);
      }),
    );
  }
  // All declarations of a name, its overloads for one, move together or not at all.
  return candidates.filter(({ node, name }) => {
    const declarations = checker.getSymbolAtLocation(node.name ?? node)?.declarations ?? [];
    return declarations.every((it) => candidates.some((other) => other.node === it && other.name === name));
  });
}

function isTopLevel(declaration: ts.Declaration, file: ts.SourceFile): boolean {
  for (let at: ts.Node = declaration; !ts.isSourceFile(at); at = at.parent) {
    if (ts.isFunctionLike(at) && at !== declaration) return false;
    if (ts.isBlock(at)) return false;
    if (at.parent === file) return true;
  }
  return false;
}
