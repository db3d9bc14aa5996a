import { type GuardEvent, OpenAIGuard } from "affine-budget/openai";
import { BudgetMint } from "affine-budget/testing";
import { describe, expect, it } from "vitest";

const mint = BudgetMint.forTesting();

describe("a guard knows from which other its budget was split off", () => {
  it("is the parent of guards of what it split, however deep", () => {
    const root = new OpenAIGuard(mint.issue(100), { name: "root" });
    const child = new OpenAIGuard(root.split(50), { name: "child" });
    const grandchild = new OpenAIGuard(child.split(20), { name: "grandchild" });
    expect(root.identity.parent).toBeUndefined();
    expect(child.identity.parent).toBe(root.identity);
    expect(grandchild.identity.parent).toBe(child.identity);
  });

  it("tells guards of one name apart", () => {
    const [a, b] = [1, 2].map(() => new OpenAIGuard(mint.issue(1), { name: "twin" }).identity);
    expect(a?.name).toBe(b?.name);
    expect(a?.id).not.toBe(b?.id);
  });

  it("puts the next owner of a released budget beside the guard that released it", async () => {
    const root = new OpenAIGuard(mint.issue(100), { name: "root" });
    const first = new OpenAIGuard(root.split(50), { name: "first" });
    const second = new OpenAIGuard(await first.release(), { name: "second" });
    expect(second.identity.parent).toBe(root.identity);
  });

  it("loses sight of a budget that was spent on the way, unless told", () => {
    const root = new OpenAIGuard(mint.issue(100), { name: "root" });
    const untold = new OpenAIGuard(root.split(20).spend(1), { name: "untold" });
    const told = new OpenAIGuard(root.split(20).spend(1), { name: "told", parent: root.identity });
    expect(untold.identity.parent).toBeUndefined();
    expect(told.identity.parent).toBe(root.identity);
  });

  it("says at a merge who gives back", async () => {
    const events: GuardEvent[] = [];
    const onEvent = (event: GuardEvent): void => {
      events.push(event);
    };
    const root = new OpenAIGuard(mint.issue(100), { name: "root", onEvent });
    const child = new OpenAIGuard(root.split(50), { name: "child" });
    root.merge(await child.release());
    root.merge(root.split(10));
    root.merge(root.split(10).spend(1));
    const merges = events.flatMap((event) => (event.type === "merged" ? [event] : []));
    expect(merges.map(({ amount, from }) => [amount, from?.name])).toEqual([
      [50, "child"],
      [10, "root"],
      [9, undefined],
    ]);
  });

  it("tells several listeners, in their order", () => {
    const told: string[] = [];
    const onEvent = ["a", "b"].map((listener) => ({ type }: GuardEvent) => {
      told.push(`${listener}: ${type}`);
    });
    new OpenAIGuard(mint.issue(100), { onEvent }).split(1);
    expect(told).toEqual(["a: opened", "b: opened", "a: split", "b: split"]);
  });
});
