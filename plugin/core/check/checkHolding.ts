import type { HoldingFlow } from "../analyses/HoldingFlow.js";
import { solveForward } from "../dataflow/solveForward.js";
import type { Finding, Label, Span } from "../findings.js";
import type { Body } from "../ir/Body.js";
import type { Place } from "../ir/places.js";

/** X2: linear values that some normal path does not resolve. X3: live budgets that are overwritten. */
export function checkHolding(body: Body, flow: HoldingFlow): readonly Finding[] {
  if (flow.isIdle) return [];
  const states = solveForward(body, flow);
  const findings = new Map<string, Finding>();
  const exits = new Map<Place, Label[]>();
  const unresolved = (place: Place, bound: Span): void => {
    const key = `unresolved ${String(bound.start)} ${place.text}`;
    if (findings.has(key)) return;
    const labels = exits.get(place) ?? [];
    exits.set(place, labels);
    findings.set(key, { rule: "unresolved", at: bound, subject: place.text, detail: null, labels });
  };
  for (const block of body.blocks) {
    const before = states[block.id];
    if (before === undefined) continue;
    const state = flow.clone(before);
    flow.transfer(block, state, () => undefined, {
      lostUnresolved: (place, bound) => {
        unresolved(place, bound);
      },
      leftUnresolved: (place, at) => {
        const labels = exits.get(place);
        if (labels === undefined) exits.set(place, [{ kind: "exit", at }]);
        else if (!labels.some((label) => label.at.start === at.start)) labels.push({ kind: "exit", at });
      },
      overwritten: (place, at) => {
        const detail = "overwritten while it is still live";
        findings.set(`discarded ${String(at.start)}`, {
          rule: "discarded",
          at,
          subject: place.text,
          detail,
          labels: [],
        });
      },
    });
    if (block.terminal.kind !== "return") continue;
    // What is owed of a capture, the function owes that it belongs to.
    for (const [place, bound] of state.owes) if (!place.captured) unresolved(place, bound);
  }
  return [...findings.values()];
}
