import type { Span } from "../findings.js";
import type { Body, Loan } from "../ir/Body.js";
import type { Place } from "../ir/places.js";
import { moveName } from "../ir/printBody.js";
import { placeNames } from "../ir/printPlaces.js";
import { isOverBackEdge, moveOf, type Moved, type OwnershipState } from "./OwnershipState.js";

/** What may be true at a point, a line for each kind of fact; no line where everything is live and nothing is lent. */
export function printOwnershipState(
  body: Body,
  state: OwnershipState,
  locate: (span: Span) => string,
): readonly string[] {
  const name = placeNames(body);
  const loans = (all: Iterable<Loan>): string =>
    [...all].map(({ place, at }) => `${name(place)} (${locate(at)})`).join(", ");
  const facts: readonly (readonly [string, readonly string[]])[] = [
    ["moved", entries(state.moved, (place, moved) => `${name(place)} ${movedText(moved)}`)],
    ["empty slots", entries(state.holes, name)],
    [
      "escaped",
      entries(
        state.escaped,
        (place, escapes) => `${name(place)} at ${escapes.map(({ at }) => locate(at)).join(", ")}`,
      ),
    ],
    [
      "disturbed",
      entries(
        state.disturbed,
        (place, all) => `${name(place)} at ${all.map(({ by }) => locate(by)).join(", ")}`,
      ),
    ],
    ["borrowing", entries(state.loans, (holder, held) => `${name(holder)} looks at ${loans(held)}`)],
    [
      "broken",
      entries(
        state.broken,
        (holder, { by, loan }) => `${name(holder)} since ${locate(by)}, of ${loans([loan])}`,
      ),
    ],
    ["undecided", entries(state.undecided, (hole, owner) => `${name(owner)} from ${name(hole)}`)],
    ["names of slots", entries(state.borrows, name)],
    [
      "running",
      entries(
        state.tasks.running,
        (task, running) =>
          `${task.older === null ? "older tasks" : "task"} of ${locate(task.at)} looks at ${loans(running.loans)}`,
      ),
    ],
    ["written", entries(state.filled, name)],
  ];
  return facts.flatMap(([kind, all]) => (all.length === 0 ? [] : [`${kind}: ${all.join("; ")}`]));
}

function movedText({ moves, maybeLive }: Moved): string {
  // A use was reported: nothing is left to say about the place (M5).
  if (moves.length === 0) return "(reported)";
  const by = moves.map(
    (move) => moveName({ id: moveOf(move) }) + (isOverBackEdge(move) ? " of an earlier iteration" : ""),
  );
  return `by ${by.join(" or ")}${maybeLive ? ", or live" : ""}`;
}

function entries(facts: ReadonlySet<Place>, text: (place: Place) => string): readonly string[];
function entries<Key, Value>(
  facts: ReadonlyMap<Key, Value>,
  text: (key: Key, value: Value) => string,
): readonly string[];
function entries<Key, Value>(
  facts: ReadonlySet<Key> | ReadonlyMap<Key, Value>,
  text: (key: Key, value: Value) => string,
): readonly string[] {
  return [...facts.entries()].map(([key, value]) => text(key, value as Value));
}
