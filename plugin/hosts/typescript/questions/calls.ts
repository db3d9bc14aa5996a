import type ts from "typescript";
import type { ArgumentFact, BudgetOperation, CallFact, SinkFact } from "../../../core/facts/questions.js";
import type { Callees } from "./callees.js";
import type { Context } from "./Context.js";
import type { Parameters, Target } from "./parameters.js";
import { elementTypeOf, type SinkOf } from "./sinks.js";
import { isPrimitive } from "./typeShapes.js";

const none: readonly boolean[] = [];

const noParameter: ArgumentFact = {
  sink: { kind: "borrow" },
  parameter: "",
  declaredAt: null,
  callbackOwns: none,
  callbackReturns: "value",
  value: "plain",
};

const budgetOperations: readonly BudgetOperation[] = ["spend", "split", "merge", "reserve", "stream"];

/** What the signature alone says of a call. */
type SignatureFacts = Pick<
  CallFact,
  | "consumesReceiver"
  | "atomic"
  | "returnsNever"
  | "mayReturnNothing"
  | "budgetOperation"
  | "returns"
  | "predicate"
>;

const ofNoSignature: SignatureFacts = {
  consumesReceiver: false,
  atomic: false,
  returnsNever: false,
  mayReturnNothing: true,
  budgetOperation: null,
  returns: "value",
  predicate: false,
};

/** Answers what a call does with its receiver and its arguments. */
export function createCalls(
  cx: Context,
  callees: Callees,
  parameters: Parameters,
  sinkOf: SinkOf,
): (node: ts.CallLikeExpression) => CallFact {
  const { typescript, checker, types, nodes } = cx;
  const { TypeFlags } = typescript;
  const results = new Map<ts.Type, CallFact["returns"]>();
  const signatureFacts = new Map<ts.Signature, SignatureFacts>();

  return callOf;

  function callOf(node: ts.CallLikeExpression): CallFact {
    const signature = putsInto(calleeOf(node)) ?? checker.getResolvedSignature(node);
    const operands = operandsOf(node);
    const declaration = signature?.declaration;
    const library = callees.libraryName(declaration);
    const unknownCallee = signature === undefined || declaration === undefined;
    const anyCallee =
      unknownCallee && (checker.getTypeAtLocation(calleeOf(node)).flags & TypeFlags.Any) !== 0;
    return {
      name: calleeName(calleeOf(node)),
      arguments: operands.map((operand, index): ArgumentFact => {
        if (anyCallee || signature === undefined) {
          return { ...noParameter, sink: { kind: "escape", into: "any", why: "any" } };
        }
        return argumentOf(signature, operand, index, library);
      }),
      namesOneMember: namesOneMember(calleeOf(node)),
      ...(signature === undefined ? ofNoSignature : factsOf(signature)),
      looksAtReceiver:
        signature === undefined || callees.looksAtReceiver(signature, nodes.memberOf(calleeOf(node))),
      amounts: operands.map((operand) => (operand === null ? null : amountOf(operand))),
      instantiates: signature === undefined || library !== null ? null : instantiatedBy(node, signature),
      reenters: !runsNoOtherCode(node, library),
      library,
    };
  }

  /** `xs.push(b)`, where only later mentions say what `xs` holds: resolved there, it would take anything. */
  function putsInto(callee: ts.Node): ts.Signature | undefined {
    if (!nodes.isPutIntoUntypedList(callee)) return undefined;
    const member = checker.getPropertyOfType(nodes.typeOf(callee.expression), callee.name.text);
    return member && checker.getTypeOfSymbol(member).getCallSignatures()[0];
  }

  /** Calls of what is not generic share their signature. */
  function factsOf(signature: ts.Signature): SignatureFacts {
    let facts = signatureFacts.get(signature);
    if (facts === undefined) signatureFacts.set(signature, (facts = findFacts(signature)));
    return facts;
  }

  function findFacts(signature: ts.Signature): SignatureFacts {
    const { declaration } = signature;
    const result = checker.getReturnTypeOfSignature(signature);
    return {
      consumesReceiver: callees.consumesReceiver(signature),
      atomic: callees.isAtomic(signature),
      returnsNever: (result.flags & TypeFlags.Never) !== 0 && declaration?.type !== undefined,
      mayReturnNothing: declaration === undefined || mayReturnNothing(declaration),
      budgetOperation: declaration === undefined ? null : budgetOperation(declaration),
      returns: resultOf(result),
      predicate: checker.getTypePredicateOfSignature(signature) !== undefined,
    };
  }

  /** T9: `box<Budget>()`, or what comes of the expected type: `const b: Budget = parse(text)`. */
  function instantiatedBy(node: ts.CallLikeExpression, signature: ts.Signature): string | null {
    const { declaration } = signature;
    if (typescript.isNewExpression(node)) return instantiatedByNew(node, signature);
    if (declaration === undefined || typescript.isJSDocSignature(declaration)) return null;
    const unchecked = parameters.uncheckedIn(declaration);
    const { parent } = declaration as { parent?: ts.Node };
    const ofClass =
      parent !== undefined && typescript.isClassLike(parent) ? parameters.uncheckedIn(parent) : [];
    if (unchecked.length + ofClass.length === 0 || callees.isBorrow(declaration)) return null;
    const explicit = unchecked.find(({ index }) => {
      const argument = (node as ts.CallExpression).typeArguments?.[index];
      return (
        argument !== undefined && types.ownership(checker.getTypeFromTypeNode(argument)).kind === "owned"
      );
    });
    if (explicit !== undefined) return explicit.name;
    const base = checker.getSignatureFromDeclaration(declaration);
    const yields = (each: ts.Signature): boolean => types.yieldsOwned(checker.getReturnTypeOfSignature(each));
    if (base === undefined || !yields(signature) || yields(base)) return null;
    return declaration.type?.getText() ?? (unchecked[0] ?? ofClass[0])?.name ?? null;
  }

  function instantiatedByNew(node: ts.NewExpression, signature: ts.Signature): string | null {
    const type = checker.getReturnTypeOfSignature(signature);
    const declaration = type.getSymbol()?.declarations?.find((each) => typescript.isClassLike(each));
    if (declaration === undefined || callees.isInLibrary(declaration)) return null;
    const given = checker.getTypeArguments(type as ts.TypeReference);
    const unchecked = parameters.uncheckedIn(declaration);
    const affine = unchecked.find(({ index }) => {
      const argument = given[index];
      return argument !== undefined && types.ownership(argument).kind === "owned";
    });
    return affine?.name ?? null;
  }

  /** The signature that a call in an optional chain resolves to has what comes of skipping it in its result as well. */
  function mayReturnNothing(declaration: ts.SignatureDeclaration | ts.JSDocSignature): boolean {
    const signature = typescript.isJSDocSignature(declaration)
      ? undefined
      : checker.getSignatureFromDeclaration(declaration);
    if (signature === undefined) return true;
    const type = checker.getReturnTypeOfSignature(signature);
    const members = type.isUnion() ? type.types : [type];
    return members.some(({ flags }) => (flags & TypeFlags.Object) === 0);
  }

  /** `b["spend"]`, `b[Symbol.iterator]`, and every other key whose type has one value. */
  function namesOneMember(callee: ts.Node): boolean {
    if (!typescript.isElementAccessExpression(callee)) return true;
    const { flags } = checker.getTypeAtLocation(callee.argumentExpression);
    return (flags & (TypeFlags.StringLiteral | TypeFlags.NumberLiteral | TypeFlags.UniqueESSymbol)) !== 0;
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
    if (typescript.isParenthesizedExpression(operand)) return amountOf(operand.expression);
    if (typescript.isNumericLiteral(operand)) return Number(operand.text);
    const declared = nodes.typeOf(operand);
    const type = declared.isUnion() ? checker.getTypeAtLocation(operand) : declared;
    return type.isNumberLiteral() ? type.value : null;
  }

  /** Awaiting a promise or stepping an iterator goes on with what the call began. */
  function resultOf(type: ts.Type): CallFact["returns"] {
    let result = results.get(type);
    if (result === undefined) results.set(type, (result = findResult(type)));
    return result;
  }

  function findResult(type: ts.Type): CallFact["returns"] {
    const members = type.isUnion() ? type.types : [type];
    const has = (name: string): boolean => members.some((member) => member.getProperty(name) !== undefined);
    if (has("then")) return "promise";
    return has("next") ? "iterator" : "value";
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
    if (typescript.isIdentifier(callee)) return callee.text;
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
    signature: ts.Signature,
    operand: ts.Expression | null,
    index: number,
    library: string | null,
  ): ArgumentFact {
    if (operand === null) return noParameter;
    if (typescript.isSpreadElement(operand)) return spreadOf(signature, operand, index, library);
    const target = parameters.at(signature, index);
    if (target === null) return noParameter;
    const type = nodes.typeOf(operand);
    const value = types.ownership(type).kind;
    if (signature.declaration !== undefined && callees.isBorrow(signature.declaration))
      return { ...noParameter, parameter: target.name, value };
    return {
      sink: sinkIn(type, target, signature, operand, library),
      parameter: target.name,
      declaredAt: target.declaredAt,
      callbackOwns: ownedParametersOf(type),
      callbackReturns: callbackResultOf(type),
      value,
    };
  }

  function sinkIn(
    type: ts.Type,
    target: Target,
    signature: ts.Signature,
    operand: ts.Expression,
    library: string | null,
  ): SinkFact {
    const into = library === null ? parameters.uncheckedType(signature, target.index) : null;
    if (into === null) return sinkOf(type, target.type, operand);
    const isOwned = types.ownership(nodes.typeOf(operand)).kind === "owned";
    return isOwned ? { kind: "escape", into, why: "type-parameter" } : { kind: "borrow" };
  }

  function ownedParametersOf(type: ts.Type): readonly boolean[] {
    if (!(type.flags & (TypeFlags.Object | TypeFlags.Intersection))) return none;
    const signature = type.getCallSignatures()[0];
    if (signature === undefined) return none;
    return signature
      .getParameters()
      .map((parameter) => types.ownership(checker.getTypeOfSymbol(parameter)).kind === "owned");
  }

  function callbackResultOf(type: ts.Type): CallFact["returns"] {
    if (!(type.flags & (TypeFlags.Object | TypeFlags.Intersection))) return "value";
    const signature = type.getCallSignatures()[0];
    return signature === undefined ? "value" : resultOf(checker.getReturnTypeOfSignature(signature));
  }

  /** A spread owns as soon as one of the parameters that it may fill does. */
  function spreadOf(
    signature: ts.Signature,
    { expression }: ts.SpreadElement,
    index: number,
    library: string | null,
  ): ArgumentFact {
    const spread = nodes.typeOf(expression);
    const element = elementTypeOf(cx, spread) ?? spread;
    const last = Math.max(signature.getParameters().length, index + 1);
    for (let at = index; at < last; at++) {
      const target = parameters.at(signature, at);
      if (target === null) break;
      const sink = sinkIn(element, target, signature, expression, library);
      if (sink.kind !== "borrow") {
        const { name, declaredAt } = target;
        return { ...noParameter, sink, parameter: name, declaredAt, value: "owned" };
      }
    }
    return noParameter;
  }

  /** The library's functions over plain values, and the methods of failure-atomic classes that only look. */
  function runsNoOtherCode(node: ts.CallLikeExpression, library: string | null): boolean {
    if (library !== null)
      return operandsOf(node).every((operand) => operand === null || isPrimitiveValue(operand));
    const callee = calleeOf(node);
    if (!typescript.isPropertyAccessExpression(callee)) return false;
    const receiver = types.ownership(checker.getNonNullableType(nodes.typeOf(callee.expression)));
    return receiver.kind === "owned" && receiver.atomic;
  }

  function isPrimitiveValue(node: ts.Expression): boolean {
    const declared = nodes.typeOf(node);
    if (isPrimitive(typescript, declared)) return true;
    return declared.isUnion() && isPrimitive(typescript, checker.getTypeAtLocation(node));
  }
}
