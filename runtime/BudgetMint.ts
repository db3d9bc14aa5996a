import type { AmountFor } from "./amounts.js";
import { type Budget, newBudget } from "./Budget.js";
import { AuthorityError, CapExceededError, InvalidHandleError, UnitMismatchError } from "./errors.js";
import { isObject } from "./internal/isObject.js";
import { key } from "./internal/key.js";
import { requireAmount } from "./internal/requireAmount.js";
import { seal } from "./internal/seal.js";

/** What {@link BudgetMint.issue} takes beside the amount. */
export interface IssueOptions<Unit extends string, Max extends number> {
  /** Unit of the budget; `"tokens"` unless told. A `usd` amount requires `"usd"`. */
  readonly unit?: Unit;
  /** The most that the budget and its parts may ever hold; the amount unless told. */
  readonly max?: Max;
}

/** For the `testing` entry alone: mints without the realm's authority. */
export let newMint: () => BudgetMint;

/** The same symbol in every copy and format of the package, so that one latch serves the realm. */
const authority = Symbol.for("affine-budget.authority");

/** The only maker of new budgets. Hold it where budgets are granted, and pass budgets, never the mint. */
export class BudgetMint {
  readonly #genuine = true;

  private constructor(pass: typeof key) {
    if (pass !== key) throw new InvalidHandleError("new BudgetMint", "BudgetMint");
  }

  static {
    newMint = () => new BudgetMint(key);
    seal(BudgetMint);
  }

  /**
   * The realm's one mint. The checker keeps the call to the files that the plugin option `authority` names (X4).
   *
   * @throws AuthorityError the second time in a realm, whichever copy or format of the package asks
   */
  static takeAuthority(): BudgetMint {
    if (authority in globalThis) {
      throw new AuthorityError(
        "takeAuthority: the authority of this realm was taken before. Pass the mint, or better a budget, from where it " +
          'was taken; tests use BudgetMint.forTesting() from "affine-budget/testing".',
      );
    }
    // Not configurable, not writable, or the latch could be lifted.
    if (!Reflect.defineProperty(globalThis, authority, { value: true })) {
      throw new AuthorityError(
        "takeAuthority: globalThis is not extensible, so nothing can ensure a single authority.",
      );
    }
    return newMint();
  }

  /**
   * A new budget of `amount`. Its `Max` is inferred from a literal, its unit from `options` alone.
   *
   * @throws InvalidAmountError
   * @throws CapExceededError if `amount` is over `max`
   * @throws UnitMismatchError if the unit is no name
   */
  issue<const Amount extends number, const Unit extends string = "tokens", const Max extends number = Amount>(
    amount: Amount & AmountFor<Unit>,
    options: IssueOptions<Unit, Max & AmountFor<Unit>> = {},
  ): Budget<NoInfer<Unit>, NoInfer<Max>> {
    if (!isObject(this) || !(#genuine in this)) throw new InvalidHandleError("issue", "BudgetMint");
    const { unit = "tokens", max = amount } = options as IssueOptions<string, number>;
    const remaining = requireAmount("issue", amount);
    const cap = requireAmount("issue", max);
    if (typeof unit !== "string" || unit === "")
      throw new UnitMismatchError("issue", "a name such as tokens", unit);
    if (remaining > cap) throw new CapExceededError("issue", remaining, 0, cap, unit);
    return newBudget<NoInfer<Unit>, NoInfer<Max>>(remaining, cap, unit);
  }

  /** For logs. */
  toString(): string {
    return "BudgetMint";
  }
}
