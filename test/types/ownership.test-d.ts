/** T1 to T4: the markers, `Borrowed`, `borrow` and `Once`. */
import {
  type Affine,
  type affine,
  borrow,
  type Borrowed,
  type borrowed,
  Budget,
  type BudgetCell,
  type Linear,
  type linear,
  type Once,
  type once,
  Owned,
  type Receipt,
  type Refund,
  type Reservation,
  type StreamingReceipt,
} from "affine-budget";
import { expectAssignable, expectError, expectNotAssignable, expectType } from "tsd";

declare const budget: Budget;
declare const receipt: Receipt;

// T1, T2: what is affine, what is linear, and that both flavours fit `T extends Affine`.
expectType<"atomic">(budget[null! as typeof affine]);
expectAssignable<Affine>(budget);
expectAssignable<Affine<"atomic">>(budget);
expectNotAssignable<Linear>(budget);
for (const handle of [null! as Receipt, null! as Refund, null! as StreamingReceipt, null! as Reservation]) {
  expectAssignable<Linear<"atomic">>(handle);
  expectType<true>(handle[null! as typeof linear]);
}
expectNotAssignable<Affine>(null! as BudgetCell);
expectNotAssignable<Affine>({ n: 1 });

declare function through<T extends Affine>(value: T): T;
expectType<Budget>(through(budget));
expectType<Receipt>(through(receipt));
expectError(through(1));
expectError(through(null! as Borrowed<Budget>));

declare class Declared {
  readonly [affine]: "affine";
  end(this: Declared): void;
}
class Purse extends Owned {
  constructor(readonly budget: Budget) {
    super();
  }
  look(): number {
    return this.budget.remaining;
  }
  open(this: Purse): Budget {
    this.consume("open");
    return this.budget;
  }
}
class Ticket extends Owned<"atomic"> {
  declare readonly [linear]: true;
}
expectAssignable<Affine<"affine">>(null! as Declared);
expectAssignable<Affine<"affine">>(null! as Purse);
expectNotAssignable<Affine<"atomic">>(null! as Purse);
expectAssignable<Linear<"atomic">>(null! as Ticket);
// `consume` is for the class itself.
expectNotAssignable<keyof Purse>("consume");

// T3: a borrow of a budget can look, and nothing else.
declare const lent: Borrowed<Budget>;
expectType<number>(lent.remaining);
expectType<"tokens">(lent.unit);
expectType<boolean>(lent.covers(1));
expectType<true | undefined>(lent[null! as typeof borrowed]);
expectError(lent.spend(1));
expectError(lent.split(1));
expectError(lent.merge(budget));
expectError(lent.reserve(1));
expectError(lent.stream(1));
expectError(lent.close());
expectError(lent.trySpend(1));
expectError(lent.trySplit(1));
expectError(lent.tryReserve(1));
expectNotAssignable<keyof typeof lent>(null! as typeof affine);
expectAssignable<Borrowed<Budget>>(budget);
expectNotAssignable<Budget>(lent);
expectError(budget.merge(lent));

declare const lentReceipt: Borrowed<Receipt>;
expectType<number>(lentReceipt.reserved);
expectError(lentReceipt.confirm(1));
expectError(lentReceipt.settle(budget, 1));
expectError(lentReceipt.forfeit());
expectNotAssignable<keyof typeof lentReceipt>(null! as typeof affine | typeof linear);
declare const lentStream: Borrowed<StreamingReceipt>;
expectType<void>(lentStream.chunk(1));
expectError(lentStream.close());
declare const lentReservation: Borrowed<Reservation>;
expectError(lentReservation.commit(1));
expectError(lentReservation.cancel());

// T3: the user's own classes, and what they hold.
declare const lentPurse: Borrowed<Purse>;
expectType<number>(lentPurse.look());
expectError(lentPurse.open());
expectType<Borrowed<Budget>>(lentPurse.budget);
expectAssignable<Borrowed<Purse>>(null! as Purse);
expectNotAssignable<Purse>(lentPurse);
expectAssignable<Borrowed<Declared>>(null! as Declared);
expectNotAssignable<Declared>(null! as Borrowed<Declared>);

// T3: aggregates, read-only with every part borrowed.
interface Pair {
  a: Budget;
  b: Budget;
  n: number;
}
declare const lentPair: Borrowed<Pair>;
expectType<Borrowed<Budget>>(lentPair.a);
expectType<number>(lentPair.n);
expectError((lentPair.n = 1));
expectError((lentPair.a = budget));
expectError(lentPair.a.close());
expectType<true | undefined>(lentPair[null! as typeof borrowed]);
expectAssignable<Borrowed<Pair>>(null! as Pair);
expectNotAssignable<Pair>(lentPair);

declare const lentArray: Borrowed<Budget[]>;
expectType<readonly Borrowed<Budget>[]>(lentArray);
expectError(lentArray.push(budget));
expectAssignable<Borrowed<Budget[]>>(null! as Budget[]);
expectNotAssignable<Budget[]>(lentArray);

declare const lentTuple: Borrowed<[Budget, number, Receipt?]>;
expectType<readonly [Borrowed<Budget>, number, Borrowed<Receipt>?]>(lentTuple);
expectAssignable<Borrowed<[Budget, number, Receipt?]>>(null! as [Budget, number, Receipt?]);

expectType<ReadonlyMap<string, Borrowed<Budget>>>(null! as Borrowed<Map<string, Budget>>);
expectType<ReadonlySet<Borrowed<Budget>>>(null! as Borrowed<Set<Budget>>);
expectAssignable<Borrowed<Map<string, Budget>>>(null! as Map<string, Budget>);
expectAssignable<Borrowed<Map<Budget, Budget[]>>>(null! as Map<Budget, Budget[]>);
expectAssignable<Borrowed<Set<Budget>>>(null! as Set<Budget>);
expectError((null! as Borrowed<Map<string, Budget>>).delete("a"));
expectError((null! as Borrowed<Set<Budget>>).clear());

// A promise is awaited once: a borrow of it cannot be.
expectAssignable<Borrowed<Promise<Budget>>>(null! as Promise<Budget>);
expectError((null! as Borrowed<Promise<Budget>>).then);

// T3: unions borrow part by part, and what has no affine part is unchanged.
expectType<Borrowed<Budget> | null | string>(null! as Borrowed<Budget | null | string>);
expectType<() => Budget>(null! as Borrowed<() => Budget>);
expectType<Date>(null! as Borrowed<Date>);
expectType<Promise<number>>(null! as Borrowed<Promise<number>>);
expectType<{ n: number }>(null! as Borrowed<{ n: number }>);
expectType<BudgetCell>(null! as Borrowed<BudgetCell>);
expectType<unknown>(null! as Borrowed<unknown>);
expectType<never>(null! as Borrowed<never>);
class Client {
  #token = "";
  get token(): string {
    return this.#token;
  }
}
expectType<Client>((null! as Borrowed<{ client: Client; budget: Budget }>).client);
expectAssignable<Borrowed<{ client: Client; budget: Budget }>>({ client: new Client(), budget });

// T3: types that contain themselves.
interface Chain {
  budget: Budget;
  next: Chain | null;
}
declare const lentChain: Borrowed<Chain>;
expectError(lentChain.next?.next?.next?.budget.close());
expectType<number | undefined>(lentChain.next?.next?.budget.remaining);
expectAssignable<Borrowed<Chain>>(null! as Chain);
interface Plain {
  next: Plain | null;
  all: Plain[];
}
expectType<Plain>(null! as Borrowed<Plain>);
interface Widening<T> {
  value: T;
  wider: Widening<T[]> | null;
}
expectAssignable<Borrowed<Widening<Budget>>>(null! as Widening<Budget>);

// T3: `borrow` lends what generic code cannot see through.
function lend<T>(value: T, look: (value: Borrowed<T>) => number): number {
  expectError(look(value));
  return look(borrow(value));
}
expectType<number>(lend(budget, (b) => b.remaining));
expectError(lend(budget, (b) => b.close()));

// T4: every function is assignable to `Once`, and is called as it was.
declare const finish: Once<(b: Budget, n: number) => string>;
expectType<string>(finish(budget, 1));
expectError(finish(budget));
expectError(finish(lent, 1));
expectType<true | undefined>(finish[null! as typeof once]);
expectAssignable<Once<(b: Budget) => number>>((b: Budget) => b.close());
expectAssignable<Once<() => void>>(() => 1);
expectNotAssignable<Once<() => void>>((n: number) => n);
declare function later(callback: Once<(b: Budget) => number>): void;
later((b) => b.close());
expectError((null! as Borrowed<typeof finish>)(budget, 1));
expectAssignable<Borrowed<typeof finish>>(finish);
