import { describe, expect, it } from "vitest";
import { CopyOnWriteMap } from "../../../plugin/core/dataflow/CopyOnWriteMap.js";
import { CopyOnWriteSet } from "../../../plugin/core/dataflow/CopyOnWriteSet.js";

describe("a map that is copied when it is written to", () => {
  it("keeps what is written to a clone from the original, and the other way round", () => {
    const original = new CopyOnWriteMap<string, number>();
    original.set("a", 1);
    const clone = original.clone();
    clone.set("b", 2);
    original.set("c", 3);
    expect([...original]).toEqual([
      ["a", 1],
      ["c", 3],
    ]);
    expect([...clone]).toEqual([
      ["a", 1],
      ["b", 2],
    ]);
  });

  it("keeps clones of clones apart, in whatever order they are written to", () => {
    const first = new CopyOnWriteMap<string, number>();
    first.set("a", 1);
    const second = first.clone();
    const third = second.clone();
    first.set("a", 10);
    third.delete("a");
    second.set("a", 20);
    expect([first.get("a"), second.get("a"), third.get("a")]).toEqual([10, 20, undefined]);
  });

  it("is shared until something changes, and not by taking away what is not there", () => {
    const original = new CopyOnWriteMap<string, number>();
    const clone = original.clone();
    expect(clone.delete("a")).toBe(false);
    expect(clone.sharesWith(original)).toBe(true);
    clone.set("a", 1);
    expect(clone.sharesWith(original)).toBe(false);
  });

  it("may be written where iteration is at", () => {
    const original = new CopyOnWriteMap<string, number>(
      new Map([
        ["a", 1],
        ["b", 2],
      ]),
    );
    const clone = original.clone();
    for (const [key, value] of clone) if (value === 1) clone.delete(key);
    for (const [key, value] of original) original.set(key, value + 1);
    expect([...clone]).toEqual([["b", 2]]);
    expect([...original.values()]).toEqual([2, 3]);
  });
});

describe("a set that is copied when it is written to", () => {
  it("keeps what is written to a clone from the original, and the other way round", () => {
    const original = new CopyOnWriteSet<string>();
    original.add("a");
    const clone = original.clone();
    clone.delete("a");
    original.add("b");
    expect([[...original], [...clone]]).toEqual([["a", "b"], []]);
  });

  it("says whether it has changed, and is shared until then", () => {
    const original = new CopyOnWriteSet(new Set(["a"]));
    const clone = original.clone();
    expect([clone.add("a"), clone.delete("b"), clone.sharesWith(original)]).toEqual([false, false, true]);
    expect([clone.add("b"), clone.sharesWith(original)]).toEqual([true, false]);
  });
});
