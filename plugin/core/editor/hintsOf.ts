import type ts from "typescript";
import { analyseFile, type AnalysedBody, type CoreOptions, type FileAnalysis } from "../analyseFile.js";
import type { Interval } from "../analyses/BalanceFlow.js";
import type { Asking } from "../facts/gatherFacts.js";
import type { Span } from "../findings.js";
import type { Syntax } from "../syntax/Syntax.js";
import { isTransparent } from "../syntax/transparent.js";
import { balancesOf, endOfBinding } from "./balancesOf.js";

/** What an editor may write between the characters of good code. */
export type Hint =
  /** Before an argument or a receiver: its value leaves its place, or is only looked at. */
  | { readonly kind: "move" | "borrow"; readonly at: Span }
  /** Behind a name that a split makes. */
  | { readonly kind: "balance"; readonly at: Span; readonly balance: Interval };

export type HintKind = Hint["kind"];

/** The hints of a file within a range, in order of position. */
export function* hintsOf(
  syntax: Syntax,
  file: ts.SourceFile,
  options: CoreOptions,
  range: { readonly start: number; readonly end: number },
  kinds: ReadonlySet<HintKind>,
): Asking<readonly Hint[]> {
  if (kinds.size === 0) return [];
  const analysis = yield* analyseFile(syntax, file, options);
  if (analysis === null) return [];
  const hints = new Map<number, Hint>();
  const places = operandsIn(syntax, file, analysis, range);
  const add = (hint: Hint): void => {
    const known = hints.get(hint.at.start);
    // A receiver is looked at before it is consumed.
    if (known === undefined || known.kind === "borrow") hints.set(hint.at.start, hint);
  };
  for (const unit of analysis.bodies) {
    if (unit.owner.end < range.start || range.end < unit.owner.pos) continue;
    analysis.attempts.on(unit.owner, () => {
      addHints(unit, places, add);
      return true;
    });
  }
  return [...hints.values()].filter(({ kind }) => kinds.has(kind)).sort((a, b) => a.at.start - b.at.start);
}

interface Operands {
  /** Arguments and receivers of calls that own what they name, by start and end. */
  readonly operands: ReadonlySet<string>;
  /** Names in a pattern over what `split` yields. */
  readonly parts: ReadonlySet<string>;
}

function addHints({ body }: AnalysedBody, { operands, parts }: Operands, add: (hint: Hint) => void): void {
  const balances = balancesOf(body);
  for (const block of body.blocks) {
    for (const [index, instruction] of block.instructions.entries()) {
      switch (instruction.op) {
        case "move":
          if (operands.has(keyOf(instruction.move.at))) add({ kind: "move", at: instruction.move.at });
          break;
        case "borrow":
          if (operands.has(keyOf(instruction.at))) add({ kind: "borrow", at: instruction.at });
          break;
        case "hold": {
          const { at, place } = instruction;
          const balance = parts.has(keyOf(at)) ? balances(block, endOfBinding(block, index), place) : null;
          if (balance !== null) add({ kind: "balance", at, balance });
          break;
        }
        default:
      }
    }
  }
}

function operandsIn(
  syntax: Syntax,
  file: ts.SourceFile,
  { scan, facts }: FileAnalysis,
  range: { readonly start: number; readonly end: number },
): Operands {
  const K = syntax.SyntaxKind;
  const operands = new Set<string>();
  const parts = new Set<string>();
  const key = (node: ts.Node): string => `${String(syntax.startOf(node))}-${String(node.end)}`;
  const addOperand = (node: ts.Expression): void => {
    let at = node;
    for (;;) {
      // The state of a name that only looks is no news.
      if (facts.value(at).ownership.kind === "owned") operands.add(key(at));
      if (!isTransparent(syntax, at)) return;
      at = at.expression;
    }
  };
  for (const call of scan.calls) {
    if (call.end < range.start || range.end < call.pos) continue;
    const { expression } = call as ts.CallExpression;
    const passed = (call as { readonly arguments?: readonly ts.Expression[] }).arguments ?? [];
    if (call.kind === K.CallExpression && expression.kind === K.PropertyAccessExpression)
      addOperand((expression as ts.PropertyAccessExpression).expression);
    if (call.kind === K.CallExpression || call.kind === K.NewExpression) passed.forEach(addOperand);
    if (facts.call(call)?.budgetOperation !== "split") continue;
    const { name } = call.parent as { name?: ts.Node };
    if (call.parent.kind !== K.VariableDeclaration || name?.kind !== K.ArrayBindingPattern) continue;
    for (const element of (name as ts.ArrayBindingPattern).elements) {
      if (element.kind === K.BindingElement) parts.add(key(element.name));
    }
  }
  return { operands, parts };
}

function keyOf({ start, end }: Span): string {
  return `${String(start)}-${String(end)}`;
}
