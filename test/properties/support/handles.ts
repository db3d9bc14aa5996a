/**
 * The classes whose handles have one owner: how to get a live handle, every way of moving it, and everything that can
 * be asked of it.
 */
import { budgetOf } from "./badInputs.js";
import {
  BudgetCell,
  BudgetPool,
  type AnyBudget,
  type AnyReceipt,
  type AnyRefund,
  type AnyStream,
} from "./untyped.js";

type Use<Handle> = readonly [name: string, use: (handle: Handle) => unknown];

export interface HandleClass<Handle extends object> {
  readonly name: string;
  readonly live: () => Handle;
  /** Every operation that consumes the handle. */
  readonly moves: readonly Use<Handle>[];
  /** Members that borrow a live handle, and that a moved one refuses. */
  readonly borrows: readonly Use<Handle>[];
  /** What a moved handle answers too: it says no more about money than where it was made. */
  readonly answersWhenMoved: readonly Use<Handle>[];
}

const unit: Use<{ readonly unit: string }> = ["unit", (handle) => handle.unit];

const budgets: HandleClass<AnyBudget> = {
  name: "Budget",
  live: () => budgetOf(10),
  moves: [
    ["spend", (b) => b.spend(1)],
    ["split", (b) => b.split(1, 2)],
    ["merge, as receiver", (b) => b.merge(budgetOf(1))],
    ["merge, as argument", (b) => budgetOf(1).merge(b)],
    ["reserve", (b) => b.reserve(1)],
    ["stream", (b) => b.stream(1)],
    ["close", (b) => b.close()],
    ["trySpend", (b) => b.trySpend(1)],
    ["trySpend, too much", (b) => b.trySpend(11)],
    ["trySplit", (b) => b.trySplit(1)],
    ["trySplit, too much", (b) => b.trySplit(11)],
    ["tryReserve", (b) => b.tryReserve(1)],
    ["tryReserve, too much", (b) => b.tryReserve(11)],
    ["Receipt.settle", (b) => budgetOf(5).reserve(2)[1].settle(b, 1)],
    ["Refund.applyTo", (b) => budgetOf(5).reserve(2)[1].confirm(1).applyTo(b)],
    ["new BudgetCell", (b) => new BudgetCell(b)],
    [
      "BudgetCell.deposit",
      (b) => {
        new BudgetCell(budgetOf(1)).deposit(b);
      },
    ],
    ["new BudgetPool", (b) => new BudgetPool(b)],
  ],
  borrows: [
    ["remaining", (b) => b.remaining],
    ["covers", (b) => b.covers(1)],
  ],
  answersWhenMoved: [unit, ["max", (b) => b.max]],
};

const receipts: HandleClass<AnyReceipt> = {
  name: "Receipt",
  live: () => budgetOf(10).reserve(5)[1],
  moves: [
    ["confirm", (r) => r.confirm(3)],
    ["settle", (r) => r.settle(budgetOf(1), 3)],
    ["settle, over the reservation", (r) => r.settle(budgetOf(1), 6)],
    [
      "forfeit",
      (r) => {
        r.forfeit();
      },
    ],
  ],
  borrows: [["reserved", (r) => r.reserved]],
  answersWhenMoved: [unit],
};

const refunds: HandleClass<AnyRefund> = {
  name: "Refund",
  live: () => budgetOf(10).reserve(5)[1].confirm(3),
  moves: [
    ["applyTo", (r) => r.applyTo(budgetOf(1))],
    [
      "forfeit",
      (r) => {
        r.forfeit();
      },
    ],
  ],
  borrows: [["amount", (r) => r.amount]],
  answersWhenMoved: [unit],
};

const streams: HandleClass<AnyStream> = {
  name: "StreamingReceipt",
  live: () => budgetOf(10).stream(5)[1],
  moves: [
    ["close", (s) => s.close()],
    [
      "forfeit",
      (s) => {
        s.forfeit();
      },
    ],
  ],
  borrows: [
    ["reserved", (s) => s.reserved],
    ["confirmed", (s) => s.confirmed],
    ["remaining", (s) => s.remaining],
    [
      "chunk",
      (s) => {
        s.chunk(1);
      },
    ],
  ],
  answersWhenMoved: [unit],
};

export const handleClasses = [budgets, receipts, refunds, streams] as readonly HandleClass<object>[];
