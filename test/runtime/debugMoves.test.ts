import { debugMoves, UseAfterMoveError } from "affine-budget";
import { afterEach, describe, expect, it } from "vitest";
import { mint, refusal } from "./support.js";

afterEach(() => {
  debugMoves(false);
});

describe("debugMoves", () => {
  it("makes the error say where the handle was moved", () => {
    debugMoves(true);
    const b = mint.issue(10);
    function theCulprit() {
      b.spend(1);
    }
    theCulprit();
    const error = refusal(UseAfterMoveError, "USE_AFTER_MOVE", () => b.spend(1));
    expect(error.movedAt).toContain("theCulprit");
    expect(error.movedAt).not.toContain("traceMove");
    expect(error.message).toContain(error.movedAt);
  });

  it("traces both sides of an operation on two handles", () => {
    debugMoves(true);
    const [a, b] = mint.issue(10).split(5);
    const [rest, receipt] = a.merge(b).reserve(5);
    receipt.settle(rest, 1);
    for (const get of [() => b.remaining, () => rest.remaining, () => receipt.reserved]) {
      expect(refusal(UseAfterMoveError, "USE_AFTER_MOVE", get).movedAt).toContain("debugMoves.test");
    }
  });

  it("is off by default, and takes no stack then", () => {
    const b = mint.issue(10);
    b.spend(1);
    debugMoves(true);
    expect(refusal(UseAfterMoveError, "USE_AFTER_MOVE", () => b.spend(1)).movedAt).toBeUndefined();
  });
});
