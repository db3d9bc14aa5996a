import type ts from "typescript";
import type {
  Absence,
  Answers,
  ArgumentFact,
  BindingFact,
  BudgetOperation,
  CallFact,
  Question,
  SinkFact,
  ValueFact,
} from "../../core/facts/questions.js";
import type { Ownership } from "../../core/facts/ownership.js";
import type { Span } from "../../core/findings.js";
import { declaresMarker } from "./reach/markers.js";
import type { TypeClassifier } from "./classifyType.js";
import { createSignatureComparison } from "./compareSignatures.js";

const noParameter: ArgumentFact = {
  sink: { kind: "borrow" },
  parameter: "",
  declaredAt: null,
  callbackOwns: [],
  value: "plain",
};

/** Answers the core's questions about one file from the checker in this process. */
export function createAnswers(
  typescript: typeof ts,
  program: ts.Program,
  checker: ts.TypeChecker,
  types: TypeClassifier,
  mayHold: (statement: ts.Statement) => boolean,
): (question: Question) => Answers[keyof Answers] {
  const { SymbolFlags, TypeFlags } = typescript;
  const ids = new Map<ts.Symbol, number>();
  const symbols = new Map<ts.Identifier, ts.Symbol | undefined>();
  const signatures = createSignatureComparison(typescript, checker, types);

  return (question) => {
    switch (question.ask) {
      case "statements":
        return question.nodes.map(mayHold);
      case "values":
        return question.nodes.map(valueOf);
      case "bindings":
        return question.nodes.map(bindingOf);
      case "calls":
        return question.nodes.map((node) => callOf(node as ts.CallLikeExpression));
      case "sinks":
        return question.nodes.map(sinkOfContext);
      case "signatures":
        return question.nodes.map((node) => signatures.mismatchAt(node));
    }
  };

  // Values

  function valueOf(node: ts.Node): ValueFact {
    const symbol = memberSymbol(node);
    const type = typeOf(node);
    const here = typeHere(node, type);
    const declared = types.ownership(type);
    const ownership: Ownership =
      declared.kind === "owned" && types.ownership(here).kind === "plain" ? { kind: "plain" } : declared;
    const bare = checker.getNonNullableType(type);
    const tuple = checker.isTupleType(bare);
    const isAggregate = ownership.kind === "owned" && ownership.form === "aggregate";
    return {
      ownership,
      parts: isAggregate ? types.ownedParts(type) : [],
      linearParts: isAggregate && ownership.linear ? types.linearParts(type) : [],
      absences: isAggregate && ownership.linear && type.isUnion() ? absencesOf(type) : [],
      bound: ownership.kind === "owned" && ownership.form === "resource" ? boundOf(bare) : null,
      member: memberKind(symbol, type),
      classObject: ((symbolOf(node)?.flags ?? 0) & (SymbolFlags.Class | SymbolFlags.ValueModule)) !== 0,
      tuple,
      instance: ownership.kind === "plain" && types.isOwningInstance(type),
      array: tuple || checker.isArrayType(bare),
      nullable: type.isUnion() && type.types.some(isNothing),
      empty: isNothing(here),
      mayForge: types.holdsAny(type) || isGuard(symbolOf(node) ?? symbol, type),
    };
  }

  /** A class to test against, or a predicate: what passes is of an affine type from there on. */
  function isGuard(symbol: ts.Symbol | undefined, type: ts.Type): boolean {
    if (symbol === undefined) return false;
    if (symbol.flags & SymbolFlags.Class)
      return type.getConstructSignatures().some((each) => isOwned(checker.getReturnTypeOfSignature(each)));
    if (!(symbol.flags & (SymbolFlags.Function | SymbolFlags.Method))) return false;
    return type.getCallSignatures().some((signature) => {
      const narrowed = checker.getTypePredicateOfSignature(signature)?.type;
      return narrowed !== undefined && isOwned(narrowed);
    });
  }

  function isOwned(type: ts.Type): boolean {
    return types.ownership(type).kind === "owned";
  }

  /** The declared type: what narrowing knows is no matter of ownership (T3). */
  function typeOf(node: ts.Node): ts.Type {
    const symbol = symbolOf(node) ?? memberSymbol(node);
    if (symbol === undefined) return checker.getTypeAtLocation(lastOfSequence(node));
    const declared = checker.getTypeOfSymbol(symbol);
    if (!(declared.flags & TypeFlags.Any)) return declared;
    const { parent } = node;
    return checker.getTypeAtLocation(isUntypedTarget(parent) && parent.left === node ? parent.right : node);
  }

  /** `let b; b = mk();`: a variable without a type is, from an assignment on, what was assigned to it. */
  function isUntypedTarget(node: ts.Node): node is ts.BinaryExpression {
    if (!typescript.isBinaryExpression(node) || node.operatorToken.kind !== typescript.SyntaxKind.EqualsToken)
      return false;
    const declaration = typescript.isIdentifier(node.left)
      ? checker.getSymbolAtLocation(node.left)?.valueDeclaration
      : undefined;
    if (declaration === undefined || !typescript.isVariableDeclaration(declaration)) return false;
    const { noImplicitAny, strict } = program.getCompilerOptions();
    const isFollowed =
      (noImplicitAny ?? strict) === true || (declaration.flags & typescript.NodeFlags.JavaScriptFile) !== 0;
    return (
      isFollowed &&
      declaration.type === undefined &&
      declaration.initializer === undefined &&
      typescript.isVariableStatement(declaration.parent.parent) &&
      functionAround(declaration) === functionAround(node)
    );
  }

  function functionAround(node: ts.Node): ts.Node {
    let at = node.parent;
    while (!typescript.isFunctionLike(at) && !typescript.isSourceFile(at)) at = at.parent;
    return at;
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

  /** `Max` of a `Budget<Unit, Max>`, if it is one number. */
  function boundOf(type: ts.Type): number | null {
    if (!isNamedBudget(type)) return null;
    const max = checker.getTypeArguments(type as ts.TypeReference)[1];
    return max !== undefined && max.isNumberLiteral() ? max.value : null;
  }

  function isNamedBudget(type: ts.Type): boolean {
    const { symbol } = type as { symbol?: ts.Symbol };
    const isReference = ((type as ts.ObjectType).objectFlags & typescript.ObjectFlags.Reference) !== 0;
    return isReference && symbol?.name === "Budget" && types.ownership(type).kind === "owned";
  }

  /** Which linear parts the constituents of a union lack, by the literal properties that tell them apart. */
  function absencesOf(type: ts.UnionType): readonly Absence[] {
    const linear = types.linearParts(type);
    return type.types.flatMap((member) => {
      const missing = linear.filter((part) => !types.linearParts(member).includes(part));
      return checker.getPropertiesOfType(member).flatMap((property) => {
        const literal = checker.getTypeOfSymbol(property);
        if (!(literal.flags & TypeFlags.Literal)) return [];
        const value = checker.typeToString(literal);
        return missing.map((part) => ({ discriminant: property.name, value, part }));
      });
    });
  }

  /** What narrowing has left of a union: where that is nothing that could be owned, nothing is. */
  function typeHere(node: ts.Node, declared: ts.Type): ts.Type {
    if (!declared.isUnion() || !typescript.isExpression(node) || isDeclarationName(node)) return declared;
    if (types.ownership(declared).kind !== "owned") return declared;
    const here = checker.getTypeAtLocation(lastOfSequence(node));
    return here.flags & TypeFlags.Never ? declared : here;
  }

  function isDeclarationName(node: ts.Node): boolean {
    return (
      (node.parent as { name?: ts.Node }).name === node && !typescript.isPropertyAccessExpression(node.parent)
    );
  }

  function isNothing(type: ts.Type): boolean {
    const members = type.isUnion() ? type.types : [type];
    return members.every(
      (member) => (member.flags & (TypeFlags.Null | TypeFlags.Undefined | TypeFlags.Never)) !== 0,
    );
  }

  /** The variable that an identifier names, aliases resolved. */
  function symbolOf(node: ts.Node): ts.Symbol | undefined {
    if (!typescript.isIdentifier(node)) return undefined;
    const symbol = ownSymbolOf(node);
    return symbol !== undefined && symbol.flags & SymbolFlags.Alias
      ? checker.getAliasedSymbol(symbol)
      : symbol;
  }

  /** Resolving a name climbs to the root of the file, and several questions are asked about each. */
  function ownSymbolOf(node: ts.Identifier): ts.Symbol | undefined {
    if (symbols.has(node)) return symbols.get(node);
    const symbol = resolveSymbol(node);
    symbols.set(node, symbol);
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
    return checker.getSymbolAtLocation(node);
  }

  function memberSymbol(node: ts.Node): ts.Symbol | undefined {
    if (typescript.isPropertyAccessExpression(node)) return checker.getSymbolAtLocation(node.name);
    if (!typescript.isElementAccessExpression(node)) return undefined;
    const { argumentExpression } = node;
    const literal =
      typescript.isStringLiteralLike(argumentExpression) || typescript.isNumericLiteral(argumentExpression);
    return literal ? checker.getSymbolAtLocation(argumentExpression) : undefined;
  }

  function memberKind(symbol: ts.Symbol | undefined, type: ts.Type): ValueFact["member"] {
    if (symbol === undefined) return "none";
    if (symbol.flags & SymbolFlags.Accessor && !isAutoAccessor(symbol)) return "accessor";
    if (type.getCallSignatures().some(consumesReceiver)) return "consuming-method";
    return symbol.flags & SymbolFlags.Method ? "method" : "field";
  }

  /** `accessor x = ...`: storage with accessors of its own making, a field to everybody (P3). */
  function isAutoAccessor(symbol: ts.Symbol): boolean {
    return symbol.declarations?.some((each) => typescript.isPropertyDeclaration(each)) === true;
  }

  // Bindings

  function bindingOf(node: ts.Node): BindingFact | null {
    const symbol = typescript.isIdentifier(node) ? ownSymbolOf(node) : undefined;
    if (symbol === undefined) return null;
    const imported = (symbol.flags & SymbolFlags.Alias) !== 0;
    const declaration = symbol.valueDeclaration ?? symbol.declarations?.[0];
    const here = declaration?.getSourceFile() === node.getSourceFile();
    return {
      id: idOf(symbol),
      name: symbol.name,
      ownership: types.ownership(typeOf(node)),
      declaration: here ? declaration : null,
      imported,
    };
  }

  function idOf(symbol: ts.Symbol): number {
    const known = ids.get(symbol);
    if (known !== undefined) return known;
    const id = ids.size;
    ids.set(symbol, id);
    return id;
  }

  // Calls

  function callOf(node: ts.CallLikeExpression): CallFact {
    const signature = checker.getResolvedSignature(node);
    const operands = operandsOf(node);
    const declaration = signature?.declaration;
    const library = libraryName(declaration);
    const unknownCallee = signature === undefined || declaration === undefined;
    const anyCallee =
      unknownCallee && (checker.getTypeAtLocation(calleeOf(node)).flags & TypeFlags.Any) !== 0;
    return {
      name: calleeName(calleeOf(node)),
      arguments: operands.map((operand, index): ArgumentFact => {
        if (anyCallee || signature === undefined) {
          return { ...noParameter, sink: { kind: "escape", into: "any", why: "any" } };
        }
        return argumentOf(node, signature, operand, index, library);
      }),
      consumesReceiver: signature !== undefined && consumesReceiver(signature),
      atomic: signature !== undefined && isAtomic(signature),
      returnsNever:
        signature !== undefined &&
        (checker.getReturnTypeOfSignature(signature).flags & TypeFlags.Never) !== 0 &&
        declaration?.type !== undefined,
      budgetOperation: declaration === undefined ? null : budgetOperation(declaration),
      amounts: operands.map((operand) => (operand === null ? null : amountOf(operand))),
      returnsTask: signature !== undefined && isTask(checker.getReturnTypeOfSignature(signature)),
      predicate: signature !== undefined && checker.getTypePredicateOfSignature(signature) !== undefined,
      reenters: !runsNoOtherCode(node, library),
      library,
    };
  }

  function budgetOperation(declaration: ts.SignatureDeclaration | ts.JSDocSignature): BudgetOperation | null {
    if (typescript.isJSDocSignature(declaration) || !typescript.isClassDeclaration(declaration.parent))
      return null;
    const owner = declaration.parent.name?.text;
    const name = declaration.name?.getText();
    if (owner === "BudgetMint") return name === "issue" ? name : null;
    const isOurs =
      owner === "Budget" && types.ownership(checker.getTypeAtLocation(declaration.parent)).kind === "owned";
    return isOurs ? (budgetOperations.find((operation) => operation === name) ?? null) : null;
  }

  function amountOf(operand: ts.Expression): number | null {
    const type = checker.getTypeAtLocation(operand);
    return type.isNumberLiteral() ? type.value : null;
  }

  /** Awaiting or iterating it goes on with what the call began. */
  function isTask(type: ts.Type): boolean {
    const members = type.isUnion() ? type.types : [type];
    return members.some(
      (member) => member.getProperty("then") !== undefined || member.getProperty("next") !== undefined,
    );
  }

  function operandsOf(node: ts.CallLikeExpression): readonly (ts.Expression | null)[] {
    if (typescript.isTaggedTemplateExpression(node)) {
      const spans = typescript.isTemplateExpression(node.template) ? node.template.templateSpans : [];
      return [null, ...spans.map((span) => span.expression)];
    }
    return typescript.isCallExpression(node) || typescript.isNewExpression(node)
      ? [...(node.arguments ?? [])]
      : [];
  }

  function calleeOf(node: ts.CallLikeExpression): ts.Node {
    if (typescript.isTaggedTemplateExpression(node)) return node.tag;
    return typescript.isCallExpression(node) || typescript.isNewExpression(node) ? node.expression : node;
  }

  function calleeName(callee: ts.Node): string {
    if (typescript.isPropertyAccessExpression(callee)) return callee.name.text;
    if (
      typescript.isElementAccessExpression(callee) &&
      typescript.isStringLiteralLike(callee.argumentExpression)
    ) {
      return callee.argumentExpression.text;
    }
    if (typescript.isParenthesizedExpression(callee) || typescript.isNonNullExpression(callee))
      return calleeName(callee.expression);
    if (typescript.isFunctionExpression(callee) || typescript.isArrowFunction(callee))
      return "the function called here";
    return callee.getText();
  }

  function argumentOf(
    node: ts.CallLikeExpression,
    signature: ts.Signature,
    operand: ts.Expression | null,
    index: number,
    library: string | null,
  ): ArgumentFact {
    if (operand === null) return noParameter;
    if (typescript.isSpreadElement(operand)) return spreadOf(node, signature, operand, index, library);
    const target = parameterAt(signature, index, node);
    if (target === null) return noParameter;
    if (signature.declaration !== undefined && isBorrow(signature.declaration)) {
      return { ...noParameter, parameter: target.name, value: types.ownership(typeOf(operand)).kind };
    }
    const sink =
      isUncheckedTypeParameter(signature, target.index) && library === null
        ? sinkOfTypeParameter(operand, signature, target.index)
        : sinkOf(typeOf(operand), target.type, operand);
    return {
      sink,
      parameter: target.name,
      declaredAt: target.declaredAt,
      callbackOwns: ownedParametersOf(operand),
      value: types.ownership(typeOf(operand)).kind,
    };
  }

  function ownedParametersOf(operand: ts.Expression): readonly boolean[] {
    const signature = typeOf(operand).getCallSignatures()[0];
    return (signature?.getParameters() ?? []).map(
      (parameter) => types.ownership(checker.getTypeOfSymbolAtLocation(parameter, operand)).kind === "owned",
    );
  }

  /** A spread owns as soon as one of the parameters that it may fill does. */
  function spreadOf(
    node: ts.CallLikeExpression,
    signature: ts.Signature,
    operand: ts.SpreadElement,
    index: number,
    library: string | null,
  ): ArgumentFact {
    const spread = checker.getTypeAtLocation(operand.expression);
    const last = Math.max(signature.getParameters().length, index + 1);
    for (let at = index; at < last; at++) {
      const target = parameterAt(signature, at, node);
      if (target === null) break;
      const element = elementTypeOf(spread) ?? spread;
      const sink =
        isUncheckedTypeParameter(signature, target.index) && library === null
          ? sinkOfTypeParameter(operand.expression, signature, target.index)
          : sinkOf(element, target.type, operand.expression);
      if (sink.kind !== "borrow")
        return {
          ...noParameter,
          sink,
          parameter: target.name,
          declaredAt: target.declaredAt,
          value: "owned",
        };
    }
    return noParameter;
  }

  function elementTypeOf(type: ts.Type): ts.Type | undefined {
    return checker.getIndexTypeOfType(type, typescript.IndexKind.Number);
  }

  interface Target {
    readonly type: ts.Type;
    readonly name: string;
    readonly declaredAt: Span | null;
    /** Position among the declared parameters. */
    readonly index: number;
  }

  function parameterAt(signature: ts.Signature, index: number, node: ts.Node): Target | null {
    const parameters = signature.getParameters();
    const last = parameters.length - 1;
    const position = Math.min(index, last);
    const symbol = parameters[position];
    if (symbol === undefined) return null;
    const declaration = symbol.valueDeclaration;
    const isRest =
      declaration !== undefined &&
      typescript.isParameter(declaration) &&
      declaration.dotDotDotToken !== undefined;
    const declared = checker.getTypeOfSymbolAtLocation(symbol, node);
    if (index > last && !isRest) return null;
    let type = declared;
    if (isRest && position === last) {
      const elements = checker.isTupleType(declared)
        ? checker.getTypeArguments(declared as ts.TypeReference)
        : null;
      const element = elements === null ? elementTypeOf(declared) : elements[index - last];
      if (element === undefined)
        return elements === null ? { type, name: symbol.name, declaredAt: null, index: position } : null;
      type = element;
    }
    const declaredAt =
      declaration === undefined || program.isSourceFileFromExternalLibrary(declaration.getSourceFile())
        ? null
        : spanOf(declaration);
    return { type, name: symbol.name, declaredAt, index: position };
  }

  function spanOf(node: ts.Node): Span {
    return { file: node.getSourceFile().fileName, start: node.getStart(), end: node.end };
  }

  /** T9: the declared parameter names a type parameter of the callee that is not known to be affine. */
  function isUncheckedTypeParameter(signature: ts.Signature, index: number): boolean {
    const { declaration } = signature;
    if (declaration === undefined || typescript.isJSDocSignature(declaration)) return false;
    const unchecked = new Set(
      typeParametersOf(declaration)
        .filter((parameter) => mayStandForOwned(checker.getTypeAtLocation(parameter)))
        .map((parameter) => parameter.name.text),
    );
    if (unchecked.size === 0) return false;
    const declared = declaredParameters(declaration)[index]?.type;
    if (declared === undefined || !mentions(declared, unchecked) || isBorrow(declaration)) return false;
    return types.ownership(checker.getTypeFromTypeNode(declared)).kind !== "borrowed";
  }

  /** `borrow(x)`, which lives beside the marker, lends what it is given (T3). */
  function isBorrow(declaration: ts.Node): boolean {
    const { name } = declaration as { name?: ts.Node };
    return name?.getText() === "borrow" && declaresMarker(declaration.getSourceFile());
  }

  /** Without `this`, as arguments count. */
  function declaredParameters(declaration: ts.SignatureDeclaration): readonly ts.ParameterDeclaration[] {
    return declaration.parameters.filter(
      (parameter) => !(typescript.isIdentifier(parameter.name) && parameter.name.text === "this"),
    );
  }

  /** Not known to be affine, nor bound to something that cannot be, such as the `number` of `Budget<Unit, Max>`. */
  function mayStandForOwned(parameter: ts.Type): boolean {
    const constraint = checker.getBaseConstraintOfType(parameter);
    if (constraint !== undefined && isPrimitiveType(constraint)) return false;
    return types.ownership(parameter).kind !== "owned";
  }

  /** A class's own type parameters are instantiated with it: its body is not checked for each (T9). */
  function typeParametersOf(declaration: ts.SignatureDeclaration): readonly ts.TypeParameterDeclaration[] {
    const { parent } = declaration as { parent?: ts.Node };
    const ofClass =
      parent !== undefined && typescript.isClassLike(parent) ? (parent.typeParameters ?? []) : [];
    return [...(declaration.typeParameters ?? []), ...ofClass];
  }

  function mentions(node: ts.Node, names: ReadonlySet<string>): boolean {
    if (typescript.isIdentifier(node)) return names.has(node.text);
    return typescript.forEachChild(node, (child) => mentions(child, names) || undefined) === true;
  }

  function sinkOfTypeParameter(operand: ts.Expression, signature: ts.Signature, index: number): SinkFact {
    if (types.ownership(typeOf(operand)).kind !== "owned") return { kind: "borrow" };
    const { declaration } = signature;
    const declared =
      declaration === undefined || typescript.isJSDocSignature(declaration)
        ? undefined
        : declaredParameters(declaration)[index]?.type;
    return { kind: "escape", into: declared?.getText() ?? "a type parameter", why: "type-parameter" };
  }

  /** T6: the signature declares `this` of an affine type. */
  function consumesReceiver(signature: ts.Signature): boolean {
    const receiver = declaredReceiver(signature);
    return receiver !== undefined && types.ownership(receiver).kind === "owned";
  }

  function isAtomic(signature: ts.Signature): boolean {
    const receiver = declaredReceiver(signature);
    if (receiver === undefined) return false;
    const ownership = types.ownership(receiver);
    return ownership.kind === "owned" && ownership.atomic;
  }

  function declaredReceiver(signature: ts.Signature): ts.Type | undefined {
    const { declaration } = signature;
    if (declaration === undefined || typescript.isJSDocSignature(declaration)) return undefined;
    const first = declaration.parameters[0];
    if (first === undefined || !typescript.isIdentifier(first.name) || first.name.text !== "this")
      return undefined;
    return checker.getTypeAtLocation(first);
  }

  /** `Array.push`, `Object.assign`, `structuredClone`: where the library declares the callee. */
  function libraryName(declaration: ts.SignatureDeclaration | ts.JSDocSignature | undefined): string | null {
    if (declaration === undefined || !program.isSourceFileDefaultLibrary(declaration.getSourceFile()))
      return null;
    const { parent } = declaration;
    const name = typescript.isJSDocSignature(declaration) ? "new" : (declaration.name?.getText() ?? "new");
    const isMember = typescript.isInterfaceDeclaration(parent) || typescript.isClassDeclaration(parent);
    if (!isMember) return name;
    return `${(parent.name?.text ?? "").replace(/Constructor$/, "")}.${name}`;
  }

  /** The library's functions over plain values, and the methods of failure-atomic classes that only look. */
  function runsNoOtherCode(node: ts.CallLikeExpression, library: string | null): boolean {
    if (library !== null)
      return operandsOf(node).every((operand) => operand === null || isPrimitive(operand));
    const callee = calleeOf(node);
    if (!typescript.isPropertyAccessExpression(callee)) return false;
    const receiver = types.ownership(
      checker.getNonNullableType(checker.getTypeAtLocation(callee.expression)),
    );
    return receiver.kind === "owned" && receiver.atomic;
  }

  function isPrimitive(node: ts.Expression): boolean {
    return isPrimitiveType(checker.getTypeAtLocation(node));
  }

  function isPrimitiveType(type: ts.Type): boolean {
    const members = type.isUnion() ? type.types : [type];
    const primitive =
      TypeFlags.NumberLike |
      TypeFlags.StringLike |
      TypeFlags.BooleanLike |
      TypeFlags.BigIntLike |
      TypeFlags.Null |
      TypeFlags.Undefined;
    return members.every((member) => (member.flags & primitive) !== 0);
  }

  // Sinks

  function sinkOfContext(node: ts.Expression): SinkFact {
    const { parent } = node;
    const isUndeclared = bindsPattern(parent) || (isUntypedTarget(parent) && parent.right === node);
    const target = isUndeclared ? undefined : checker.getContextualType(node);
    const value = typeOf(unwrapped(node));
    if (target === undefined) return { kind: types.ownership(value).kind === "owned" ? "own" : "borrow" };
    const sink = sinkOf(value, target, node);
    if (sink.kind === "escape" && sink.why === "type-parameter" && isInLibraryCall(node))
      return { kind: "own" };
    return sink;
  }

  /** A pattern without an annotation declares nothing: the compiler makes a type of `any`s up for it. */
  function bindsPattern(node: ts.Node): boolean {
    if (typescript.isParenthesizedExpression(node) || typescript.isConditionalExpression(node))
      return bindsPattern(node.parent);
    if (typescript.isBinaryExpression(node)) {
      return (
        typescript.isObjectLiteralExpression(node.left) || typescript.isArrayLiteralExpression(node.left)
      );
    }
    if (isInPattern(node)) return true;
    const isDeclaration =
      typescript.isVariableDeclaration(node) ||
      typescript.isParameter(node) ||
      typescript.isBindingElement(node);
    if (!isDeclaration || typescript.isIdentifier(node.name)) return false;
    return typescript.isBindingElement(node) || node.type === undefined;
  }

  /** A part of a literal that a pattern takes apart: `const [x] = [mk()]`. */
  function isInPattern(node: ts.Node): boolean {
    const isLiteral =
      typescript.isArrayLiteralExpression(node) ||
      typescript.isObjectLiteralExpression(node) ||
      typescript.isPropertyAssignment(node) ||
      typescript.isShorthandPropertyAssignment(node);
    return isLiteral && bindsPattern(node.parent);
  }

  function unwrapped(node: ts.Expression): ts.Expression {
    return typescript.isParenthesizedExpression(node) || typescript.isSpreadElement(node)
      ? unwrapped(node.expression)
      : node;
  }

  /** An element of a literal that is handed to the library, whose table says what happens to it (K1). */
  function isInLibraryCall(node: ts.Expression): boolean {
    let at: ts.Node = node;
    while (
      typescript.isArrayLiteralExpression(at.parent) ||
      typescript.isObjectLiteralExpression(at.parent) ||
      typescript.isPropertyAssignment(at.parent) ||
      typescript.isParenthesizedExpression(at.parent)
    ) {
      at = at.parent;
    }
    return (
      typescript.isCallOrNewExpression(at.parent) &&
      libraryName(checker.getResolvedSignature(at.parent)?.declaration) !== null
    );
  }

  /** T5: what becomes of a value of one type in a place of another. */
  function sinkOf(value: ts.Type, target: ts.Type, node: ts.Expression): SinkFact {
    const into = types.ownership(target);
    if (into.kind === "borrowed") return { kind: "borrow" };
    if (into.kind === "opaque") return { kind: "escape", into: checker.typeToString(target), why: into.why };
    if (into.kind === "owned" && types.isOwningInstance(value)) {
      return { kind: "escape", into: checker.typeToString(target), why: "class" };
    }
    const leak = leakOf(value, target, []);
    if (leak !== null) return { kind: "escape", into: checker.typeToString(target), why: leak };
    if (into.kind !== "owned") return { kind: "borrow" };
    const forges = into.form !== "once" && isForged(value, target, node);
    return forges ? { kind: "own", forged: checker.typeToString(target) } : { kind: "own" };
  }

  /** X6: what `target` owns is in `value` only because `any` was believed, or because a guard narrowed it. */
  function isForged(value: ts.Type, target: ts.Type, node: ts.Expression): boolean {
    if (value === target || hasPartsOfItsOwn(node)) return false;
    const from = types.ownership(value);
    if (from.kind === "borrowed") return false;
    if (from.kind === "plain" || from.kind === "opaque") {
      const here = checker.getTypeAtLocation(node);
      if (here !== value && isOwned(here)) return true;
    }
    return leakOf(target, value, []) === "any";
  }

  /** Literals and choices, whose parts flow by themselves; and what holds nothing yet. */
  function hasPartsOfItsOwn(node: ts.Expression): boolean {
    if (typescript.isAsExpression(node) || typescript.isParenthesizedExpression(node))
      return hasPartsOfItsOwn(node.expression);
    if (typescript.isBinaryExpression(node) || typescript.isConditionalExpression(node)) return true;
    if (typescript.isObjectLiteralExpression(node) || typescript.isArrayLiteralExpression(node)) return true;
    if (typescript.isNewExpression(node)) return (node.arguments ?? []).length === 0;
    return isNothing(checker.getTypeAtLocation(node));
  }

  /**
   * Why a budget would be lost sight of in `target`: some owned part of `value` meets a part that is `any`, `{}`, or an
   * object type with a consuming member but without the marker. Null: the target owns, borrows, or is a view.
   */
  function leakOf(value: ts.Type, target: ts.Type, outer: readonly ts.Type[]): Leak | null {
    if (
      value === target ||
      outer.includes(target) ||
      outer.length > maxDepth ||
      types.ownership(value).kind !== "owned"
    )
      return null;
    const into = types.ownership(target);
    if (into.kind === "borrowed") return null;
    if (into.kind === "opaque") return into.why;
    if (value.isUnion()) return first(value.types, (member) => leakOf(member, target, outer));
    if (target.isUnion()) {
      const leaks = target.types
        .filter((member) => isObjectLike(member))
        .map((member) => leakOf(value, member, outer));
      return leaks.length === 0 || leaks.includes(null) ? null : (leaks[0] ?? null);
    }
    if (!isObjectLike(target)) return null;
    const own = types.ownership(value);
    const isResource = own.kind === "owned" && (own.form === "resource" || own.form === "once");
    if (isResource) return into.kind === "owned" ? null : leakOfView(value, target);
    const inner = [...outer, target];
    const values = argumentsOf(value);
    const targets = argumentsOf(target);
    if (values.length > 0 && targets.length > 0) {
      if (values.length !== targets.length) {
        const element = elementTypeOf(target);
        return element === undefined ? null : first(values, (each) => leakOf(each, element, inner));
      }
      return first(values, (each, index) => leakOf(each, targets[index] ?? each, inner));
    }
    const members = target.getProperties();
    const index = elementTypeOf(target) ?? checker.getIndexTypeOfType(target, typescript.IndexKind.String);
    if (members.length === 0 && index === undefined) return "object";
    return first(value.getProperties(), (property) => {
      const part = checker.getTypeOfSymbol(property);
      const member = checker.getPropertyOfType(target, property.name);
      const type = member === undefined ? index : checker.getTypeOfSymbol(member);
      return type === undefined ? null : leakOf(part, type, inner);
    });
  }

  /** An object type all of whose members are non-consuming in the source is a view. */
  function leakOfView(owner: ts.Type, target: ts.Type): Leak | null {
    if (target.getCallSignatures().length > 0) return "function";
    const members = target.getProperties();
    if (members.length === 0 || isGlobalObject(target)) return "object";
    const consuming = members.some((member) => {
      const own = checker.getPropertyOfType(owner, member.name);
      return own !== undefined && checker.getTypeOfSymbol(own).getCallSignatures().some(consumesReceiver);
    });
    return consuming ? "consuming-view" : null;
  }

  function isGlobalObject(type: ts.Type): boolean {
    const symbol = type.symbol as ts.Symbol | undefined;
    return (
      symbol?.name === "Object" &&
      symbol.declarations?.some((each) => program.isSourceFileDefaultLibrary(each.getSourceFile())) === true
    );
  }

  function isObjectLike(type: ts.Type): boolean {
    return (
      (type.flags &
        (TypeFlags.Object |
          TypeFlags.Intersection |
          TypeFlags.Any |
          TypeFlags.Unknown |
          TypeFlags.NonPrimitive)) !==
      0
    );
  }

  /** Element types of an array or tuple, type arguments of the library's other generics. */
  function argumentsOf(type: ts.Type): readonly ts.Type[] {
    if (checker.isTupleType(type) || checker.isArrayType(type))
      return checker.getTypeArguments(type as ts.TypeReference);
    const { symbol } = type as { symbol?: ts.Symbol };
    const inLibrary =
      symbol?.declarations?.some((each) => program.isSourceFileDefaultLibrary(each.getSourceFile())) === true;
    const isReference = ((type as ts.ObjectType).objectFlags & typescript.ObjectFlags.Reference) !== 0;
    return inLibrary && isReference ? checker.getTypeArguments(type as ts.TypeReference) : [];
  }
}

/** Of types that contain themselves at ever larger type arguments. */
const maxDepth = 12;

const budgetOperations: readonly BudgetOperation[] = ["spend", "split", "merge", "reserve", "stream"];

type Leak = Extract<SinkFact, { kind: "escape" }>["why"];

function first<T, R>(items: readonly T[], find: (item: T, index: number) => R | null): R | null {
  for (const [index, item] of items.entries()) {
    const found = find(item, index);
    if (found !== null) return found;
  }
  return null;
}
