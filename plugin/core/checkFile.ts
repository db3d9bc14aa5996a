import type ts from "typescript";
import { BalanceFlow } from "./analyses/BalanceFlow.js";
import { HoldingFlow } from "./analyses/HoldingFlow.js";
import { OwnershipFlow } from "./analyses/OwnershipFlow.js";
import { summarise } from "./analyses/summarise.js";
import { sameSummary, type Summary } from "./analyses/Summary.js";
import { checkBalances } from "./check/checkBalances.js";
import { checkHolding } from "./check/checkHolding.js";
import { checkOwnership } from "./check/checkOwnership.js";
import { checkSignatures } from "./check/checkSignatures.js";
import { solveForward } from "./dataflow/solveForward.js";
import { effectsOf } from "./effects/effectsOf.js";
import { findClosures } from "./facts/closures.js";
import { findKeepers } from "./facts/keepers.js";
import { gatherFacts, type Asking } from "./facts/gatherFacts.js";
import type { Answers } from "./facts/questions.js";
import { resolveScopes } from "./facts/resolveScopes.js";
import { scanFile } from "./facts/scanFile.js";
import type { Finding } from "./findings.js";
import type { Body, Invoke } from "./ir/Body.js";
import { lowerBody, type FileContext } from "./lower/lowerBody.js";
import type { BodyOwner } from "./syntax/bodies.js";
import type { Syntax } from "./syntax/Syntax.js";

export interface CoreOptions {
  /** Dotted names of callees whose arguments are only inspected (M3), beside the built-in ones. */
  readonly inspect: readonly string[];
  /** Looks at every body, whether or not it holds anything owned: for measuring the pipeline on any code. */
  readonly everyBody?: boolean;
}

/** Summaries only grow, each in a few steps; more rounds than this is a fault of ours. */
const maxRounds = 100;

/**
 * The pipeline: scan, ask, resolve; then for each body that holds something owned lower, effects, summarise closures to
 * a fixpoint, solve, check. Findings are in order of position. An error inside the checker costs the findings of one
 * body and becomes one itself.
 */
export function* checkFile(
  syntax: Syntax,
  file: ts.SourceFile,
  options: CoreOptions,
): Asking<readonly Finding[]> {
  const everyBody = options.everyBody === true;
  const holding = (yield { ask: "statements", nodes: file.statements }) as Answers["statements"];
  const scan = scanFile(
    syntax,
    file,
    new Set(file.statements.filter((_, index) => everyBody || holding[index] === true)),
  );
  const facts = yield* gatherFacts(syntax, scan, everyBody);
  if (facts === null) return [];
  const scopes = resolveScopes(syntax, scan, facts);
  const closures = findClosures(syntax, scan, facts, scopes);
  const findings: Finding[] = [...checkSignatures(syntax, scan, facts)];
  const bodies = new Map<BodyOwner, LoweredBody | null>();
  const lowered = (owner: BodyOwner): LoweredBody | null => {
    const known = bodies.get(owner);
    if (known !== undefined) return known;
    bodies.set(owner, null);
    try {
      const body = lowerBody(context, owner);
      const effects = new Map(body.blocks.map((block) => [block, block.instructions.flatMap(effectsOf)]));
      const flow = new OwnershipFlow(body, effects, summaryOf, closures.ofNode(owner) !== null);
      bodies.set(owner, {
        body,
        flow,
        holding: new HoldingFlow(effects, summaryOf),
      });
    } catch (error) {
      findings.push(internalError(context, owner, error));
    }
    return bodies.get(owner) ?? null;
  };
  const context: FileContext = {
    ...{ syntax, facts, scan, scopes, closures },
    inspectors: new Set(options.inspect),
    keepers: findKeepers(syntax, scan, facts),
    bodyOf: (owner) => lowered(owner)?.body ?? null,
  };
  const summaries = new Map<ts.Node, Summary>();
  const summaryOf = ({ closure }: Invoke): Summary | undefined => summaries.get(closure.node);

  const tracked = scan.bodies.filter(
    (owner) => everyBody || scopes.tracked.has(owner) || closures.ofNode(owner) !== null,
  );
  const withClosures = tracked.filter((owner) => closures.ofNode(owner) !== null);
  for (let round = 0, changed = withClosures.length > 0; changed; round++) {
    if (round > maxRounds) throw new Error(`the summaries of the closures in ${file.fileName} do not settle`);
    changed = false;
    for (const owner of withClosures) {
      const unit = lowered(owner);
      if (unit === null) continue;
      const summary = summarise(unit.body, unit.flow);
      if (sameSummary(summaries.get(owner), summary)) continue;
      summaries.set(owner, summary);
      changed = true;
    }
  }

  const balances = new BalanceFlow();
  for (const owner of tracked) {
    const unit = lowered(owner);
    if (unit === null) continue;
    try {
      findings.push(...checkOwnership(unit.body, unit.flow, solveForward(unit.body, unit.flow)));
      findings.push(...checkBalances(unit.body, balances, solveForward(unit.body, balances)));
      findings.push(...checkHolding(unit.body, unit.holding, solveForward(unit.body, unit.holding)));
    } catch (error) {
      findings.push(internalError(context, owner, error));
    }
  }
  return findings.sort((a, b) => a.at.start - b.at.start || a.at.end - b.at.end);
}

interface LoweredBody {
  readonly body: Body;
  readonly flow: OwnershipFlow;
  readonly holding: HoldingFlow;
}

function internalError({ syntax, scan }: FileContext, owner: BodyOwner, error: unknown): Finding {
  const { name } = owner as { name?: ts.Node };
  const start = syntax.startOf(name ?? owner);
  const subject = name === undefined ? "this code" : syntax.textOf(name);
  const message = error instanceof Error ? error.message : String(error);
  return {
    rule: "unsupported",
    at: { file: scan.file.fileName, start, end: name?.end ?? start + 1 },
    subject,
    construct: `\`${subject}\`: the checker failed on it (${message}); please report this`,
    labels: [],
  };
}
