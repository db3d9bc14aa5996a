import type ts from "typescript";
import { MaybeMoved } from "./analyses/maybeMoved.js";
import { checkMoves } from "./check/checkMoves.js";
import { solveForward } from "./dataflow/solveForward.js";
import { effectsOf } from "./effects/effectsOf.js";
import { gatherFacts, type Asking } from "./facts/gatherFacts.js";
import { resolveScopes } from "./facts/resolveScopes.js";
import { scanFile } from "./facts/scanFile.js";
import type { Finding } from "./findings.js";
import type { Body } from "./ir/Body.js";
import { lowerBody, type FileContext } from "./lower/lowerBody.js";
import type { BodyOwner } from "./syntax/bodies.js";
import type { Syntax } from "./syntax/Syntax.js";

export interface CoreOptions {
  /** Dotted names of callees whose arguments are only inspected (M3), beside the built-in ones. */
  readonly inspect: readonly string[];
}

/**
 * The pipeline: scan, ask, resolve, then for each body that holds something owned lower, effects, solve, check.
 * Findings are in order of position. An error inside the checker costs the findings of one body and becomes one itself.
 */
export function* checkFile(
  syntax: Syntax,
  file: ts.SourceFile,
  options: CoreOptions,
): Asking<readonly Finding[]> {
  const scan = scanFile(syntax, file);
  const facts = yield* gatherFacts(syntax, scan);
  if (facts === null) return [];
  const scopes = resolveScopes(syntax, scan, facts);
  const context: FileContext = { syntax, facts, scan, scopes, inspectors: new Set(options.inspect) };
  return scan.bodies
    .filter((owner) => scopes.tracked.has(owner))
    .flatMap((owner) => checkBody(context, owner))
    .sort((a, b) => a.at.start - b.at.start || a.at.end - b.at.end);
}

function checkBody(context: FileContext, owner: BodyOwner): readonly Finding[] {
  try {
    const body = lowerBody(context, owner);
    const analysis = new MaybeMoved(body, effectsOfBody(body));
    return checkMoves(body, analysis, solveForward(body, analysis));
  } catch (error) {
    return [internalError(context, owner, error)];
  }
}

function effectsOfBody(body: Body): ConstructorParameters<typeof MaybeMoved>[1] {
  return new Map(body.blocks.map((block) => [block, block.instructions.flatMap(effectsOf)]));
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
