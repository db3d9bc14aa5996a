import type ts from "typescript";

/**
 * The variables that functions of different statements share: who assigns to one, or takes something out of it, decides what
 * others may find in it. Constants that nothing can be put into are left out: numbers, texts, functions that are only called.
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
          if (!isConstant || initializer === undefined || !isInert(name, initializer)) add(name);
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
  const isInert = (name: ts.BindingName, initializer: ts.Expression): boolean =>
    initializer.kind === K.ArrowFunction || initializer.kind === K.FunctionExpression
      ? typescript.isIdentifier(name) && isOnlyCalled(file.text, name.text)
      : isPrimitive(typescript, initializer);
  visit(file);
  return names;
}

/** Behind every mention but one, the declaration, stands a parenthesis: nobody reads or sets a property of it. */
function isOnlyCalled(text: string, name: string): boolean {
  // A name may be written with escapes.
  if (text.includes("\\u")) return false;
  let others = 0;
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
    const end = at + name.length;
    const isWord = !wordPart.test(text.charAt(at - 1)) && !wordPart.test(text.charAt(end));
    if (isWord && text.charAt(end) !== "(") others++;
  }
  return others === 1;
}

const wordPart = /[\p{ID_Continue}$\u200c\u200d]/u;

function isPrimitive(typescript: typeof ts, node: ts.Expression): boolean {
  const { SyntaxKind: K } = typescript;
  switch (node.kind) {
    case K.NumericLiteral:
    case K.BigIntLiteral:
    case K.StringLiteral:
    case K.NoSubstitutionTemplateLiteral:
    case K.TemplateExpression:
    case K.TrueKeyword:
    case K.FalseKeyword:
      return true;
    case K.ParenthesizedExpression:
      return isPrimitive(typescript, (node as ts.ParenthesizedExpression).expression);
    case K.PrefixUnaryExpression:
      return isPrimitive(typescript, (node as ts.PrefixUnaryExpression).operand);
    case K.BinaryExpression: {
      const { left, right } = node as ts.BinaryExpression;
      return isPrimitive(typescript, left) && isPrimitive(typescript, right);
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
