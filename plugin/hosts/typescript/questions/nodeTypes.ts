import type ts from "typescript";
import { createLocalNames } from "./localNames.js";

/** The types and symbols of one file's nodes, each found once. */
export interface NodeTypes {
  /** Another file comes next. */
  forget(): void;
  /** The declared type: what narrowing knows is no matter of ownership (T3). */
  typeOf(node: ts.Node): ts.Type;
  /** The variable that an identifier names, aliases resolved. */
  symbolOf(node: ts.Node): ts.Symbol | undefined;
  /** The same, but an import stands for itself. */
  ownSymbolOf(node: ts.Identifier): ts.Symbol | undefined;
  /** The member that an access names by a static key. */
  memberOf(node: ts.Node): ts.Symbol | undefined;
  /** What narrowing has left of a union: where that is nothing that could be owned, nothing is. */
  typeHere(node: ts.Node, declared: ts.UnionType): ts.Type;
  /** A variable without a type, or an element of one: it takes what it is given. */
  isUntypedTarget(node: ts.Node): boolean;
  /** `const xs = [];`: the compiler infers from what is put in what it holds, and says so where it is read. */
  isUntypedList(node: ts.Node): boolean;
  /** `xs.push` and `xs.unshift` of such a list. */
  isPutIntoUntypedList(callee: ts.Node): callee is ts.PropertyAccessExpression;
  /** What an assignment, or the step of a loop, puts into a target, which may be part of a pattern. */
  assignedTo(target: ts.Node): ts.Type | undefined;
  /** `b as never` fits wherever `b as any` does; where narrowing has left nothing of `b`, it changes nothing. */
  isCastToNever(node: ts.Node): boolean;
}

/**
 * The checker finds the type of an expression by checking it anew, with all that it is made of; asked about every
 * expression of a chain or a nest, it would do so for each level again. What it keeps are symbols, their types and
 * resolved signatures. So the types of compound expressions are made of these, and it is asked for the rest only.
 */
export function createNodeTypes(
  typescript: typeof ts,
  program: ts.Program,
  checker: ts.TypeChecker,
): NodeTypes {
  const { SymbolFlags, TypeFlags, SyntaxKind: K } = typescript;
  const knownTypes = new Map<ts.Node, ts.Type>();
  const symbols = new Map<ts.Identifier, ts.Symbol | undefined>();
  const members = new Map<ts.Node, ts.Symbol | undefined>();
  const receivers = new Map<ts.Node, ts.Type>();
  const awaited = new Map<ts.Type, ts.Type | undefined>();
  const inferredLists = new Map<ts.Symbol, ts.Type>();
  const mentions = new Map<ts.Node, ReadonlyMap<ts.__String, readonly ts.Identifier[]>>();

  let localName = createLocalNames(typescript, checker);

  return {
    ...{ forget, typeOf, symbolOf, ownSymbolOf, memberOf, typeHere },
    ...{ isUntypedTarget, isUntypedList, isPutIntoUntypedList, isCastToNever, assignedTo },
  };

  function forget(): void {
    knownTypes.clear();
    symbols.clear();
    members.clear();
    receivers.clear();
    inferredLists.clear();
    mentions.clear();
    localName = createLocalNames(typescript, checker);
  }

  function typeOf(node: ts.Node): ts.Type {
    let type = knownTypes.get(node);
    if (type === undefined) {
      type = findType(node);
      knownTypes.set(node, type);
    }
    return type;
  }

  function findType(node: ts.Node): ts.Type {
    const symbol = symbolOf(node) ?? memberOf(node);
    if (symbol !== undefined) {
      const declared = checker.getTypeOfSymbol(symbol);
      if (isUntypedList(node)) return inferredList(symbol, declared);
      if (!(declared.flags & TypeFlags.Any)) return declared;
      return (isUntypedTarget(node) ? assignedTo(node) : undefined) ?? checker.getTypeAtLocation(node);
    }
    if (isCastToNever(node)) return checker.getAnyType();
    return ofParts(node) ?? checker.getTypeAtLocation(node);
  }

  function isCastToNever(node: ts.Node): boolean {
    if (node.kind !== K.AsExpression && node.kind !== K.TypeAssertionExpression) return false;
    const { expression, type } = node as ts.AssertionExpression;
    const isNever = (it: ts.Node): boolean => (checker.getTypeAtLocation(it).flags & TypeFlags.Never) !== 0;
    return isNever(type) && !isNever(expression);
  }

  /** `let b; b = mk();`: a variable without a type is, from an assignment on, what was assigned to it. */
  function isUntypedTarget(node: ts.Node): boolean {
    if (typescript.isElementAccessExpression(node)) return isUntypedList(node.expression);
    const declaration = untypedVariable(node);
    return declaration !== undefined && (isNothing(declaration.initializer) || isUntypedList(node));
  }

  function isUntypedList(node: ts.Node): boolean {
    const declaration = untypedVariable(node);
    if (declaration === undefined) return false;
    return isEmptyList(declaration.initializer) || (isNothing(declaration.initializer) && isFilledHere(node));
  }

  function isEmptyList(initializer: ts.Expression | undefined): boolean {
    if (initializer === undefined) return false;
    if (typescript.isParenthesizedExpression(initializer)) return isEmptyList(initializer.expression);
    return typescript.isArrayLiteralExpression(initializer) && initializer.elements.length === 0;
  }

  /** `let xs; xs = []; xs.push(b);`: where it is filled, and there only, the compiler does not say with what. */
  function isFilledHere(node: ts.Node): boolean {
    const { parent } = node;
    const isAccess =
      typescript.isPropertyAccessExpression(parent) || typescript.isElementAccessExpression(parent);
    if (!isAccess || parent.expression !== node) return false;
    const element = elementOf(checker.getTypeAtLocation(node));
    return element !== undefined && (element.flags & TypeFlags.Any) !== 0;
  }

  function isPutIntoUntypedList(callee: ts.Node): callee is ts.PropertyAccessExpression {
    return (
      typescript.isPropertyAccessExpression(callee) &&
      ["push", "unshift"].includes(callee.name.text) &&
      isUntypedList(callee.expression)
    );
  }

  /** Its declaration, where the compiler follows through the assignments in the same function what it holds. */
  function untypedVariable(node: ts.Node): ts.VariableDeclaration | undefined {
    if (!typescript.isIdentifier(node)) return undefined;
    const declaration = ownSymbolOf(node)?.valueDeclaration;
    if (declaration === undefined || !typescript.isVariableDeclaration(declaration)) return undefined;
    if (declaration.type !== undefined || !typescript.isVariableStatement(declaration.parent.parent))
      return undefined;
    const { noImplicitAny, strict } = program.getCompilerOptions();
    const isFollowed =
      (noImplicitAny ?? strict) === true || (declaration.flags & typescript.NodeFlags.JavaScriptFile) !== 0;
    return isFollowed && functionAround(declaration) === functionAround(node) ? declaration : undefined;
  }

  /** What the last mention says that is no mere putting in; `any[]` if there is none. */
  function inferredList(symbol: ts.Symbol, declared: ts.Type): ts.Type {
    const known = inferredLists.get(symbol);
    if (known !== undefined) return known;
    // Who asks about a mention meanwhile is told what is declared.
    inferredLists.set(symbol, declared);
    let inferred = declared;
    const declaration = symbol.valueDeclaration;
    const named = declaration && mentionsIn(functionAround(declaration)).get(symbol.escapedName);
    for (const mention of named?.toReversed() ?? []) {
      if (symbolOf(mention) !== symbol) continue;
      const type = checker.getTypeAtLocation(mention);
      const element = elementOf(type);
      if (element === undefined || element.flags & (TypeFlags.Any | TypeFlags.Never)) continue;
      inferred = type;
      break;
    }
    inferredLists.set(symbol, inferred);
    return inferred;
  }

  /** The names in a function, those of functions within left out. */
  function mentionsIn(owner: ts.Node): ReadonlyMap<ts.__String, readonly ts.Identifier[]> {
    const known = mentions.get(owner);
    if (known !== undefined) return known;
    const found = new Map<ts.__String, ts.Identifier[]>();
    const visit = (node: ts.Node): void => {
      if (typescript.isIdentifier(node)) {
        const same = found.get(node.escapedText);
        if (same === undefined) found.set(node.escapedText, [node]);
        else same.push(node);
      } else if (!typescript.isFunctionLike(node)) typescript.forEachChild(node, visit);
    };
    typescript.forEachChild(owner, visit);
    mentions.set(owner, found);
    return found;
  }

  /** `let b;` and `let b = null;` leave it to the assignments what the variable is. */
  function isNothing(initializer: ts.Expression | undefined): boolean {
    return (
      initializer === undefined ||
      initializer.kind === K.NullKeyword ||
      (typescript.isParenthesizedExpression(initializer) && isNothing(initializer.expression)) ||
      (typescript.isIdentifier(initializer) && initializer.text === "undefined")
    );
  }

  function assignedTo(target: ts.Node): ts.Type | undefined {
    const { parent } = target;
    switch (parent.kind) {
      case K.ParenthesizedExpression:
        return assignedTo(parent);
      case K.BinaryExpression: {
        const { left, operatorToken, right } = parent as ts.BinaryExpression;
        if (left !== target || operatorToken.kind !== K.EqualsToken) return undefined;
        // `[x = fallback] = xs`
        const part = typescript.isExpressionStatement(parent.parent) ? undefined : assignedTo(parent);
        return part === undefined ? typeOf(right) : checker.getNonNullableType(part);
      }
      case K.ForOfStatement: {
        const { initializer, expression } = parent as ts.ForOfStatement;
        return initializer === target ? elementOf(typeOf(expression)) : undefined;
      }
      case K.ArrayLiteralExpression: {
        const { elements } = parent as ts.ArrayLiteralExpression;
        const source = assignedTo(parent);
        const index = elements.indexOf(target as ts.Expression);
        return source && (memberType(source, String(index)) ?? elementOf(source));
      }
      case K.PropertyAssignment: {
        const { name, initializer } = parent as ts.PropertyAssignment;
        const source = initializer === target ? assignedTo(parent.parent) : undefined;
        const written = typescript.isComputedPropertyName(name) ? name.expression : name;
        const isKey = typescript.isIdentifier(name) || typescript.isStringLiteralLike(written);
        const key = isKey ? (written as ts.Identifier | ts.StringLiteralLike).text : undefined;
        return source && key !== undefined ? memberType(source, key) : undefined;
      }
      case K.ShorthandPropertyAssignment: {
        const source = assignedTo(parent.parent);
        return source && memberType(source, (parent as ts.ShorthandPropertyAssignment).name.text);
      }
      default:
        return undefined;
    }
  }

  function memberType(type: ts.Type, name: string): ts.Type | undefined {
    const member = checker.getPropertyOfType(type, name);
    return member && checker.getTypeOfSymbol(member);
  }

  function elementOf(type: ts.Type): ts.Type | undefined {
    return checker.getIndexTypeOfType(type, typescript.IndexKind.Number);
  }

  function functionAround(node: ts.Node): ts.Node {
    let at = node.parent;
    while (!typescript.isFunctionLike(at) && !typescript.isSourceFile(at)) at = at.parent;
    return at;
  }

  /** What the type of a compound expression is made of; undefined where that takes more than looking it up. */
  function ofParts(node: ts.Node): ts.Type | undefined {
    switch (node.kind) {
      case K.ParenthesizedExpression:
      case K.SatisfiesExpression:
        // In JavaScript parentheses may be a cast.
        if (node.flags & typescript.NodeFlags.JavaScriptFile) return undefined;
        return typeOf((node as ts.ParenthesizedExpression).expression);
      case K.NonNullExpression:
        return checker.getNonNullableType(typeOf((node as ts.NonNullExpression).expression));
      case K.AsExpression:
      case K.TypeAssertionExpression: {
        const { type } = node as ts.AsExpression;
        return typescript.isConstTypeReference(type) ? undefined : checker.getTypeFromTypeNode(type);
      }
      case K.CallExpression:
      case K.NewExpression:
      case K.TaggedTemplateExpression:
        return ofCall(node as ts.CallLikeExpression);
      case K.AwaitExpression:
        return awaitedType(typeOf((node as ts.AwaitExpression).expression));
      case K.BinaryExpression:
        return ofBinary(node as ts.BinaryExpression);
      case K.ThisKeyword:
        return ofThis(node);
      case K.TemplateExpression:
      case K.StringLiteral:
      case K.NoSubstitutionTemplateLiteral:
        return checker.getStringType();
      case K.NumericLiteral:
        return checker.getNumberType();
      case K.TrueKeyword:
      case K.FalseKeyword:
        return checker.getBooleanType();
      case K.ArrowFunction:
      case K.FunctionExpression:
        return ofFunction(node);
      case K.ElementAccessExpression: {
        const { expression } = node as ts.ElementAccessExpression;
        return isUntypedList(expression) ? elementOf(typeOf(expression)) : undefined;
      }
      case K.PrefixUnaryExpression:
        return (node as ts.PrefixUnaryExpression).operator === K.ExclamationToken
          ? checker.getBooleanType()
          : undefined;
      case K.ArrayBindingPattern:
      case K.ObjectBindingPattern:
        return ofPattern(node as ts.BindingPattern);
      default:
        return undefined;
    }
  }

  function ofCall(node: ts.CallLikeExpression): ts.Type | undefined {
    if (node.flags & typescript.NodeFlags.JavaScriptFile) return undefined;
    if (typescript.isCallExpression(node)) {
      const { kind } = node.expression;
      if (kind === K.ImportKeyword || kind === K.SuperKeyword) return undefined;
    }
    const signature = checker.getResolvedSignature(node);
    return signature?.declaration && checker.getReturnTypeOfSignature(signature);
  }

  function ofBinary({ left, operatorToken, right }: ts.BinaryExpression): ts.Type | undefined {
    switch (operatorToken.kind) {
      case K.EqualsToken:
      case K.CommaToken:
        return typeOf(right);
      case K.BarBarToken:
      case K.AmpersandAmpersandToken:
        return isBoolean(typeOf(left)) && isBoolean(typeOf(right)) ? checker.getBooleanType() : undefined;
      case K.EqualsEqualsToken:
      case K.EqualsEqualsEqualsToken:
      case K.ExclamationEqualsToken:
      case K.ExclamationEqualsEqualsToken:
      case K.LessThanToken:
      case K.LessThanEqualsToken:
      case K.GreaterThanToken:
      case K.GreaterThanEqualsToken:
      case K.InKeyword:
      case K.InstanceOfKeyword:
        return checker.getBooleanType();
      default:
        return undefined;
    }
  }

  function isBoolean(type: ts.Type): boolean {
    return (type.flags & TypeFlags.BooleanLike) !== 0;
  }

  function ofFunction(node: ts.Node & { readonly symbol?: ts.Symbol }): ts.Type | undefined {
    if (node.flags & typescript.NodeFlags.JavaScriptFile) return undefined;
    return node.symbol && checker.getTypeOfSymbol(node.symbol);
  }

  function awaitedType(type: ts.Type): ts.Type | undefined {
    if (!awaited.has(type)) awaited.set(type, checker.getAwaitedType(type));
    return awaited.get(type);
  }

  /** One type for each function, or other member, whose own `this` it is. */
  function ofThis(node: ts.Node): ts.Type {
    let owner = node.parent;
    while (!typescript.isClassElement(owner) && !isFunction(owner) && !typescript.isSourceFile(owner)) {
      owner = owner.parent;
    }
    const known = receivers.get(owner);
    if (known !== undefined) return known;
    const type = checker.getTypeAtLocation(node);
    receivers.set(owner, type);
    return type;
  }

  function isFunction(node: ts.Node): boolean {
    return typescript.isFunctionDeclaration(node) || typescript.isFunctionExpression(node);
  }

  function ofPattern({ parent }: ts.BindingPattern): ts.Type | undefined {
    if (!typescript.isVariableDeclaration(parent)) return undefined;
    if (parent.type !== undefined) return checker.getTypeFromTypeNode(parent.type);
    return parent.initializer && typeOf(parent.initializer);
  }

  function symbolOf(node: ts.Node): ts.Symbol | undefined {
    if (node.kind !== K.Identifier) return undefined;
    const symbol = ownSymbolOf(node as ts.Identifier);
    return symbol !== undefined && symbol.flags & SymbolFlags.Alias
      ? checker.getAliasedSymbol(symbol)
      : symbol;
  }

  /** Resolving a name climbs to the root of the file, and several questions are asked about each. */
  function ownSymbolOf(node: ts.Identifier): ts.Symbol | undefined {
    let symbol = symbols.get(node);
    if (symbol === undefined && !symbols.has(node)) symbols.set(node, (symbol = resolveSymbol(node)));
    return symbol;
  }

  function resolveSymbol(node: ts.Identifier): ts.Symbol | undefined {
    const { parent } = node;
    if (typescript.isShorthandPropertyAssignment(parent))
      return checker.getShorthandAssignmentValueSymbol(parent);
    if (
      typescript.isParameter(parent) &&
      parent.name === node &&
      typescript.isParameterPropertyDeclaration(parent, parent.parent)
    ) {
      // The parameter and the property have a symbol each; the body names the parameter.
      return checker.getSymbolsOfParameterPropertyDeclaration(parent, node.text)[0];
    }
    if (typescript.isExportSpecifier(parent)) return checker.getExportSpecifierLocalTargetSymbol(parent);
    return localName(node);
  }

  function memberOf(node: ts.Node): ts.Symbol | undefined {
    if (node.kind !== K.PropertyAccessExpression && node.kind !== K.ElementAccessExpression) return undefined;
    if (!members.has(node)) members.set(node, resolveMember(node as ts.AccessExpression));
    return members.get(node);
  }

  function resolveMember(node: ts.AccessExpression): ts.Symbol | undefined {
    if (typescript.isPropertyAccessExpression(node)) return checker.getSymbolAtLocation(node.name);
    const { argumentExpression } = node;
    const literal =
      typescript.isStringLiteralLike(argumentExpression) || typescript.isNumericLiteral(argumentExpression);
    return literal ? checker.getSymbolAtLocation(argumentExpression) : undefined;
  }

  function typeHere(node: ts.Node, declared: ts.UnionType): ts.Type {
    if (!typescript.isExpression(node) || isDeclarationName(node)) return declared;
    const here = checker.getTypeAtLocation(lastOfSequence(node));
    return here.flags & TypeFlags.Never ? declared : here;
  }

  /** The value of `a, b` is that of `b`; the checker would look at all of a long sequence, for each part of it. */
  function lastOfSequence(node: ts.Node): ts.Node {
    let last = node;
    while (
      typescript.isBinaryExpression(last) &&
      last.operatorToken.kind === typescript.SyntaxKind.CommaToken
    ) {
      last = last.right;
    }
    return last;
  }

  function isDeclarationName(node: ts.Node): boolean {
    return (
      (node.parent as { name?: ts.Node }).name === node && !typescript.isPropertyAccessExpression(node.parent)
    );
  }
}
