import { BudgetError, type BudgetErrorCode } from "affine-budget";
import { BudgetMint } from "affine-budget/testing";
import { expect } from "vitest";

export const mint = BudgetMint.forTesting();

/** Runs `act`, which must be refused, and returns the refusal for a closer look. */
export function refusal<E extends BudgetError>(
  type: abstract new (...args: never) => E,
  code: BudgetErrorCode,
  act: () => unknown,
): E {
  let caught: unknown;
  try {
    act();
  } catch (error) {
    caught = error;
  }
  expect(caught).toBeInstanceOf(type);
  expect(caught).toBeInstanceOf(BudgetError);
  const error = caught as E;
  expect(error.code).toBe(code);
  expect(error.name).toBe(type.name);
  return error;
}

/** What is no amount. As `never`, which fits every parameter, as `any` does in callers that were never checked. */
export const badAmounts: readonly (readonly [what: string, value: never])[] = (
  [
    ["a negative number", -1],
    ["a fraction", 1.5],
    ["NaN", Number.NaN],
    ["infinity", Number.POSITIVE_INFINITY],
    ["over 2^53 - 1", 2 ** 53],
    ["a numeric string", "1"],
    ["a bigint", 1n],
    ["null", null],
    ["undefined", undefined],
    ["an object with a valueOf", { valueOf: () => 1 }],
  ] as const
).map(([what, value]) => [what, value as never]);

type Copy = (handle: object) => unknown;

/** Ways to copy a handle, none of which makes a handle. */
export const copies: readonly (readonly [how: string, copy: Copy])[] = Object.entries<Copy>({
  spread: (handle) => ({ ...handle }),
  structuredClone: (handle) => structuredClone(handle),
  "Object.create(handle)": (handle) => Object.create(handle) as unknown,
  "Object.create(prototype)": (handle) => Object.create(Object.getPrototypeOf(handle) as object) as unknown,
  JSON: (handle) => JSON.parse(JSON.stringify(handle)) as unknown,
  "a proxy": (handle) => new Proxy(handle, {}),
  null: () => null,
  "a number": () => 7,
});

/** Calls a method on a receiver that need not have it. */
export function invoke(
  from: { readonly prototype: object },
  method: string | symbol,
  receiver: unknown,
  ...args: readonly unknown[]
): unknown {
  const found = Reflect.get(from.prototype, method) as (...args: readonly unknown[]) => unknown;
  return Reflect.apply(found, receiver, args);
}
