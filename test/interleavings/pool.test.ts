import {
  AlreadyResolvedError,
  BudgetPool,
  InsufficientFundsError,
  OverrunError,
  UnresolvedError,
  type Reservation,
} from "affine-budget";
import { BudgetMint } from "affine-budget/testing";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { explore, summary, type Step, type World } from "./support/explore.js";
import { refused } from "./support/refused.js";
import { multinomial } from "./support/schedules.js";

const cap: number = 60;
const leaseMs = 1_000;
const mint = BudgetMint.forTesting();

/** What the test itself knows of the pool's money, told only by what the tasks did. */
interface Ledger {
  spent: number;
  drained: number;
  readonly open: Map<Reservation, { readonly amount: number; endsAt: number }>;
}

/** A pool of `cap` units with its ledger, and the invariant between the two. */
function poolWorld(
  tasks: (pool: BudgetPool, ledger: Ledger) => readonly (readonly Step[])[],
  now: () => number = () => 0,
): World {
  const pool = new BudgetPool(mint.issue(cap), { leaseMs });
  const ledger: Ledger = { spent: 0, drained: 0, open: new Map() };
  return {
    tasks: tasks(pool, ledger),
    check() {
      // The end of a lease forfeits what it held.
      for (const [reservation, { amount, endsAt }] of ledger.open) {
        if (endsAt > now()) continue;
        ledger.open.delete(reservation);
        ledger.spent += amount;
      }
      const open = [...ledger.open.values()].reduce((sum, { amount }) => sum + amount, 0);
      if (pool.available + pool.outstanding + pool.spent + pool.drained !== cap)
        throw new Error("units were lost or made");
      if (pool.cap !== cap) throw new Error("the cap moved");
      if (pool.available < 0) throw new Error("overshoot");
      if (pool.spent !== ledger.spent)
        throw new Error(`spent ${pool.spent}, but the tasks spent ${ledger.spent}`);
      if (pool.outstanding !== open)
        throw new Error(`${pool.outstanding} outstanding, but the tasks hold ${open}`);
      if (pool.drained !== ledger.drained) throw new Error("the pool drained something else than it gave");
    },
    outcome: () => `available ${pool.available}, spent ${pool.spent}, drained ${pool.drained}`,
  };
}

/** A task's own reservation: one step opens it, if the pool can, and a later step resolves it, if it was opened. */
function holder(pool: BudgetPool, ledger: Ledger, now: () => number = () => 0) {
  let held: Reservation | null = null;

  /** Resolves with `billed` units spent; the rest goes back. */
  const resolve = (billed: number, how: (reservation: Reservation) => void): void => {
    const reservation = held;
    held = null;
    if (reservation === null) return;
    if (!ledger.open.has(reservation)) {
      refused(() => how(reservation), AlreadyResolvedError);
      return;
    }
    how(reservation);
    ledger.open.delete(reservation);
    ledger.spent += billed;
  };

  return {
    reserve: (amount: number) => () => {
      if (amount > pool.available) {
        refused(() => pool.reserve(amount), InsufficientFundsError);
        return;
      }
      held = pool.reserve(amount);
      ledger.open.set(held, { amount, endsAt: now() + leaseMs });
    },
    commit: (actual: number) => () => resolve(actual, (reservation) => void reservation.commit(actual)),
    cancel: () => resolve(0, (reservation) => void reservation.cancel()),
    /** The provider billed more than was reserved: the whole reservation is spent, and nothing comes back. */
    overrun: (reserved: number, actual: number) => () =>
      resolve(reserved, (reservation) => refused(() => reservation.commit(actual), OverrunError)),
    /** Leaves the scope without resolving: the call may have been billed. */
    dispose: (reserved: number) => async () => {
      const reservation = held;
      held = null;
      if (reservation === null) return;
      await reservation[Symbol.asyncDispose]();
      if (ledger.open.delete(reservation)) ledger.spent += reserved;
    },
  };
}

function drain(pool: BudgetPool, ledger: Ledger): Step {
  return () => {
    ledger.drained += pool.drain().close();
  };
}

describe("a BudgetPool under every schedule of three tasks with four steps each", () => {
  it("keeps every unit accounted for while agents reserve, commit, cancel, over-run and drain", async () => {
    const exploration = await explore(() =>
      poolWorld((pool, ledger) => {
        const [caller, unlucky, owner] = [holder(pool, ledger), holder(pool, ledger), holder(pool, ledger)];
        return [
          [caller.reserve(31), caller.commit(23), caller.reserve(31), caller.commit(31)],
          [unlucky.reserve(20), unlucky.cancel, unlucky.reserve(15), unlucky.overrun(15, 19)],
          [owner.reserve(10), owner.dispose(10), drain(pool, ledger), owner.reserve(1)],
        ];
      }),
    );

    process.stdout.write(summary("pool, reservations", exploration));
    expect(exploration.schedules).toBe(multinomial([4, 4, 4]));
    expect(exploration.schedules).toBe(34_650);
    expect(exploration.outcomes.size).toBeGreaterThan(1);
  });

  it("keeps every unit accounted for while withReservation callbacks come and go", async () => {
    const exploration = await explore(() =>
      poolWorld((pool, ledger) => [
        scoped(pool, ledger, 31, "commit"),
        scoped(pool, ledger, 25, "throw"),
        scoped(pool, ledger, 20, "return nothing"),
      ]),
    );

    process.stdout.write(summary("pool, withReservation", exploration));
    expect(exploration.schedules).toBe(34_650);
    expect(exploration.outcomes.size).toBeGreaterThan(1);
  });

  describe("and a clock", () => {
    beforeEach(() => void vi.useFakeTimers());
    afterEach(() => void vi.useRealTimers());

    it("keeps every unit accounted for while leases end", async () => {
      const exploration = await explore(() => {
        const now = () => Date.now();
        const tick: Step = () => void vi.advanceTimersByTime(leaseMs / 2);
        return poolWorld((pool, ledger) => {
          const [slow, other] = [holder(pool, ledger, now), holder(pool, ledger, now)];
          return [
            [slow.reserve(31), slow.commit(23), slow.reserve(31), slow.cancel],
            [other.reserve(20), other.dispose(20), drain(pool, ledger), other.reserve(5)],
            [tick, tick, tick, tick],
          ];
        }, now);
      });

      process.stdout.write(summary("pool, leases that end", exploration));
      expect(exploration.schedules).toBe(34_650);
      expect(exploration.outcomes.size).toBeGreaterThan(1);
    });
  });
});

/** Lets a callback wait until a step of its task says so. */
class Gate {
  open = (): void => undefined;
  readonly opened = new Promise<void>((resolve) => {
    this.open = resolve;
  });
}

/**
 * `withReservation` as four steps: call it, let the callback send its request, let the answer come, see the promise
 * settle. The callback waits in between, so other tasks run while it holds its reservation.
 */
function scoped(
  pool: BudgetPool,
  ledger: Ledger,
  amount: number,
  ending: "commit" | "throw" | "return nothing",
): Step[] {
  const billed = amount - 3;
  let reservation: Reservation | null = null;
  let settled: Promise<unknown> | null = null;
  const [sent, answered] = [new Gate(), new Gate()];
  const waiting = new Gate();
  const failure = new Error("the request failed");

  const call: Step = () => {
    const covered = amount <= pool.available;
    const result = pool.withReservation(amount, async (held) => {
      reservation = held;
      await sent.opened;
      waiting.open();
      await answered.opened;
      switch (ending) {
        case "commit":
          return held.commit(billed, "answer");
        case "throw":
          throw failure;
        case "return nothing":
          // Plain JavaScript can forget to resolve; the types forbid it.
          return undefined as unknown as ReturnType<typeof held.commit<string>>;
      }
    });
    settled = result.then(
      (value) => value,
      (error: unknown) => error,
    );
    if (covered && reservation !== null) ledger.open.set(reservation, { amount, endsAt: Infinity });
  };

  const request: Step = async () => {
    sent.open();
    if (reservation !== null) await waiting.opened;
  };

  const end: Step = async () => {
    answered.open();
    await settled;
    if (reservation === null || !ledger.open.delete(reservation)) return;
    ledger.spent += ending === "commit" ? billed : amount;
  };

  const observe: Step = async () => {
    const result = await settled;
    if (reservation === null) expect(result).toBeInstanceOf(InsufficientFundsError);
    else if (ending === "commit") expect(result).toBe("answer");
    else if (ending === "throw") expect(result).toBe(failure);
    else expect(result).toBeInstanceOf(UnresolvedError);
  };

  return [call, request, end, observe];
}
