import type { OwnershipFlow } from "../analyses/OwnershipFlow.js";
import type { OwnershipObserver, UseEffect } from "../analyses/OwnershipObserver.js";
import {
  isOverBackEdge,
  moveOf,
  type Escape,
  type Moved,
  type OwnershipState,
} from "../analyses/OwnershipState.js";
import type { Finding, Label, MoveFinding, MoveReason, MoveRule, Span, UseVerb } from "../findings.js";
import type { Body, Interference, Loop, Move } from "../ir/Body.js";
import { isLoopWithin } from "../ir/loops.js";
import { isWithin, type Place } from "../ir/places.js";

const maxLabelledMoves = 3;

interface Hit {
  readonly effect: UseEffect;
  readonly place: Place;
  readonly moved: Moved;
}

/**
 * Folds the effects of every reachable block once more over the fixpoint, and yields a finding for each use that a move
 * reaches: one for each place and set of moves (M5).
 */
export function checkOwnership(
  body: Body,
  flow: OwnershipFlow,
  states: readonly (OwnershipState | undefined)[],
): readonly Finding[] {
  const found = new Map<string, { readonly finding: Finding; readonly rank: number }>();
  const add = (key: string, finding: Finding, order = rank(finding)): void => {
    const known = found.get(key);
    if (known === undefined || order < known.rank) found.set(key, { finding, rank: order });
  };

  const awaited = new Map<string, Label>();
  for (const block of body.blocks) {
    const state = states[block.id];
    if (state === undefined) continue;
    const hits: Hit[] = [];
    const observer: OwnershipObserver = {
      usedAfterMove: (effect, moved, place) => hits.push({ effect, moved, place }),
      holeLeftOpen: (hole, moved, by, escape) => {
        const finding = holeFinding(body, escape, hole, moved, by);
        if (finding !== null) add(`hole ${keyOf(finding.at)}`, finding);
      },
      usedBrokenLoan: ({ at, place }, holder, { by, loan }) => {
        add(`loan ${String(holder.id)} ${keyOf(by)}`, {
          rule: "move-while-borrowed",
          at: by,
          subject: loan.place.text,
          detail: null,
          labels: [
            { kind: "borrow", at: loan.at, place: loan.place.text },
            { kind: "later-use-of-borrow", at, place: place.text },
          ],
        });
      },
      brokenLoan: ({ by, loan }) => {
        add(`loan ${keyOf(by)}`, {
          rule: "move-while-borrowed",
          at: by,
          subject: loan.place.text,
          detail: null,
          labels: [{ kind: "borrow", at: loan.at, place: loan.place.text }],
        });
      },
      awaitedBroken: ({ by }, at, text) => {
        const key = `loan ${keyOf(by)}`;
        if (!awaited.has(key)) awaited.set(key, { kind: "later-use-of-borrow", at, place: text });
      },
      outlives: (task, { place }) => {
        add(`outlives ${keyOf(task.at)}`, {
          rule: "borrow-escape",
          at: task.at,
          subject: place.text,
          detail: "lent to a promise that may not have settled when this function is done",
          labels: [],
        });
      },
      consumedBorrow: (move) => {
        add(`borrow ${keyOf(move.at)}`, {
          rule: "borrow-escape",
          at: move.at,
          subject: move.place.text,
          detail: "consumed, though the name only borrows what is in the shared slot",
          labels: [],
        });
      },
      reached: ({ finding }) => {
        add(`${finding.rule} ${keyOf(finding.at)}`, finding);
      },
    };
    flow.transfer(block, flow.clone(state), () => undefined, observer);
    for (const sameUse of groupByEffect(hits)) {
      const finding = useFinding(body, flow, sameUse, block.loop);
      if (finding === null) continue;
      const moves = sameUse.flatMap((hit) => movesOf(body, hit.moved)).map((move) => keyOf(move.at));
      add(
        [...new Set(sameUse.map((hit) => hit.place.id)), ...[...new Set(moves)].sort()].join(" "),
        finding,
        rank(finding, isAfterLoop(body, sameUse, block.loop)),
      );
    }
  }
  return [...found].map(([key, { finding }]) => {
    const label = awaited.get(key);
    return label === undefined ? finding : { ...finding, labels: [...finding.labels, label] };
  });
}

/**
 * Of two reports on the same moves, the one that says more about them: a use inside the loop that the move is in, then
 * the move's own next iteration, then a use after the loop. Else the earlier one.
 */
function rank(finding: Finding, isAfterLoop = false): number {
  const weight = isAfterLoop ? 2 : finding.rule === "moved-in-loop" ? 1 : 0;
  return weight * 2 ** 40 + finding.at.start;
}

/** The first move is made in a loop that the use is not in. */
function isAfterLoop(body: Body, [{ moved }]: readonly [Hit, ...Hit[]], loop: Loop | null): boolean {
  const [first] = movesOf(body, moved);
  return first !== undefined && first.loop !== null && !isLoopWithin(loop, first.loop);
}

function groupByEffect(hits: readonly Hit[]): readonly (readonly [Hit, ...Hit[]])[] {
  const groups = new Map<UseEffect, [Hit, ...Hit[]]>();
  for (const hit of hits) {
    const group = groups.get(hit.effect);
    if (group === undefined) groups.set(hit.effect, [hit]);
    else group.push(hit);
  }
  return [...groups.values()];
}

function useFinding(
  body: Body,
  flow: OwnershipFlow,
  hits: readonly [Hit, ...Hit[]],
  loop: Loop | null,
): Finding | null {
  const { effect } = hits[0];
  const used = effect.kind === "write-into" ? effect.parent : effect.place;
  const whole = hits.filter((hit) => isWithin(used, hit.place));
  const blamed = whole.length > 0 ? whole : hits;
  const reaching = blamed.flatMap((hit) => hit.moved.moves);
  const direct = reaching.filter((move) => !isOverBackEdge(move));
  const first = body.moves[moveOf(direct[0] ?? reaching[0] ?? -1)];
  if (first === undefined) return null;
  const moves = blamed.flatMap((hit) => movesOf(body, hit.moved));
  const inside = effect.kind === "use" ? effect.inside : null;
  if (inside !== null && loop !== null && loop.repeatedBy !== null && direct.length === 0) {
    return {
      rule: "repeatable-callback",
      at: inside.takes ?? inside.at,
      subject: used.text,
      detail: loop.repeatedBy,
      labels:
        inside.stores === null
          ? [{ kind: "loop", at: loop.at }]
          : [
              { kind: "loop", at: loop.at },
              { kind: "skipped-reinitialisation", at: inside.stores, place: used.text },
            ],
    };
  }
  const onEveryPath = blamed.every((hit) => !hit.moved.maybeLive);
  const verb: UseVerb =
    effect.kind === "use" ? effect.verb : effect.kind === "empty" ? "borrowed" : "assigned into";
  const rule: MoveRule =
    whole.length === 0
      ? "partially-moved"
      : direct.length === 0
        ? "moved-in-loop"
        : ruleFor(first.reason, verb);
  const labels: Label[] = moveLabels(moves, new Set(direct.map(moveOf)));
  if (inside !== null) {
    labels.push({ kind: "use-in-closure", at: inside.at, place: used.text, closure: inside.closure });
  }
  if (rule === "moved-in-loop") {
    const around = roundTaken(loop, flow.roundsOf(first)) ?? loop ?? first.loop;
    if (around !== null) labels.push({ kind: "loop", at: around.at });
    const store = storeInLoop(body, first.place, around);
    if (store !== null) labels.push({ kind: "skipped-reinitialisation", at: store, place: first.place.text });
  }
  if (rule !== "moved-in-loop" && whole.length > 0 && !onEveryPath) {
    const store = storeBetween(body, flow, first, effect.at);
    if (store !== null) labels.push({ kind: "skipped-reinitialisation", at: store, place: first.place.text });
  }
  for (const move of moves) {
    const { reason } = move;
    if (reason.kind === "argument" && reason.declaredAt !== null) {
      const { callee, parameter, declaredAt } = reason;
      labels.push({ kind: "owning-parameter", at: declaredAt, callee, parameter });
      break;
    }
  }
  const finding: MoveFinding = {
    rule,
    at: effect.at,
    subject: used.text,
    verb,
    onEveryPath,
    reason: first.reason,
    part: whole.length === 0 ? first.place.text : null,
    labels,
  };
  return finding;
}

function ruleFor(reason: MoveReason, verb: UseVerb): MoveRule {
  switch (reason.kind) {
    case "binding":
    case "assignment":
    case "element":
    case "property":
    case "spread":
      return "aliasing";
    case "receiver":
    case "consumed-argument":
      return verb === "spent" || verb === "moved" ? "double-spend" : "use-after-move";
    case "argument":
    case "capture":
    case "return":
    case "throw":
    case "yield":
    case "await":
    case "iteration":
      return "use-after-delegation";
  }
}

function holeFinding(
  body: Body,
  escape: Escape | null,
  hole: Place,
  moved: Moved,
  by: Interference | null,
): Finding | null {
  const move = movesOf(body, moved)[0];
  if (move === undefined) return null;
  const labels: Label[] = by === null ? [] : [{ kind: "interference", at: by.at, what: by.what }];
  if (hole.slot === "captured") {
    if (body.escape !== null) labels.push({ kind: "escape", at: body.escape.at, closure: body.name });
    return {
      rule: "closure-escape",
      at: move.at,
      subject: hole.text,
      detail: body.escape?.how ?? "handed out",
      labels,
    };
  }
  if (escape !== null) labels.push({ kind: "capture", at: escape.at, place: hole.text });
  const why = by === null ? "never-filled" : "interrupted";
  return {
    rule: "move-out-of-shared",
    at: move.at,
    subject: hole.text,
    slot: hole.slot ?? "captured",
    why,
    labels,
  };
}

function moveLabels(moves: readonly Move[], direct: ReadonlySet<number>): Label[] {
  const bySpan = new Map(moves.map((move) => [keyOf(move.at), move]));
  const distinct = [...bySpan.values()].sort((a, b) => a.at.start - b.at.start);
  const labels: Label[] = distinct.slice(0, maxLabelledMoves).map((move) => ({
    kind: "move",
    at: move.at,
    place: move.place.text,
    reason: move.reason,
    previousIteration: !direct.has(move.id),
  }));
  const next = distinct[maxLabelledMoves];
  if (next !== undefined) {
    labels.push({ kind: "more-moves", at: next.at, count: distinct.length - maxLabelledMoves });
  }
  return labels;
}

function storeInLoop(body: Body, place: Place, loop: Loop | null): Span | null {
  for (const block of body.blocks) {
    if (!isLoopWithin(block.loop, loop)) continue;
    for (const instruction of block.instructions) {
      if (instruction.op === "store" && instruction.place === place) return instruction.at;
    }
  }
  return null;
}

/** The innermost loop around the use whose next iteration the move reaches. */
function roundTaken(loop: Loop | null, rounds: ReadonlySet<Loop>): Loop | null {
  for (let at = loop; at !== null; at = at.parent) if (rounds.has(at)) return at;
  return null;
}

/** What some path from the move to the use may have put into the place again. */
function storeBetween(body: Body, flow: OwnershipFlow, { place, at: move }: Move, use: Span): Span | null {
  for (const { instructions } of body.blocks) {
    for (const instruction of instructions) {
      if (instruction.op !== "store" && instruction.op !== "invoke") continue;
      const { at } = instruction;
      if (at.start < move.end || at.start >= use.start) continue;
      if (instruction.op === "invoke") {
        const store = instruction.mode === "now" ? flow.storeBy(instruction, place) : null;
        if (store !== null) return store;
      } else if (instruction.place === place) return at;
    }
  }
  return null;
}

function movesOf(body: Body, moved: Moved): readonly Move[] {
  return moved.moves.flatMap((reaching) => body.moves[moveOf(reaching)] ?? []);
}

function keyOf(span: Span): string {
  return `${span.file}:${String(span.start)}-${String(span.end)}`;
}
