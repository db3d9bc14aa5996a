/** Units and bounds: tokens never meet dollars, two bounds never merge, and neither is inferred from context. */
import {
  Budget,
  BudgetCell,
  type BudgetMint,
  BudgetPool,
  type InsufficientFundsError,
  type Receipt,
  type Refund,
  type StreamingReceipt,
  type Usd,
  usd,
} from "affine-budget";
import { BudgetMint as TestMint } from "affine-budget/testing";
import { expectAssignable, expectError, expectNotAssignable, expectType } from "tsd";

declare const mint: BudgetMint;
declare const n: number;
const dollars = usd(1.25);

expectType<BudgetMint>(TestMint.forTesting());
expectType<Usd>(dollars);
expectAssignable<number>(dollars);
expectNotAssignable<Usd>(1);

// A literal is the bound, unless a max is given; a computed amount bounds by `number`.
expectType<Budget<"tokens", 1000>>(mint.issue(1_000));
expectType<Budget<"tokens", number>>(mint.issue(n));
expectType<Budget<"tokens", 5000>>(mint.issue(1_000, { max: 5_000 }));
expectType<Budget<"calls", 10>>(mint.issue(10, { unit: "calls" }));
expectType<Budget<"calls", 20>>(mint.issue(10, { unit: "calls", max: 20 }));
expectType<Budget<"tokens", 10>>(mint.issue(10, { unit: "tokens" }));
expectAssignable<Budget<"usd">>(mint.issue(dollars, { unit: "usd" }));
expectAssignable<Budget<"usd">>(mint.issue(dollars, { unit: "usd", max: usd(2) }));
const options = { max: 5 } as const;
expectType<Budget<"tokens", 5>>(mint.issue(1, options));

// Dollars need the unit, and the unit needs dollars.
expectError(mint.issue(dollars));
expectError(mint.issue(dollars, { unit: "tokens" }));
expectError(mint.issue(1, { unit: "usd" }));
expectError(mint.issue(dollars, { unit: "usd", max: 5 }));
expectError(mint.issue(1, { max: dollars }));
declare const someUnit: string;
expectError(mint.issue(1, { unit: someUnit }));

// The context says nothing about the unit.
expectError<Budget<"usd">>(mint.issue(1));
expectNotAssignable<Budget<"usd">>(mint.issue(1));
expectNotAssignable<Budget<"usd">>(mint.issue(1, { max: 2 }));
const tokens: Budget = mint.issue(1);
const purse: Budget<"usd"> = mint.issue(dollars, { unit: "usd" });

// Amounts of a handle are of its unit.
expectType<number>(tokens.remaining);
expectType<Usd>(purse.remaining);
expectType<Usd>(purse.max);
expectType<Usd>(purse.close());
expectType<Budget<"usd">>(purse.spend(dollars));
expectType<Budget<"usd">>(purse.spend(purse.remaining));
expectError(purse.spend(1));
expectError(tokens.spend(dollars));
expectError(purse.covers(1));
expectError(tokens.covers(dollars));
expectError(purse.split(dollars, 1));
expectError(tokens.split(1, dollars));
expectError(purse.reserve(1));
expectError(tokens.stream(dollars));
expectError(tokens.trySpend(dollars));
expectError(purse.trySplit(1));
expectError(purse.tryReserve(1));
expectError(purse.spend(dollars + dollars));

// Units never mix.
expectError(tokens.merge(purse));
expectError(purse.merge(tokens));
expectNotAssignable<Budget>(purse);
expectNotAssignable<Budget<"usd">>(tokens);
expectNotAssignable<Budget<string>>(tokens);
expectNotAssignable<Budget>(null! as Budget<"calls">);
expectError((null! as Budget<string>).spend(1));
declare const tokenReceipt: Receipt;
declare const tokenRefund: Refund;
declare const tokenStream: StreamingReceipt;
expectType<Budget>(tokenReceipt.settle(tokens, 1));
expectType<Budget>(tokenRefund.applyTo(tokens));
expectError(tokenReceipt.settle(purse, 1));
expectError(tokenReceipt.confirm(dollars));
expectError(tokenRefund.applyTo(purse));
expectError(tokenStream.chunk(dollars));
expectNotAssignable<Receipt>(null! as Receipt<"usd">);
expectNotAssignable<Refund<"usd">>(tokenRefund);
expectNotAssignable<StreamingReceipt<"usd">>(tokenStream);
expectError(new BudgetCell(tokens).deposit(purse));
expectError(new BudgetPool(purse).reserve(1));

// A bounded budget is a budget, of no other bound. A merge keeps the bound of its receiver.
const small = mint.issue(10);
const large = mint.issue(1_000);
expectAssignable<Budget>(small);
expectNotAssignable<Budget<"tokens", 10>>(tokens);
expectNotAssignable<Budget<"tokens", 1000>>(small);
expectError(small.merge(large));
expectError(large.merge(small));
expectType<Budget<"tokens", 10>>(small.merge(small));
// What came back from a function that takes any token budget merges into either.
expectType<Budget<"tokens", 10>>(small.merge(tokens));
expectType<Budget>(tokens.merge(small));
expectType<Budget>(tokens.merge(tokens));
expectType<Budget>(tokens.merge(small));
declare function take(budget: Budget): void;
take(small);
expectError(take(purse));

// The bound stays with the value and its parts.
expectType<10>(small.max);
expectType<Budget<"tokens", 10>>(small.spend(1));
expectType<[Budget<"tokens", 10>, Receipt]>(small.reserve(1));
expectType<[Budget<"tokens", 10>, StreamingReceipt]>(small.stream(1));
expectType<Budget<"tokens", 10>>(tokenReceipt.settle(small, 1));
expectType<Budget<"tokens", 10>>(tokenRefund.applyTo(small));
expectType<Budget<"tokens", 10>>(new BudgetCell(small).withdraw(1));
expectType<Budget<"tokens", 10>>(new BudgetPool(small).drain());
expectType<10>(new BudgetPool(small).cap);
let held = mint.issue(10);
held = held.spend(1);

expectType<number>((null! as InsufficientFundsError).shortfall);
// The constructor is private.
expectNotAssignable<new (...args: never) => unknown>(Budget);
