import type { ReportName, RuleName } from "../findings.js";
import { internalError } from "./internalError.js";
import type { Definition, Rule } from "./rule.js";
import { aliasing } from "./rules/aliasing.js";
import { borrowEscape } from "./rules/borrow-escape.js";
import { closureEscape } from "./rules/closure-escape.js";
import { copy } from "./rules/copy.js";
import { discarded } from "./rules/discarded.js";
import { doubleSpend } from "./rules/double-spend.js";
import { escape } from "./rules/escape.js";
import { exportOwned } from "./rules/export-owned.js";
import { forged } from "./rules/forged.js";
import { movedInLoop } from "./rules/moved-in-loop.js";
import { moveOutOfShared } from "./rules/move-out-of-shared.js";
import { moveOutOfUsing } from "./rules/move-out-of-using.js";
import { moveWhileBorrowed } from "./rules/move-while-borrowed.js";
import { overdraft } from "./rules/overdraft.js";
import { ownershipMismatch } from "./rules/ownership-mismatch.js";
import { partiallyMoved } from "./rules/partially-moved.js";
import { repeatableCallback } from "./rules/repeatable-callback.js";
import { unauthorisedMint } from "./rules/unauthorised-mint.js";
import { unresolved } from "./rules/unresolved.js";
import { unsupported } from "./rules/unsupported.js";
import { useAfterDelegation } from "./rules/use-after-delegation.js";
import { useAfterMove } from "./rules/use-after-move.js";

/** Keyed by name so that the compiler demands every rule of `RuleName`, each under its own name. */
const byName: { readonly [Name in RuleName]: Rule<Name> } = {
  aliasing,
  "double-spend": doubleSpend,
  "use-after-delegation": useAfterDelegation,
  "use-after-move": useAfterMove,
  "moved-in-loop": movedInLoop,
  "partially-moved": partiallyMoved,
  "move-out-of-shared": moveOutOfShared,
  "move-while-borrowed": moveWhileBorrowed,
  "borrow-escape": borrowEscape,
  "repeatable-callback": repeatableCallback,
  "closure-escape": closureEscape,
  escape,
  "ownership-mismatch": ownershipMismatch,
  "export-owned": exportOwned,
  "move-out-of-using": moveOutOfUsing,
  overdraft,
  unresolved,
  discarded,
  "unauthorised-mint": unauthorisedMint,
  copy,
  forged,
  unsupported,
};

/** Every rule, in order of its code. */
export const rules: readonly Rule[] = Object.values<Rule>(byName).sort((a, b) => a.code - b.code);

export function ruleNamed<Name extends RuleName>(name: Name): Rule<Name> {
  return byName[name];
}

/** What a finding is reported as: a rule's breach, or a failure of the check itself. */
export function definitionOf(name: ReportName): Definition {
  return isRuleName(name) ? byName[name] : internalError;
}

export function isRuleName(name: string): name is RuleName {
  return Object.hasOwn(byName, name);
}

export { internalError } from "./internalError.js";
export type { Rule, RuleExample, Severity } from "./rule.js";
