import type ts from "typescript";
import { analyseFile, type CoreOptions } from "./analyseFile.js";
import { BalanceFlow } from "./analyses/BalanceFlow.js";
import { checkBalances } from "./check/checkBalances.js";
import { checkHolding } from "./check/checkHolding.js";
import { checkOwnership } from "./check/checkOwnership.js";
import { oncePerCallback } from "./check/oncePerCallback.js";
import { checkSignatures } from "./check/checkSignatures.js";
import { unreachedFunctions } from "./check/unreachedFunctions.js";
import type { Asking } from "./facts/gatherFacts.js";
import type { Finding } from "./findings.js";
import { isModuleLevel } from "./syntax/bodies.js";
import type { Syntax } from "./syntax/Syntax.js";

export interface CheckedFile {
  /** In order of position. */
  readonly findings: readonly Finding[];
  /** Something at module level is owned or borrowed, so that what one statement does to it concerns others. */
  readonly holdsAtModuleLevel: boolean;
}

/**
 * The pipeline: analyse the file; then solve and check each body. An error inside the checker costs the findings of one body
 * and becomes one itself.
 */
export function* checkFile(syntax: Syntax, file: ts.SourceFile, options: CoreOptions): Asking<CheckedFile> {
  const analysis = yield* analyseFile(syntax, file, options);
  if (analysis === null) return { findings: [], holdsAtModuleLevel: false };
  const { scan, facts, bodies, attempts } = analysis;
  const findings: Finding[] = [...(attempts.on(file, () => checkSignatures(syntax, scan, facts)) ?? [])];
  const balances = new BalanceFlow();
  const unreached = new Set<ts.Node>();
  // Bodies come after those that make them.
  for (const { owner, body, ownership, holding, states } of bodies) {
    if (unreached.has(owner)) {
      for (const node of body.functions.keys()) unreached.add(node);
      continue;
    }
    const found = attempts.on(owner, () => {
      const solved = states();
      for (const node of unreachedFunctions(body, solved)) unreached.add(node);
      return [
        ...checkOwnership(body, ownership, solved),
        ...checkBalances(body, balances),
        ...checkHolding(body, holding),
      ];
    });
    findings.push(...(found ?? []));
  }
  findings.push(...attempts.failures);
  return {
    findings: [...oncePerCallback(findings)].sort((a, b) => a.at.start - b.at.start || a.at.end - b.at.end),
    holdsAtModuleLevel: bodies.some(({ owner }) => isModuleLevel(syntax, owner)),
  };
}
