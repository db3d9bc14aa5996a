import type ts from "typescript";

/**
 * Resolves names in expressions, each once for a block: the compiler climbs from every mention to the scope that
 * declares it, and mentions of one name whose ways up meet in the same block, with nothing but plain expressions and
 * statements before it, mean the same.
 */
export function createLocalNames(
  typescript: typeof ts,
  checker: ts.TypeChecker,
): (name: ts.Identifier) => ts.Symbol | undefined {
  const K = typescript.SyntaxKind;
  const inBlocks = new Map<ts.Node, Map<ts.__String, ts.Symbol | undefined>>();

  return (name) => {
    const block = blockAround(name);
    if (block === undefined) return checker.getSymbolAtLocation(name);
    let names = inBlocks.get(block);
    if (names === undefined) inBlocks.set(block, (names = new Map<ts.__String, ts.Symbol | undefined>()));
    const key = name.escapedText;
    let symbol = names.get(key);
    if (symbol === undefined && !names.has(key)) names.set(key, (symbol = checker.getSymbolAtLocation(name)));
    return symbol;
  };

  /** Undefined where something stands between, or the name may be no plain reference to a value. */
  function blockAround(name: ts.Identifier): ts.Node | undefined {
    if (name.flags & typescript.NodeFlags.JavaScriptFile) return undefined;
    for (let child: ts.Node = name, at = name.parent; ; child = at, at = at.parent) {
      switch (at.kind) {
        case K.Block:
        case K.SourceFile:
          return at;
        case K.PropertyAccessExpression:
          if ((at as ts.PropertyAccessExpression).name === child) return undefined;
          break;
        case K.VariableDeclaration:
          if ((at as ts.VariableDeclaration).initializer !== child) return undefined;
          break;
        case K.PropertyAssignment:
          if ((at as ts.PropertyAssignment).initializer !== child) return undefined;
          break;
        case K.ElementAccessExpression:
        case K.CallExpression:
        case K.NewExpression:
        case K.ParenthesizedExpression:
        case K.BinaryExpression:
        case K.ConditionalExpression:
        case K.PrefixUnaryExpression:
        case K.PostfixUnaryExpression:
        case K.AwaitExpression:
        case K.YieldExpression:
        case K.AsExpression:
        case K.SatisfiesExpression:
        case K.NonNullExpression:
        case K.TypeOfExpression:
        case K.VoidExpression:
        case K.DeleteExpression:
        case K.SpreadElement:
        case K.SpreadAssignment:
        case K.ArrayLiteralExpression:
        case K.ObjectLiteralExpression:
        case K.TemplateExpression:
        case K.TemplateSpan:
        case K.VariableDeclarationList:
        case K.VariableStatement:
        case K.ExpressionStatement:
        case K.ReturnStatement:
        case K.ThrowStatement:
        case K.IfStatement:
        case K.WhileStatement:
        case K.DoStatement:
        case K.SwitchStatement:
          break;
        default:
          return undefined;
      }
    }
  }
}
