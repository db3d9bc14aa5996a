import {
  AlreadyResolvedError,
  type Budget,
  BudgetPool,
  InsufficientFundsError,
  InvalidAmountError,
  InvalidHandleError,
  OverrunError,
  Reservation,
  UnresolvedError,
  UseAfterMoveError,
} from "affine-budget";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { badAmounts, copies, invoke, mint, refusal } from "./support.js";

function newPool(amount = 100, options?: { leaseMs: number }) {
  return new BudgetPool<"tokens">(mint.issue(amount), options);
}

/** What the pool says, after a check that nothing was made or lost. */
function balance(pool: BudgetPool, issued = 100) {
  const { available, outstanding, spent, drained, cap } = pool;
  expect(available + outstanding + spent + drained).toBe(issued);
  expect(issued).toBeLessThanOrEqual(cap);
  return { available, outstanding, spent, drained };
}

describe("a pool", () => {
  it("owns the budget that it is made of", () => {
    const b = mint.issue(10, { max: 50 });
    const pool = new BudgetPool(b);
    expect([pool.available, pool.cap, pool.unit]).toEqual([10, 50, "tokens"]);
    expect(refusal(UseAfterMoveError, "USE_AFTER_MOVE", () => b.spend(1)).movedBy).toBe("new BudgetPool");
  });

  it("commits what was spent, and has the rest available again", () => {
    const pool = newPool();
    const reservation = pool.reserve(60);
    expect([reservation.amount, reservation.unit]).toEqual([60, "tokens"]);
    expect(balance(pool)).toEqual({ available: 40, outstanding: 60, spent: 0, drained: 0 });
    reservation.commit(25);
    expect(balance(pool)).toEqual({ available: 75, outstanding: 0, spent: 25, drained: 0 });
  });

  it("has the whole amount available again after a cancel", () => {
    const pool = newPool();
    pool.reserve(60).cancel();
    expect(balance(pool)).toEqual({ available: 100, outstanding: 0, spent: 0, drained: 0 });
  });

  it("drains what is available, at any time", () => {
    const pool = newPool();
    const reservation = pool.reserve(60);
    const drained = pool.drain();
    expect([drained.remaining, drained.max]).toEqual([40, 100]);
    expect(balance(pool)).toEqual({ available: 0, outstanding: 60, spent: 0, drained: 40 });
    reservation.commit(10);
    expect(pool.drain().merge(drained).remaining).toBe(90);
    expect(pool.drain().remaining).toBe(0);
    expect(balance(pool)).toEqual({ available: 0, outstanding: 0, spent: 10, drained: 90 });
  });

  it("refuses more than is available, and stays as it was", () => {
    const pool = newPool();
    pool.reserve(60);
    const error = refusal(InsufficientFundsError, "INSUFFICIENT_FUNDS", () => pool.reserve(41));
    expect(error).toMatchObject({ operation: "reserve", requested: 41, remaining: 40, unit: "tokens" });
    expect(balance(pool)).toEqual({ available: 40, outstanding: 60, spent: 0, drained: 0 });
  });

  it.each(badAmounts)("refuses %s, and stays as it was", async (_what, amount) => {
    const pool = newPool();
    refusal(InvalidAmountError, "INVALID_AMOUNT", () => pool.reserve(amount));
    const uncalled = vi.fn<() => never>();
    await expect(pool.withReservation(amount, uncalled)).rejects.toThrow(InvalidAmountError);
    expect(uncalled).not.toHaveBeenCalled();
    const reservation = pool.reserve(60);
    refusal(InvalidAmountError, "INVALID_AMOUNT", () => reservation.commit(amount));
    expect(balance(pool)).toEqual({ available: 40, outstanding: 60, spent: 0, drained: 0 });
    reservation.cancel();
  });

  it.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY, "1" as never])(
    "refuses a lease of %s ms",
    (leaseMs) => {
      const b = mint.issue(10);
      refusal(InvalidAmountError, "INVALID_AMOUNT", () => new BudgetPool(b, { leaseMs }));
      expect(b.remaining).toBe(10);
    },
  );

  it.each(copies)("is not %s, and is not made of it", (_how, copy) => {
    const b: Budget = mint.issue(10);
    refusal(InvalidHandleError, "INVALID_HANDLE", () => new BudgetPool(copy(b) as Budget));
    const pool = new BudgetPool(b);
    for (const method of ["reserve", "drain"]) {
      refusal(InvalidHandleError, "INVALID_HANDLE", () => invoke(BudgetPool, method, copy(pool), 1));
    }
    expect(pool.available).toBe(10);
  });
});

describe("a reservation", () => {
  it.each<[string, (r: Reservation) => unknown]>([
    ["commit", (r) => r.commit(1)],
    ["cancel", (r) => r.cancel()],
  ])("that was resolved by %s is resolved", (resolvedBy, resolve) => {
    const pool = newPool();
    const reservation = pool.reserve(60);
    resolve(reservation);
    const before = balance(pool);
    for (const act of [() => reservation.commit(1), () => reservation.cancel(), () => reservation.amount]) {
      expect(refusal(AlreadyResolvedError, "ALREADY_RESOLVED", act).resolvedBy).toBe(resolvedBy);
    }
    expect(reservation.unit).toBe("tokens");
    expect(balance(pool)).toEqual(before);
  });

  it("that is over-run counts as spent, and nothing is given back any more", async () => {
    const pool = newPool();
    const reservation = pool.reserve(60);
    const error = refusal(OverrunError, "OVERRUN", () => reservation.commit(61));
    expect(error).toMatchObject({ operation: "commit", actual: 61, reserved: 60, excess: 1, unit: "tokens" });
    refusal(OverrunError, "OVERRUN", () => reservation.commit(1));
    refusal(OverrunError, "OVERRUN", () => reservation.cancel());
    await reservation[Symbol.asyncDispose]();
    expect(balance(pool)).toEqual({ available: 40, outstanding: 0, spent: 60, drained: 0 });
  });

  it("forfeits at its disposal, unless it was resolved", async () => {
    const pool = newPool();
    {
      await using left = pool.reserve(60);
      await using committed = pool.reserve(30);
      committed.commit(10);
      expect(left.amount).toBe(60);
    }
    expect(balance(pool)).toEqual({ available: 30, outstanding: 0, spent: 70, drained: 0 });
  });

  it.each(copies)("is not %s", (_how, copy) => {
    const pool = newPool();
    const reservation = pool.reserve(60);
    const fake = copy(reservation);
    refusal(InvalidHandleError, "INVALID_HANDLE", () => invoke(Reservation, "commit", fake, 1));
    refusal(InvalidHandleError, "INVALID_HANDLE", () => invoke(Reservation, "cancel", fake));
    refusal(InvalidHandleError, "INVALID_HANDLE", () => invoke(Reservation, Symbol.asyncDispose, fake));
    expect(balance(pool)).toEqual({ available: 40, outstanding: 60, spent: 0, drained: 0 });
    reservation.cancel();
  });
});

describe("withReservation", () => {
  it("resolves to the value that commit was given", async () => {
    const pool = newPool();
    const reply = await pool.withReservation(60, async (r) => {
      expect(balance(pool).outstanding).toBe(60);
      await Promise.resolve();
      return r.commit(25, "reply");
    });
    expect(reply).toBe("reply");
    expect(balance(pool)).toEqual({ available: 75, outstanding: 0, spent: 25, drained: 0 });
  });

  it("resolves to the value that cancel was given", async () => {
    const pool = newPool();
    await expect(pool.withReservation(60, (r) => r.cancel("cached"))).resolves.toBe("cached");
    await expect(pool.withReservation(60, (r) => r.cancel())).resolves.toBeUndefined();
    expect(balance(pool).available).toBe(100);
  });

  it("calls nothing when the pool cannot pay", async () => {
    const pool = newPool();
    const use = vi.fn<() => never>();
    await expect(pool.withReservation(101, use)).rejects.toThrow(InsufficientFundsError);
    expect(use).not.toHaveBeenCalled();
    expect(balance(pool).available).toBe(100);
  });

  it("reserves nothing for what is no function", async () => {
    const pool = newPool();
    await expect(pool.withReservation(60, null as never)).rejects.toThrow(TypeError);
    expect(balance(pool).available).toBe(100);
  });

  it("forfeits when the callback throws", async () => {
    const pool = newPool();
    const failure = new Error("provider is down");
    await expect(
      pool.withReservation(60, async () => {
        await Promise.resolve();
        throw failure;
      }),
    ).rejects.toBe(failure);
    expect(balance(pool)).toEqual({ available: 40, outstanding: 0, spent: 60, drained: 0 });
  });

  it("keeps what was committed before the callback throws", async () => {
    const pool = newPool();
    await expect(
      pool.withReservation(60, (r) => {
        r.commit(10);
        throw new Error("after the call");
      }),
    ).rejects.toThrow("after the call");
    expect(balance(pool)).toEqual({ available: 90, outstanding: 0, spent: 10, drained: 0 });
  });

  it("counts an over-run as spent", async () => {
    const pool = newPool();
    await expect(pool.withReservation(60, (r) => r.commit(61))).rejects.toThrow(OverrunError);
    expect(balance(pool)).toEqual({ available: 40, outstanding: 0, spent: 60, drained: 0 });
  });

  it.each([
    ["nothing", undefined],
    ["a look-alike", { value: 1 }],
  ])("refuses %s for a proof, and forfeits", async (_what, proof) => {
    const pool = newPool();
    let kept: Reservation | undefined;
    const outcome = pool.withReservation(60, (r) => {
      kept = r;
      return proof as never;
    });
    await expect(outcome).rejects.toThrow(UnresolvedError);
    expect(balance(pool)).toEqual({ available: 40, outstanding: 0, spent: 60, drained: 0 });
    const error = refusal(AlreadyResolvedError, "ALREADY_RESOLVED", () => kept?.commit(1));
    expect(error.resolvedBy).toContain("withReservation");
    expect(balance(pool).spent).toBe(60);
  });

  it("refuses the proof of another reservation", async () => {
    const pool = newPool();
    const other = pool.reserve(10);
    await expect(pool.withReservation(60, () => other.commit(1, "x"))).rejects.toThrow(UnresolvedError);
    expect(balance(pool)).toEqual({ available: 39, outstanding: 0, spent: 61, drained: 0 });
  });

  it("refuses a copy of a proof", async () => {
    const pool = newPool();
    const outcome = pool.withReservation(60, (r) => structuredClone(r.commit(1, "x")));
    await expect(outcome).rejects.toThrow(UnresolvedError);
    expect(balance(pool)).toEqual({ available: 99, outstanding: 0, spent: 1, drained: 0 });
  });

  it("never overspends, however many ask at once", async () => {
    const pool = newPool();
    const outcomes = await Promise.allSettled(
      Array.from({ length: 10 }, (_, i) =>
        pool.withReservation(31, async (r) => {
          await Promise.resolve();
          return r.commit(23, i);
        }),
      ),
    );
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(3);
    expect(balance(pool).spent).toBe(69);
  });
});

describe("a lease", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it("ends after ten minutes, unless told", () => {
    const pool = newPool();
    pool.reserve(60);
    vi.advanceTimersByTime(599_999);
    expect(balance(pool).outstanding).toBe(60);
    vi.advanceTimersByTime(1);
    expect(balance(pool)).toEqual({ available: 40, outstanding: 0, spent: 60, drained: 0 });
  });

  it("does not keep the process alive", () => {
    vi.useRealTimers();
    const timers = vi.spyOn(globalThis, "setTimeout");
    newPool(100, { leaseMs: 20 }).reserve(10);
    expect(timers.mock.results.map(({ value }) => (value as NodeJS.Timeout).hasRef())).toEqual([false]);
    timers.mockRestore();
  });

  it("ends each in its turn", () => {
    const pool = newPool(100, { leaseMs: 100 });
    const first = pool.reserve(10);
    vi.advanceTimersByTime(60);
    const second = pool.reserve(20);
    vi.advanceTimersByTime(40);
    expect(balance(pool)).toMatchObject({ outstanding: 20, spent: 10 });
    const error = refusal(AlreadyResolvedError, "ALREADY_RESOLVED", () => first.commit(1));
    expect(error.resolvedBy).toContain("lease");
    second.commit(5);
    vi.advanceTimersByTime(1_000);
    expect(balance(pool)).toEqual({ available: 85, outstanding: 0, spent: 15, drained: 0 });
  });

  it("ends on time when the event loop is late", () => {
    vi.useRealTimers();
    vi.useFakeTimers({ toFake: ["performance"] });
    const pool = newPool(100, { leaseMs: 100 });
    const reservation = pool.reserve(10);
    vi.setSystemTime(Date.now());
    vi.advanceTimersByTime(100);
    refusal(AlreadyResolvedError, "ALREADY_RESOLVED", () => reservation.commit(1));
    expect(balance(pool).spent).toBe(10);
  });

  it("ends by its timer alone where nothing else tells the time", () => {
    vi.useRealTimers();
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const pool = newPool(100, { leaseMs: 100_000 });
    pool.reserve(10);
    pool.reserve(20);
    vi.advanceTimersByTime(100_000);
    expect(balance(pool).spent).toBeGreaterThanOrEqual(10);
    vi.advanceTimersByTime(100);
    expect(balance(pool).spent).toBe(30);
  });

  it("may be longer than a timer can be", () => {
    const month = 30 * 24 * 3_600_000;
    const pool = newPool(100, { leaseMs: month });
    pool.reserve(10);
    vi.advanceTimersByTime(month - 1);
    expect(balance(pool).outstanding).toBe(10);
    vi.advanceTimersByTime(1);
    expect(balance(pool).spent).toBe(10);
  });

  it("is renewed while a callback runs", async () => {
    const pool = newPool(100, { leaseMs: 100 });
    const reply = pool.withReservation(60, async (r) => {
      await new Promise((resolve) => setTimeout(resolve, 10_000));
      return r.commit(25, "late");
    });
    await vi.advanceTimersByTimeAsync(9_000);
    expect(balance(pool).outstanding).toBe(60);
    await vi.advanceTimersByTimeAsync(1_000);
    await expect(reply).resolves.toBe("late");
    expect(balance(pool).spent).toBe(25);
  });
});
