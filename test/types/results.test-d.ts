/** What operations return: tuples of the right length, and unions that `ok` tells apart. */
import {
  Budget,
  BudgetPool,
  type Parts,
  type Receipt,
  type Refund,
  type Reservation,
  type Resolved,
  type StreamingReceipt,
  takeFrom,
} from "affine-budget";
import { expectAssignable, expectError, expectType } from "tsd";

type B = Budget<"tokens", 10>;
declare const b: B;
declare const amounts: number[];

// `split`: one part for each amount, then the rest.
expectType<[B, B]>(b.split(1));
expectType<[B, B, B]>(b.split(1, 2));
expectType<[B, B, B, B]>(b.split(1, 2, 3));
expectType<[B, ...B[], B]>(b.split(1, ...amounts));
expectAssignable<Parts<"tokens", 10, [1]>>(b.split(1, 2));
expectError(b.split());
const [part, rest] = b.split(1);
expectType<B>(part);
expectType<B>(rest);
const pair = b.split(1);
expectType<2>(pair.length);

// `reserve` and `stream`.
const [left, receipt] = b.reserve(1);
expectType<B>(left);
expectType<Receipt>(receipt);
expectType<Refund>(receipt.confirm(1));
expectType<void>(receipt.forfeit());
expectType<StreamingReceipt>(b.stream(1)[1]);
expectType<Refund>(b.stream(1)[1].close());

// `try*`: `ok` tells.
const spent = b.trySpend(1);
expectType<B>(spent.budget);
expectError(spent.shortfall);
if (!spent.ok) expectType<number>(spent.shortfall);

const divided = b.trySplit(1, 2);
expectError(divided.parts);
expectError(divided.budget);
if (divided.ok) expectType<[B, B, B]>(divided.parts);
else expectType<B>(divided.budget);

const held = b.tryReserve(1);
expectType<B>(held.budget);
expectError(held.receipt);
if (held.ok) expectType<Receipt>(held.receipt);
else expectType<number>(held.shortfall);

// A consuming method wants a receiver of its own type.
expectError((null! as Budget<"usd">).spend.call(b, 1));

// `withReservation`: the callback must return what `commit` or `cancel` made.
const pool = new BudgetPool(b);
expectType<Reservation>(pool.reserve(1));
expectType<Resolved<undefined>>(pool.reserve(1).commit(1));
expectType<Resolved<string>>(pool.reserve(1).commit(1, "reply"));
expectType<Promise<string>>(pool.withReservation(1, async (r) => r.commit(1, "reply")));
expectType<Promise<string>>(pool.withReservation(1, (r) => r.commit(1, "reply")));
expectType<Promise<undefined>>(pool.withReservation(1, (r) => r.cancel()));
expectType<Promise<number | undefined>>(
  pool.withReservation(1, async (r) => (Math.random() > 0.5 ? r.commit(1, Math.random()) : r.cancel())),
);
expectError(pool.withReservation(1, async () => "reply"));
expectError(pool.withReservation(1, () => undefined));
expectError(pool.withReservation(1, () => ({ value: "reply" })));
expectAssignable<AsyncDisposable>(pool.reserve(1));

// `takeFrom`.
expectType<B | undefined>(takeFrom(null! as Map<string, B>, "a"));
expectError(takeFrom(null! as Map<string, B>, 1));
