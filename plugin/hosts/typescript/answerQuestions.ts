import type ts from "typescript";
import type {
  Answers,
  ArgumentFact,
  BindingFact,
  CallFact,
  Question,
  SinkFact,
  ValueFact,
} from "../../core/facts/questions.js";
import type { Span } from "../../core/findings.js";
import type { TypeClassifier } from "./classifyType.js";

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
): (question: Question) => Answers[keyof Answers] {
  const { SymbolFlags, TypeFlags } = typescript;
  const ids = new Map<ts.Symbol, number>();

  return (question) => {
    switch (question.ask) {
      case "values":
        return question.nodes.map(valueOf);
      case "bindings":
        return question.nodes.map(bindingOf);
      case "calls":
        return question.nodes.map((node) => callOf(node as ts.CallLikeExpression));
      case "sinks":
        return question.nodes.map(sinkOfContext);
    }
  };

  // Values

  function valueOf(node: ts.Node): ValueFact {
    const symbol = memberSymbol(node);
    const type = typeOf(node);
    const ownership = types.ownership(type);
    const bare = checker.getNonNullableType(type);
    const tuple = checker.isTupleType(bare);
    return {
      ownership,
      parts: ownership.kind === "owned" && ownership.form === "aggregate" ? types.ownedParts(type) : [],
      member: memberKind(symbol, type),
      classObject: ((symbolOf(node)?.flags ?? 0) & (SymbolFlags.Class | SymbolFlags.ValueModule)) !== 0,
      tuple,
      array: tuple || checker.isArrayType(bare),
      empty: (type.flags & (TypeFlags.Null | TypeFlags.Undefined | TypeFlags.Never)) !== 0,
    };
  }

  /** The declared type: what narrowing knows is no matter of ownership (T3). */
  function typeOf(node: ts.Node): ts.Type {
    const symbol = symbolOf(node) ?? memberSymbol(node);
    if (symbol === undefined) return checker.getTypeAtLocation(node);
    const declared = checker.getTypeOfSymbol(symbol);
    return declared.flags & TypeFlags.Any ? checker.getTypeAtLocation(node) : declared;
  }

  /** The variable that an identifier names, aliases resolved. */
  function symbolOf(node: ts.Node): ts.Symbol | undefined {
    if (!typescript.isIdentifier(node)) return undefined;
    const symbol = ownSymbolOf(node);
    return symbol !== undefined && symbol.flags & SymbolFlags.Alias
      ? checker.getAliasedSymbol(symbol)
      : symbol;
  }

  function ownSymbolOf(node: ts.Identifier): ts.Symbol | undefined {
    const { parent } = node;
    if (typescript.isShorthandPropertyAssignment(parent))
      return checker.getShorthandAssignmentValueSymbol(parent);
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
    if (symbol.flags & SymbolFlags.Accessor) return "accessor";
    if (type.getCallSignatures().some(consumesReceiver)) return "consuming-method";
    return symbol.flags & SymbolFlags.Method ? "method" : "field";
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
      returnsTask: signature !== undefined && isTask(checker.getReturnTypeOfSignature(signature)),
      predicate: signature !== undefined && checker.getTypePredicateOfSignature(signature) !== undefined,
      reenters: !runsNoOtherCode(node, library),
      library,
    };
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
    const sink =
      isUncheckedTypeParameter(signature, target.index) && library === null
        ? sinkOfTypeParameter(operand, signature, target.index)
        : sinkOf(typeOf(operand), target.type);
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
          : sinkOf(element, target.type);
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
      (declaration.typeParameters ?? [])
        .filter((parameter) => types.ownership(checker.getTypeAtLocation(parameter)).kind !== "owned")
        .map((parameter) => parameter.name.text),
    );
    if (unchecked.size === 0) return false;
    const parameters = declaration.parameters.filter(
      (parameter) => !(typescript.isIdentifier(parameter.name) && parameter.name.text === "this"),
    );
    const declared = parameters[index]?.type;
    return declared !== undefined && mentions(declared, unchecked);
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
        : declaration.parameters[index]?.type;
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
    const type = checker.getTypeAtLocation(node);
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
    const target = checker.getContextualType(node);
    const value = typeOf(unwrapped(node));
    if (target === undefined) return { kind: types.ownership(value).kind === "owned" ? "own" : "borrow" };
    const sink = sinkOf(value, target);
    if (sink.kind === "escape" && sink.why === "type-parameter" && isInLibraryCall(node))
      return { kind: "own" };
    return sink;
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
  function sinkOf(value: ts.Type, target: ts.Type): SinkFact {
    const into = types.ownership(target);
    switch (into.kind) {
      case "owned":
        return { kind: "own" };
      case "borrowed":
        return { kind: "borrow" };
      case "opaque":
        return { kind: "escape", into: checker.typeToString(target), why: into.why };
      case "plain":
        return sinkOfView(value, target);
    }
  }

  /** An object type all of whose members are non-consuming in the source is a view. */
  function sinkOfView(value: ts.Type, target: ts.Type): SinkFact {
    const into = checker.typeToString(target);
    const owner = ownedConstituent(value);
    if (owner === undefined) return { kind: "borrow" };
    if (target.getCallSignatures().length > 0) return { kind: "escape", into, why: "function" };
    for (const member of target.getProperties()) {
      const own = checker.getPropertyOfType(owner, member.name);
      if (own === undefined) continue;
      const consuming = checker.getTypeOfSymbol(own).getCallSignatures().some(consumesReceiver);
      if (consuming) return { kind: "escape", into, why: "consuming-view" };
    }
    return { kind: "borrow" };
  }

  function ownedConstituent(type: ts.Type): ts.Type | undefined {
    const members = type.isUnion() ? type.types : [type];
    return members.find((member) => types.ownership(member).kind === "owned");
  }
}
