import type { Fault } from "../Fault.js";

const run = "plugin/core/analyses/OwnershipRun.ts";
const state = "plugin/core/analyses/OwnershipState.ts";

/** P, M4, R1: what is moved, what is live, and the join of both. */
export const places: readonly Fault[] = [
  {
    name: "joins keep what is moved on both paths",
    rule: "M4",
    file: state,
    edits: [
      {
        passage:
          "    if (!moved.maybeLive && !from.moved.has(place)) {\n      into.moved.set(place, { ...moved, maybeLive: true });",
        replacement: "    if (!from.moved.has(place)) {\n      into.moved.delete(place);",
      },
      {
        passage:
          "    const joined = known === undefined ? { ...moved, maybeLive: true } : joinMoved(known, moved);",
        replacement: "    if (known === undefined) continue;\n    const joined = joinMoved(known, moved);",
      },
    ],
    by: "generated",
  },
  {
    name: "no re-initialisation",
    rule: "R1",
    file: run,
    edits: [
      {
        passage: "if (revive(state, place)) this.#raised = false;",
        replacement: "if (at === null && revive(state, place)) this.#raised = false;",
      },
    ],
    by: "generated",
  },
  {
    name: "the whole is used after a part left",
    rule: "P2",
    file: run,
    edits: [
      { passage: '    if (!effect.presence) this.#useParts(effect, place, "", besides);\n', replacement: "" },
    ],
    by: "generated",
  },
  {
    name: "a part is used after the whole left",
    rule: "P2",
    file: run,
    edits: [
      {
        passage:
          "    for (let at: Place | null = place; at !== null; at = at.parent) {\n      const moved = movedAt(state, at);\n      if (moved === undefined || this.#isOnlyNamed(at, moved)) continue;\n      observer.usedAfterMove?.(effect, moved, at);",
        replacement:
          "    for (let at: Place | null = place; at === place; at = at.parent) {\n      const moved = movedAt(state, at);\n      if (moved === undefined || this.#isOnlyNamed(at, moved)) continue;\n      observer.usedAfterMove?.(effect, moved, at);",
      },
    ],
    by: "generated",
  },
  {
    name: "no partial moves: the whole goes with its part",
    rule: "P2",
    file: run,
    edits: [
      {
        passage: "    const { state, observer } = this;\n    const { place } = move;\n",
        replacement: "    const { state, observer } = this;\n    const place = rootOf(move.place);\n",
      },
    ],
    by: "generated",
  },
  {
    name: "writing the whole leaves its parts moved",
    rule: "R1",
    file: state,
    edits: [
      {
        passage: "  for (const part of place.parts.values()) changed = revive(state, part) || changed;\n",
        replacement: "",
      },
    ],
    by: "generated",
  },
  {
    name: "a part of what is gone can be written",
    rule: "R1",
    file: "plugin/core/effects/effectsOf.ts",
    edits: [
      {
        passage: 'place.parent === null ? [fill] : [{ kind: "write-into", parent: place.parent, at }, fill]',
        replacement: "[fill]",
      },
    ],
    by: "generated",
  },
  {
    name: "the target is live before its value is evaluated",
    rule: "M6",
    file: "plugin/core/lower/assignments.ts",
    edits: [
      {
        passage:
          "  lowerExpression(cx, value, borrows ? lending(lent) : flowInto(cx, value, assignmentReason(cx, target)));\n",
        replacement:
          "  storeInto(cx, reference, target, value);\n" +
          "  lowerExpression(cx, value, borrows ? lending(lent) : flowInto(cx, value, assignmentReason(cx, target)));\n",
      },
    ],
    by: "generated",
  },
  {
    name: "the value of an assignment is no use",
    rule: "M2",
    file: "plugin/core/lower/assignments.ts",
    edits: [
      {
        passage: 'if (flow.kind === "borrow" || !isOwned(cx, node)) return;',
        replacement: 'if (flow.kind === "borrow" || isOwned(cx, node)) return;',
      },
    ],
    by: "generated",
  },
  {
    name: "places go by name",
    rule: "P1",
    file: "plugin/core/lower/access.ts",
    edits: [
      {
        passage: 'if (slot !== "captured") return cx.build.places.root(String(id), name, slot);',
        replacement: 'if (slot !== "captured") return cx.build.places.root(name, name, slot);',
      },
    ],
    by: "generated",
  },
  {
    name: "a quoted key is no static key",
    rule: "P1",
    file: "plugin/core/lower/access.ts",
    edits: [
      {
        passage: "return { key: (argument as ts.StringLiteral).text, text, stable: true };",
        replacement: "return { key: text, text, stable: true };",
      },
    ],
    by: "generated",
  },
];
