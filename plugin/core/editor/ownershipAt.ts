import type ts from "typescript";
import { analyseFile, type AnalysedBody, type CoreOptions } from "../analyseFile.js";
import type { Interval } from "../analyses/BalanceFlow.js";
import { isOverBackEdge, moveOf, movedAt, type OwnershipState } from "../analyses/OwnershipState.js";
import { solveForward } from "../dataflow/solveForward.js";
import type { Effect } from "../effects/effectsOf.js";
import type { Asking } from "../facts/gatherFacts.js";
import type { MoveReason, Span } from "../findings.js";
import type { Block, Body, Instruction } from "../ir/Body.js";
import { conflicts, isReceiver, isWithin, type Place } from "../ir/places.js";
import type { Syntax } from "../syntax/Syntax.js";
import { balancesOf, endOfBinding } from "./balancesOf.js";
import { nameAt } from "./nameAt.js";

/** What holds of a place just before it is used somewhere: data for a hover. */
export interface OwnershipAt {
  /** The name or place in the source. */
  readonly at: Span;
  readonly place: string;
  /** `maybe-moved`: on some paths that come here. */
  readonly state: "owned" | "borrow" | "moved" | "maybe-moved" | "partly-moved";
  /** Where it, or a part of it, has gone. */
  readonly moves: readonly PastMove[];
  /** What happens to it here. */
  readonly use:
    | { readonly kind: "moves"; readonly reason: MoveReason }
    | { readonly kind: "borrows" }
    | { readonly kind: "fills" };
  readonly loans: readonly LoanAt[];
  /** For a borrow: what it looks at. */
  readonly looksAt: readonly string[];
  /** Null: it may be any amount. */
  readonly balance: Interval | null;
}

export interface PastMove {
  readonly at: Span;
  readonly place: string;
  readonly reason: MoveReason;
  readonly previousIteration: boolean;
}

/** A named borrow of the place. */
export interface LoanAt {
  readonly holder: string;
  /** Its last use in the function, if there is one. */
  readonly until: Span | null;
}

type StateAt = Pick<OwnershipAt, "state" | "moves" | "loans" | "looksAt">;

/** Null where there is no name of a place that may hold something owned. */
export function* ownershipAt(
  syntax: Syntax,
  file: ts.SourceFile,
  options: CoreOptions,
  offset: number,
): Asking<OwnershipAt | null> {
  const name = nameAt(syntax, file, offset);
  if (name === null) return null;
  const analysis = yield* analyseFile(syntax, file, options);
  if (analysis === null) return null;
  const nodes = name.access === null ? name.expressions : [...name.expressions, name.access];
  const spans = nodes.map((node) => ({ start: syntax.startOf(node), end: node.end }));
  const texts = new Set(name.expressions.map((node) => syntax.textOf(node)));
  const isHere = (at: Span): boolean => spans.some(({ start, end }) => at.start === start && at.end === end);
  // The innermost body first: a closure's own view of a place is what is asked for inside of it.
  const around = analysis.bodies
    .filter(({ owner }) => owner.pos <= offset && offset <= owner.end)
    .sort((a, b) => b.owner.pos - a.owner.pos);
  for (const unit of around) {
    const found = analysis.attempts.on(unit.owner, () => describe(unit, isHere, texts));
    if (found !== null) return found;
  }
  return null;
}

function describe(
  { body, ownership }: AnalysedBody,
  isHere: (at: Span) => boolean,
  texts: ReadonlySet<string>,
): OwnershipAt | null {
  const step = stepAt(body, isHere);
  if (step === null) return null;
  const { block, index, at, use } = step;
  const place = named(step.place, texts);
  const entry = solveForward(body, ownership)[block.id];
  if (entry === undefined) return null;
  const seen: StateAt[] = [];
  ownership.transfer(block, ownership.clone(entry), () => undefined, {
    before: (effect, state) => {
      if (seen.length === 0 && concerns(effect, isHere)) seen.push(stateOf(body, state, place));
    },
  });
  const [first] = seen;
  if (first === undefined) return null;
  const balance = balancesOf(body)(block, use.kind === "fills" ? endOfBinding(block, index) : index, place);
  return { at, place: place.text, use, balance, ...first };
}

/** Of the places along a path the one that the name means: of `view.remaining` it is `view`. */
function named(place: Place, texts: ReadonlySet<string>): Place {
  for (let at: Place | null = place; at !== null; at = at.parent) if (texts.has(at.text)) return at;
  return place;
}

interface Step {
  readonly block: Block;
  readonly index: number;
  readonly place: Place;
  readonly at: Span;
  readonly use: OwnershipAt["use"];
}

/** The first instruction about the place here; a move says more than the look at it before. */
function stepAt(body: Body, isHere: (at: Span) => boolean): Step | null {
  let first: Step | null = null;
  for (const block of body.blocks) {
    for (const [index, instruction] of block.instructions.entries()) {
      const what = aboutPlace(instruction);
      if (what === null || !isHere(what.at)) continue;
      if (first === null) first = { block, index, ...what };
      else if (what.use.kind === "moves" && first.block === block && first.place === what.place)
        return { ...first, use: what.use };
    }
  }
  return first;
}

function aboutPlace(instruction: Instruction): Omit<Step, "block" | "index"> | null {
  switch (instruction.op) {
    case "borrow":
      return { place: instruction.place, at: instruction.at, use: { kind: "borrows" } };
    case "move": {
      const { place, at, reason } = instruction.move;
      return { place, at, use: { kind: "moves", reason } };
    }
    case "store":
    case "hold":
      return { place: instruction.place, at: instruction.at, use: { kind: "fills" } };
    default:
      return null;
  }
}

function concerns(effect: Effect, isHere: (at: Span) => boolean): boolean {
  switch (effect.kind) {
    case "use":
    case "hold":
      return isHere(effect.at);
    case "leave":
      return isHere(effect.move.at);
    case "fill":
      return effect.at !== null && isHere(effect.at);
    default:
      return false;
  }
}

function stateOf(body: Body, state: OwnershipState, place: Place): StateAt {
  const whole = [...state.moved.keys()].filter(
    (moved) => isWithin(place, moved) && movedAt(state, moved) !== undefined,
  );
  const parts = [...state.moved.keys()].filter(
    (moved) => moved !== place && isWithin(moved, place) && movedAt(state, moved) !== undefined,
  );
  const blamed = whole.length > 0 ? whole : parts;
  const moves = blamed.flatMap((moved) => pastMoves(body, state, moved));
  const isCertain = whole.some((moved) => movedAt(state, moved)?.maybeLive === false);
  const looksAt = [...(state.loans.get(place) ?? [])].map((loan) => loan.place.text);
  return {
    state:
      whole.length > 0
        ? isCertain
          ? "moved"
          : "maybe-moved"
        : parts.length > 0
          ? "partly-moved"
          : looksAt.length > 0
            ? "borrow"
            : "owned",
    moves,
    loans: loansOn(body, state, place),
    looksAt: [...new Set(looksAt)],
  };
}

function pastMoves(body: Body, state: OwnershipState, place: Place): readonly PastMove[] {
  return (movedAt(state, place)?.moves ?? []).flatMap((reaching) => {
    const move = body.moves[moveOf(reaching)];
    if (move === undefined) return [];
    const { at, reason } = move;
    return [{ at, place: place.text, reason, previousIteration: isOverBackEdge(reaching) }];
  });
}

function loansOn(body: Body, state: OwnershipState, place: Place): readonly LoanAt[] {
  const holders = [...state.loans].filter(
    ([holder, loans]) =>
      holder !== place &&
      holder.text !== "" &&
      !isReceiver(holder) &&
      [...loans].some((loan) => conflicts(loan.place, place)),
  );
  return holders.map(([holder]) => ({ holder: holder.text, until: lastUse(body, holder) }));
}

function lastUse(body: Body, holder: Place): Span | null {
  let last: Span | null = null;
  for (const { instructions } of body.blocks) {
    for (const instruction of instructions) {
      if (instruction.op !== "borrow" || !isWithin(instruction.place, holder)) continue;
      if (last === null || instruction.at.end > last.end) last = instruction.at;
    }
  }
  return last;
}
