import type { Span } from "../findings.js";
import type { Body, Task } from "../ir/Body.js";
import { isGiven, rootOf, type Place } from "../ir/places.js";
import { keyOf, pathOf } from "../ir/paths.js";
import type { OwnershipFlow } from "./OwnershipFlow.js";
import { movedAt, moveOf, type OwnershipState } from "./OwnershipState.js";
import type { CapturedEffect, Lends, Look, Requirement, Summary } from "./Summary.js";
import { returnedAs } from "./tasks.js";

/** What a closure does to its captures, from what the flow, once solved over its body, has found. */
export function summarise(
  body: Body,
  flow: OwnershipFlow,
  states: readonly (OwnershipState | undefined)[],
  goesOn: boolean,
): Summary {
  const requires = new Map<Place, Requirement>();
  const takes = new Map<Place, Span>();
  const writes = new Map<Place, Span>();
  const stores = new Map<Place, Span>();
  const heldEmpty = new Set<Place>();
  const lends = new Map<Place, Set<Lends>>();
  const lend = (place: Place, how: Lends): void => {
    if (!rootOf(place).captured) return;
    touched.add(place);
    const known = lends.get(place);
    if (known === undefined) lends.set(place, new Set([how]));
    else known.add(how);
  };
  const touched = new Set<Place>();
  const suspensions = new Set<Span>();
  let end: OwnershipState | null = null;
  for (const block of body.blocks) {
    const before = states[block.id];
    if (before === undefined) continue;
    const state = flow.clone(before);
    const completes = flow.transfer(block, state, () => undefined, {
      before: (effect) => {
        if (effect.kind === "interrupt" && effect.suspends) suspensions.add(effect.at);
      },
      requires: (place, requirement) => {
        touched.add(place);
        const known = requires.get(place);
        requires.set(place, known === undefined ? requirement : bothRequired(known, requirement));
      },
      touches: (place) => touched.add(place),
      takes: (place, at) => {
        touched.add(place);
        if (!takes.has(place)) takes.set(place, at);
      },
      writes: (place, at) => {
        touched.add(place);
        if (!writes.has(place)) writes.set(place, at);
      },
      stores: (place, at) => {
        if (!stores.has(place)) stores.set(place, at);
      },
      heldEmpty: (place) => heldEmpty.add(place),
      lentMeanwhile: (place) => {
        lend(place, "meanwhile");
      },
    });
    // Every normal completion goes through the one block that returns.
    if (completes && block.terminal.kind === "return") end = state;
  }
  const { thrown } = flow;
  for (const state of [end, thrown])
    for (const [holder, loans] of state?.loans ?? [])
      if (holder.captured && [...loans].some((loan) => !flow.isFromAround(loan))) touched.add(holder);
  const deferred = new Set<Span>();
  const lendRunning = ({ tasks }: OwnershipState, howOf: (task: Task) => Lends): void => {
    for (const [task, { loans, invokes }] of tasks.running) {
      const how = howOf(task);
      for (const { place } of loans) lend(place, how);
      for (const invoke of invokes) {
        deferred.add(invoke.at);
        for (const place of flow.looksOf(invoke)) lend(place, how);
      }
    }
  };
  if (end !== null) {
    const { tasks } = end;
    lendRunning(end, (task) => returnedAs(body, tasks, task) ?? "lost");
  }
  if (thrown !== null) lendRunning(thrown, () => "lost-by-throw");
  const escapes = new Map<Place, Span>();
  for (const state of [end, thrown]) {
    for (const [place, each] of state?.escaped ?? []) {
      // What an async function looks at, its promise does (B3).
      const escape = each.find(({ at }) => !deferred.has(at));
      if (escape === undefined || !place.captured || escapes.has(place)) continue;
      escapes.set(place, escape.at);
      touched.add(place);
    }
  }
  // A promise or an iterator may look at what it is given until it is done (B3).
  if (goesOn) for (const place of body.places.all) if (isGiven(place)) lend(place, "itself");
  const places = new Map<string, CapturedEffect>();
  // Callers apply effects in this order: a whole is filled before its parts leave again.
  for (const place of [...touched].sort((a, b) => pathOf(a).length - pathOf(b).length)) {
    const moved = end === null ? undefined : movedAt(end, place);
    const path = pathOf(place);
    places.set(keyOf(path), {
      path,
      requires: requires.get(place) ?? null,
      takes: takes.get(place) ?? null,
      writes: writes.get(place) ?? null,
      stores: stores.get(place) ?? null,
      escapes: escapes.get(place) ?? null,
      lends: lends.get(place) ?? new Set(),
      fills: end === null || end.filled.has(place),
      movedAtEnd: moved === undefined ? "no" : moved.maybeLive ? "maybe" : "yes",
      elementsOnly: [end, thrown].every((state) => isMissingElements(body, state, place)),
      movedOnThrow: thrown !== null && movedAt(thrown, place) !== undefined,
      heldEmpty: heldEmpty.has(place),
      looksAt: looksOf(flow, place, end, thrown),
    });
  }
  return { places, completes: end !== null, runsOn: suspensions.size + deferred.size > 0 };
}

/** Whatever has left the place, were elements (R4). */
function isMissingElements(body: Body, state: OwnershipState | null, place: Place): boolean {
  const moves = state === null ? [] : (movedAt(state, place)?.moves ?? []);
  return moves.every((reaching) => body.moves[moveOf(reaching)]?.elementsOnly === true);
}

/** Using asks for more than emptying or writing a part does. */
function bothRequired(known: Requirement, other: Requirement): Requirement {
  if (known.needs !== "whole" || other.needs !== "whole") return known.needs === "whole" ? known : other;
  const always = [...known.besides].filter((part) => other.besides.has(part));
  return { ...known, besides: new Set(always) };
}

/** What a captured local has on loan of the closure's doing when that is done, by whichever way. */
function looksOf(
  flow: OwnershipFlow,
  holder: Place,
  ...ends: readonly (OwnershipState | null)[]
): readonly Look[] {
  const looks = new Map<string, Look>();
  for (const state of ends) {
    const broken = state?.broken.get(holder)?.by ?? null;
    for (const loan of state?.loans.get(holder) ?? []) {
      if (flow.isFromAround(loan)) continue;
      const path = pathOf(loan.place);
      const key = keyOf(path);
      looks.set(key, { path, broken: broken ?? looks.get(key)?.broken ?? null });
    }
  }
  return [...looks.values()];
}
