import type ts from "typescript";

/**
 * The variables that functions of different statements share: who assigns to one, or takes something out of it, decides what
 * others may find in it. Constants that hold neither, such as numbers and functions, are left out.
 */
export function moduleVariables(typescript: typeof ts, file: ts.SourceFile): ReadonlySet<string> {
  const { SyntaxKind: K } = typescript;
  const names = new Set<string>();
  const add = (name: ts.BindingName): void => {
    if (typescript.isIdentifier(name)) {
      names.add(name.text);
      return;
    }
    for (const element of name.elements) if (typescript.isBindingElement(element)) add(element.name);
  };
  const visit = (node: ts.Node): void => {
    switch (node.kind) {
      case K.VariableDeclarationList: {
        const { Const, Using } = typescript.NodeFlags;
        const isConstant = (node.flags & Const) !== 0 && (node.flags & Using) === 0;
        for (const { name, initializer } of (node as ts.VariableDeclarationList).declarations)
          if (!isConstant || initializer === undefined || !isInert(typescript, initializer)) add(name);
        break;
      }
      // A `var` lives in the module wherever it stands in a statement.
      case K.ModuleDeclaration:
      case K.ModuleBlock:
      case K.VariableStatement:
      case K.Block:
      case K.IfStatement:
      case K.ForStatement:
      case K.ForInStatement:
      case K.ForOfStatement:
      case K.WhileStatement:
      case K.DoStatement:
      case K.LabeledStatement:
      case K.SwitchStatement:
      case K.CaseBlock:
      case K.CaseClause:
      case K.DefaultClause:
      case K.TryStatement:
      case K.CatchClause:
      case K.SourceFile:
        typescript.forEachChild(node, visit);
        break;
      default:
    }
  };
  visit(file);
  return names;
}

/** Nothing can be put into its value, or be taken out of it. */
function isInert(typescript: typeof ts, node: ts.Expression): boolean {
  const { SyntaxKind: K } = typescript;
  switch (node.kind) {
    case K.NumericLiteral:
    case K.BigIntLiteral:
    case K.StringLiteral:
    case K.NoSubstitutionTemplateLiteral:
    case K.TemplateExpression:
    case K.RegularExpressionLiteral:
    case K.TrueKeyword:
    case K.FalseKeyword:
    case K.ArrowFunction:
    case K.FunctionExpression:
    case K.ClassExpression:
      return true;
    case K.ParenthesizedExpression:
      return isInert(typescript, (node as ts.ParenthesizedExpression).expression);
    case K.PrefixUnaryExpression:
      return isInert(typescript, (node as ts.PrefixUnaryExpression).operand);
    case K.BinaryExpression: {
      const { left, right } = node as ts.BinaryExpression;
      return isInert(typescript, left) && isInert(typescript, right);
    }
    default:
      return false;
  }
}

const word = /[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*/gu;

/** Whether one of the names may stand in a piece of source text. */
export function mayMention(text: string, names: ReadonlySet<string>): boolean {
  if (names.size === 0) return false;
  // A name may be written with escapes.
  if (text.includes("\\u")) return true;
  return (text.match(word) ?? []).some((each) => names.has(each));
}
