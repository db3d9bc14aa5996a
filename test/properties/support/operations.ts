import type { BudgetErrorCode } from "affine-budget";
import type fc from "fast-check";

import { refused, take, type BudgetEntry, type Ledger } from "./ledger.js";
import { equal } from "./refusals.js";
import { issue, type AnyBudget, type AnyReceipt, type AnyStream } from "./untyped.js";

/** What a step draws from: which handles, which amounts. An operation uses what it needs. */
export interface Draw {
  readonly at: number;
  readonly other: number;
  readonly amounts: readonly [number, number, number];
  readonly unit: string;
}

/** What an operation did, as the model foretold it. */
export type Outcome = "ok" | BudgetErrorCode;

export interface Operation {
  readonly name: string;
  /** Every outcome that is possible: a run of the property must have seen each of them. */
  readonly outcomes: readonly Outcome[];
  /** Whether there is something to operate on. */
  readonly applies: (ledger: Readonly<Ledger>) => boolean;
  /** Foretells the outcome from the model alone, lets the runtime do the same, and keeps the books. */
  readonly run: (ledger: Ledger, draw: Draw) => Outcome;
}

/** One step of a run, for fast-check's model runner. The ledger is both model and real system: it pairs them. */
export class Step implements fc.Command<Ledger, Ledger> {
  constructor(
    readonly operation: Operation,
    readonly draw: Draw,
    readonly seen: Map<string, number>,
  ) {}

  check(ledger: Readonly<Ledger>): boolean {
    return this.operation.applies(ledger);
  }

  run(ledger: Ledger): void {
    const outcome = this.operation.run(ledger, this.draw);
    const seen = `${this.operation.name}: ${outcome}`;
    this.seen.set(seen, (this.seen.get(seen) ?? 0) + 1);
    ledger.check();
  }

  toString(): string {
    return `${this.operation.name}(${JSON.stringify(this.draw)})`;
  }
}

const always = (): boolean => true;
const hasBudget = (ledger: Readonly<Ledger>): boolean => ledger.budgets.length > 0;

function add(ledger: Ledger, like: BudgetEntry, handle: AnyBudget, remaining: number): void {
  ledger.budgets.push({ handle, unit: like.unit, max: like.max, remaining });
}

function addReceipt(ledger: Ledger, unit: string, handle: AnyReceipt, reserved: number): void {
  ledger.receipts.push({ handle, unit, reserved, exhausted: false });
}

function addStream(ledger: Ledger, unit: string, handle: AnyStream, reserved: number): void {
  ledger.streams.push({ handle, unit, reserved, confirmed: 0, exhausted: false });
}

const sum = (amounts: readonly number[]) => amounts.reduce((total, amount) => total + amount, 0);

/** How an operation that needs `amounts` of `remaining` is refused; null if it is not. */
function charge(amounts: readonly number[], remaining: number): BudgetErrorCode | null {
  const total = sum(amounts);
  if (!Number.isSafeInteger(total)) return "INVALID_AMOUNT";
  return total > remaining ? "INSUFFICIENT_FUNDS" : null;
}

/** Several amounts may add up to none. */
const outcomesFor = (amounts: number): readonly Outcome[] =>
  amounts === 1 ? ["ok", "INSUFFICIENT_FUNDS"] : ["ok", "INSUFFICIENT_FUNDS", "INVALID_AMOUNT"];

/** An operation on one budget that needs the first `count` amounts of it: refused alike by all of them. */
function onBudget(
  name: string,
  count: 1 | 3,
  attempt: (budget: AnyBudget, draw: Draw) => unknown,
  succeed: (ledger: Ledger, entry: BudgetEntry, draw: Draw) => void,
): Operation {
  return {
    name,
    outcomes: outcomesFor(count),
    applies: hasBudget,
    run: (ledger: Ledger, draw: Draw): Outcome => {
      const entry = take(ledger.budgets, draw.at);
      const code = charge(draw.amounts.slice(0, count), entry.remaining);
      if (code !== null) {
        ledger.budgets.push(entry);
        return refused(name, () => attempt(entry.handle, draw), code);
      }
      succeed(ledger, entry, draw);
      return "ok";
    },
  };
}

/** The `try` form of the same: short funds are an answer, and the budget comes back under a new handle. */
function tryOnBudget(
  name: "trySpend" | "trySplit" | "tryReserve",
  count: 1 | 3,
  succeed: (
    ledger: Ledger,
    entry: BudgetEntry,
    result: ReturnType<AnyBudget["trySpend"]>,
    draw: Draw,
  ) => void,
): Operation {
  return {
    name,
    outcomes: outcomesFor(count),
    applies: hasBudget,
    run: (ledger: Ledger, draw: Draw): Outcome => {
      const entry = take(ledger.budgets, draw.at);
      const amounts = draw.amounts.slice(0, count);
      const attempt = () => entry.handle[name](...(amounts as [number]));
      const code = charge(amounts, entry.remaining);
      if (code === "INVALID_AMOUNT") {
        ledger.budgets.push(entry);
        return refused(name, attempt, code);
      }
      const result = attempt();
      if (code !== null) {
        equal(`${name} ok`, result.ok, false);
        equal(`${name} shortfall`, result.shortfall, sum(amounts) - entry.remaining);
        add(ledger, entry, present(result.budget), entry.remaining);
        return code;
      }
      equal(`${name} ok`, result.ok, true);
      succeed(ledger, entry, result, draw);
      return "ok";
    },
  };
}

function present<T>(value: T | undefined): T {
  if (value === undefined) throw new Error("a result without its handle");
  return value;
}

/** The parts that a split of `amounts` made, then the rest. */
function addParts(
  ledger: Ledger,
  entry: BudgetEntry,
  parts: readonly AnyBudget[],
  amounts: readonly number[],
): void {
  equal("number of parts", parts.length, amounts.length + 1);
  const holdings = [...amounts, entry.remaining - sum(amounts)];
  for (const [i, remaining] of holdings.entries()) add(ledger, entry, present(parts[i]), remaining);
}

/** An amount to issue, and its max: half of the budgets are full, so that whatever comes back exceeds the cap. */
function grant(at: number, [first, second, third]: Draw["amounts"]): [amount: number, max: number] {
  const amount = Math.min(first + second + third, Number.MAX_SAFE_INTEGER);
  return [
    amount,
    at % 2 === 0 ? amount : at % 4 === 1 ? Math.min(amount + 40, Number.MAX_SAFE_INTEGER) : second,
  ];
}

export const operations: readonly Operation[] = [
  {
    name: "issue",
    outcomes: ["ok", "CAP_EXCEEDED"],
    applies: always,
    run: (ledger: Ledger, { at, amounts, unit }: Draw): Outcome => {
      const [amount, max] = grant(at, amounts);
      if (amount > max) return refused("issue", () => issue(amount, { unit, max }), "CAP_EXCEEDED");
      ledger.budgets.push({ handle: issue(amount, { unit, max }), unit, max, remaining: amount });
      ledger.issue(unit, amount);
      return "ok";
    },
  },
  onBudget(
    "spend",
    1,
    (budget, draw) => budget.spend(draw.amounts[0]),
    (ledger, entry, { amounts: [amount] }) => {
      add(ledger, entry, entry.handle.spend(amount), entry.remaining - amount);
      ledger.spend(entry.unit, amount);
    },
  ),
  onBudget(
    "split",
    3,
    (budget, draw) => budget.split(...draw.amounts),
    (ledger, entry, { amounts }) => {
      addParts(ledger, entry, entry.handle.split(...amounts), amounts);
    },
  ),
  onBudget(
    "reserve",
    1,
    (budget, draw) => budget.reserve(draw.amounts[0]),
    (ledger, entry, { amounts: [amount] }) => {
      const [rest, receipt] = entry.handle.reserve(amount);
      add(ledger, entry, rest, entry.remaining - amount);
      addReceipt(ledger, entry.unit, receipt, amount);
    },
  ),
  onBudget(
    "stream",
    1,
    (budget, draw) => budget.stream(draw.amounts[0]),
    (ledger, entry, { amounts: [amount] }) => {
      const [rest, receipt] = entry.handle.stream(amount);
      add(ledger, entry, rest, entry.remaining - amount);
      addStream(ledger, entry.unit, receipt, amount);
    },
  ),
  tryOnBudget("trySpend", 1, (ledger, entry, result, { amounts: [amount] }) => {
    add(ledger, entry, present(result.budget), entry.remaining - amount);
    ledger.spend(entry.unit, amount);
  }),
  tryOnBudget("trySplit", 3, (ledger, entry, result, { amounts }) => {
    addParts(ledger, entry, present(result.parts), amounts);
  }),
  tryOnBudget("tryReserve", 1, (ledger, entry, result, { amounts: [amount] }) => {
    add(ledger, entry, present(result.budget), entry.remaining - amount);
    addReceipt(ledger, entry.unit, present(result.receipt), amount);
  }),
  {
    name: "covers",
    outcomes: ["ok"],
    applies: hasBudget,
    run: (ledger: Ledger, { at, amounts: [amount] }: Draw): Outcome => {
      const entry = take(ledger.budgets, at);
      equal("covers", entry.handle.covers(amount), amount <= entry.remaining);
      ledger.budgets.push(entry);
      return "ok";
    },
  },
  {
    name: "merge",
    outcomes: ["ok", "UNIT_MISMATCH", "CAP_EXCEEDED"],
    applies: (ledger) => ledger.budgets.length > 1,
    run: (ledger: Ledger, { at, other }: Draw): Outcome => {
      const into = take(ledger.budgets, at);
      const from = take(ledger.budgets, other);
      const merge = () => into.handle.merge(from.handle);
      const code =
        into.unit !== from.unit
          ? "UNIT_MISMATCH"
          : from.remaining > into.max - into.remaining
            ? "CAP_EXCEEDED"
            : null;
      if (code === null) {
        add(ledger, into, merge(), into.remaining + from.remaining);
        return "ok";
      }
      refused("merge", merge, code);
      ledger.budgets.push(into, from);
      return code;
    },
  },
  {
    name: "merge with itself",
    outcomes: ["USE_AFTER_MOVE"],
    applies: hasBudget,
    run: (ledger: Ledger, { at }: Draw): Outcome => {
      const entry = take(ledger.budgets, at);
      ledger.budgets.push(entry);
      return refused("merge", () => entry.handle.merge(entry.handle), "USE_AFTER_MOVE");
    },
  },
  {
    name: "close",
    outcomes: ["ok"],
    applies: hasBudget,
    run: (ledger: Ledger, { at }: Draw): Outcome => {
      const entry = take(ledger.budgets, at);
      equal("close", entry.handle.close(), entry.remaining);
      ledger.spend(entry.unit, entry.remaining);
      return "ok";
    },
  },
  {
    name: "confirm",
    outcomes: ["ok", "OVERRUN"],
    applies: (ledger) => ledger.receipts.length > 0,
    run: (ledger: Ledger, { at, amounts: [actual] }: Draw): Outcome => {
      const entry = take(ledger.receipts, at);
      const { handle, unit, reserved, exhausted } = entry;
      if (!exhausted && actual <= reserved) {
        ledger.refunds.push({ handle: handle.confirm(actual), unit, amount: reserved - actual });
        ledger.spend(unit, actual);
        return "ok";
      }
      if (!exhausted) ledger.spend(unit, reserved);
      entry.exhausted = true;
      ledger.receipts.push(entry);
      return refused("confirm", () => handle.confirm(actual), "OVERRUN");
    },
  },
  {
    name: "settle",
    outcomes: ["ok", "OVERRUN", "UNIT_MISMATCH", "CAP_EXCEEDED"],
    applies: (ledger) => ledger.receipts.length > 0 && ledger.budgets.length > 0,
    run: (ledger: Ledger, { at, other, amounts: [actual] }: Draw): Outcome => {
      const receipt = take(ledger.receipts, at);
      const budget = take(ledger.budgets, other);
      const settle = () => receipt.handle.settle(budget.handle, actual);
      // Positive: a refund. Negative: the excess that the budget has to cover.
      const back = receipt.reserved - actual;

      const code = ((): BudgetErrorCode | null => {
        if (receipt.unit !== budget.unit) return "UNIT_MISMATCH";
        if (receipt.exhausted || budget.remaining + back < 0) return "OVERRUN";
        return back > budget.max - budget.remaining ? "CAP_EXCEEDED" : null;
      })();
      if (code === null) {
        add(ledger, budget, settle(), budget.remaining + back);
        ledger.spend(receipt.unit, actual);
        return "ok";
      }
      if (code === "OVERRUN") {
        if (!receipt.exhausted) ledger.spend(receipt.unit, receipt.reserved);
        receipt.exhausted = true;
      }
      ledger.receipts.push(receipt);
      ledger.budgets.push(budget);
      return refused("settle", settle, code);
    },
  },
  {
    name: "forfeit a receipt",
    outcomes: ["ok"],
    applies: (ledger) => ledger.receipts.length > 0,
    run: (ledger: Ledger, { at }: Draw): Outcome => {
      const { handle, unit, reserved, exhausted } = take(ledger.receipts, at);
      handle.forfeit();
      if (!exhausted) ledger.spend(unit, reserved);
      return "ok";
    },
  },
  {
    name: "apply a refund",
    outcomes: ["ok", "UNIT_MISMATCH", "CAP_EXCEEDED"],
    applies: (ledger) => ledger.refunds.length > 0 && ledger.budgets.length > 0,
    run: (ledger: Ledger, { at, other }: Draw): Outcome => {
      const refund = take(ledger.refunds, at);
      const budget = take(ledger.budgets, other);
      const apply = () => refund.handle.applyTo(budget.handle);
      const room = budget.max - budget.remaining;
      const code =
        refund.unit !== budget.unit ? "UNIT_MISMATCH" : refund.amount > room ? "CAP_EXCEEDED" : null;
      if (code === null) {
        add(ledger, budget, apply(), budget.remaining + refund.amount);
        return "ok";
      }
      ledger.refunds.push(refund);
      ledger.budgets.push(budget);
      return refused("applyTo", apply, code);
    },
  },
  {
    name: "forfeit a refund",
    outcomes: ["ok"],
    applies: (ledger) => ledger.refunds.length > 0,
    run: (ledger: Ledger, { at }: Draw): Outcome => {
      const { handle, unit, amount } = take(ledger.refunds, at);
      handle.forfeit();
      ledger.spend(unit, amount);
      return "ok";
    },
  },
  {
    name: "chunk",
    outcomes: ["ok", "OVERRUN"],
    applies: (ledger) => ledger.streams.length > 0,
    run: (ledger: Ledger, { at, amounts: [amount] }: Draw): Outcome => {
      const entry = take(ledger.streams, at);
      ledger.streams.push(entry);
      const left = entry.reserved - entry.confirmed;
      if (!entry.exhausted && amount <= left) {
        entry.handle.chunk(amount);
        entry.confirmed += amount;
        ledger.spend(entry.unit, amount);
        return "ok";
      }
      if (!entry.exhausted) ledger.spend(entry.unit, left);
      entry.exhausted = true;
      return refused(
        "chunk",
        () => {
          entry.handle.chunk(amount);
        },
        "OVERRUN",
      );
    },
  },
  {
    name: "close a stream",
    outcomes: ["ok", "OVERRUN"],
    applies: (ledger) => ledger.streams.length > 0,
    run: (ledger: Ledger, { at }: Draw): Outcome => {
      const entry = take(ledger.streams, at);
      const { handle, unit, reserved, confirmed, exhausted } = entry;
      if (exhausted) {
        ledger.streams.push(entry);
        return refused("close", () => handle.close(), "OVERRUN");
      }
      ledger.refunds.push({ handle: handle.close(), unit, amount: reserved - confirmed });
      return "ok";
    },
  },
  {
    name: "forfeit a stream",
    outcomes: ["ok"],
    applies: (ledger) => ledger.streams.length > 0,
    run: (ledger: Ledger, { at }: Draw): Outcome => {
      const { handle, unit, reserved, confirmed, exhausted } = take(ledger.streams, at);
      handle.forfeit();
      if (!exhausted) ledger.spend(unit, reserved - confirmed);
      return "ok";
    },
  },
];
