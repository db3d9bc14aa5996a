import type { RuleName } from "../findings.js";
import { affineTypeParameter } from "./catalogue/affine-type-parameter.js";
import { assignResultBack } from "./catalogue/assign-result-back.js";
import { borrowParameter } from "./catalogue/borrow-parameter.js";
import { breakInsteadOfContinue } from "./catalogue/break-instead-of-continue.js";
import { forfeit } from "./catalogue/forfeit.js";
import { onceCallback } from "./catalogue/once-callback.js";
import { readBefore } from "./catalogue/read-before.js";
import { splitBefore } from "./catalogue/split-before.js";
import { takeFromMap } from "./catalogue/take-from-map.js";
import { takeThenClear } from "./catalogue/take-then-clear.js";
import type { FixDefinition, FixName } from "./Fix.js";

/** Keyed by name so that the compiler demands every fix of `FixName`. */
const byName: Readonly<Record<FixName, FixDefinition>> = {
  "assign-result-back": assignResultBack,
  "read-before": readBefore,
  "take-then-clear": takeThenClear,
  "take-from-map": takeFromMap,
  "borrow-parameter": borrowParameter,
  "once-callback": onceCallback,
  "split-before": splitBefore,
  "break-instead-of-continue": breakInsteadOfContinue,
  forfeit,
  "affine-type-parameter": affineTypeParameter,
};

/** Every fix, those that are offered first at the front. */
export const fixes: readonly FixDefinition[] = Object.values(byName);

export function fixNamed(name: FixName): FixDefinition {
  return byName[name];
}

export function isFixName(name: string): name is FixName {
  return Object.hasOwn(byName, name);
}

export function fixesOfRule(rule: RuleName): readonly FixDefinition[] {
  return fixes.filter(({ rules }) => rules.includes(rule));
}
