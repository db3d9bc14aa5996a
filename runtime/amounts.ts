import { InvalidAmountError } from "./errors.js";
import { isAmount } from "./internal/isAmount.js";

declare const nanoUsd: unique symbol;

/** An amount of nano-USD (1 USD = 10^9), branded so that it never meets tokens. Made by {@link usd}. */
export type Usd = number & { readonly [nanoUsd]: true };

/** An amount of any other unit: a plain number, and no {@link Usd}. */
export type PlainAmount = number & { readonly [nanoUsd]?: never };

/** What a handle of `Unit` says about itself: {@link Usd} for `"usd"`, a plain number for any other unit. */
export type AmountOf<Unit extends string> = IsUsd<Unit> extends true ? Usd : number;

/**
 * What an operation on a handle of `Unit` takes: {@link Usd} for `"usd"`, plain numbers for any other unit, and nothing
 * for a unit that may be either.
 */
export type AmountFor<Unit extends string> =
  IsUsd<Unit> extends true ? Usd : 0 extends 1 & Unit ? number : "usd" extends Unit ? never : PlainAmount;

/** False for `any`, under which a handle of any unit passes: only run time can tell then. */
type IsUsd<Unit> = 0 extends 1 & Unit ? false : [Unit] extends ["usd"] ? true : false;

const decimal = /^(\d+)(?:\.(\d*))?(?:e([+-]?\d{1,4}))?$/i;

/**
 * Dollars as an amount: nano-USD, rounded to the nearest integer on the decimal digits, half up. A number counts as the
 * shortest decimal that stands for it, so `usd(1.1)` is 1,100,000,000.
 *
 * @throws InvalidAmountError if it is no non-negative decimal number, or over 2^53 - 1 nano-USD.
 */
export function usd(dollars: number | string): Usd {
  const match =
    typeof dollars === "number" || typeof dollars === "string" ? decimal.exec(String(dollars)) : null;
  const amount = match === null ? Number.NaN : toNano(match[1] ?? "", match[2] ?? "", Number(match[3] ?? 0));
  if (!isAmount(amount)) {
    throw new InvalidAmountError(
      "usd",
      dollars,
      'an amount of dollars, such as 1.25 or "0.000000001", up to 9007199.254740991',
    );
  }
  return amount as Usd;
}

/** Shifts the decimal point by digits, never by floating-point arithmetic, which would round twice. */
function toNano(whole: string, fraction: string, exponent: number): number {
  const digits = whole + fraction;
  // Where the decimal point of the nano-USD stands in `digits`.
  const point = whole.length + exponent + 9;
  const integer = point <= 0 ? "0" : digits.slice(0, point).padEnd(point, "0");
  const roundsUp = point >= 0 && digits.charAt(point) >= "5";
  return Number(integer) + (roundsUp ? 1 : 0);
}
