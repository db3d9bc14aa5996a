import type ts from "typescript";
import { HoldingFlow } from "./analyses/HoldingFlow.js";
import { nothingOwed, owedAfter, type Owed } from "./analyses/owedAfter.js";
import { OwnershipFlow } from "./analyses/OwnershipFlow.js";
import { gatherNamedLoans, loansOfCaptures, type NamedLoans } from "./analyses/namedLoans.js";
import type { OwnershipState } from "./analyses/OwnershipState.js";
import { Summaries } from "./analyses/Summaries.js";
import { summarise } from "./analyses/summarise.js";
import { Attempts } from "./Attempts.js";
import { solveForward } from "./dataflow/solveForward.js";
import { effectsOf } from "./effects/effectsOf.js";
import { findClosures } from "./facts/closures.js";
import { findKeepers } from "./facts/keepers.js";
import type { Facts } from "./facts/Facts.js";
import { gatherFacts, type Asking } from "./facts/gatherFacts.js";
import type { Answers } from "./facts/questions.js";
import { resolveScopes } from "./facts/resolveScopes.js";
import { scanFile, type FileScan } from "./facts/scanFile.js";
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

export interface FileAnalysis {
  readonly scan: FileScan;
  readonly facts: Facts;
  /** The bodies that hold something owned, in order of position. */
  readonly bodies: readonly AnalysedBody[];
  readonly attempts: Attempts;
}

type BlockStates = readonly (OwnershipState | undefined)[];

/** A body, and the analyses that are ready to be solved over it: the summaries of all closures are known. */
export interface AnalysedBody {
  readonly owner: BodyOwner;
  readonly body: Body;
  readonly ownership: OwnershipFlow;
  readonly holding: HoldingFlow;
  /** The ownership on entry of each block, at the fixpoint. */
  readonly states: () => BlockStates;
}

/**
 * The first half of the pipeline: scan, ask, resolve; then for each body that holds something owned lower and effects,
 * and summarise closures to a fixpoint. Null: nothing in the file can be owned.
 */
export function* analyseFile(
  syntax: Syntax,
  file: ts.SourceFile,
  options: CoreOptions,
): Asking<FileAnalysis | null> {
  const everyBody = options.everyBody === true;
  const mayHold = (yield { ask: "statements", nodes: file.statements }) as Answers["statements"];
  const holding = new Set(file.statements.filter((_, index) => everyBody || mayHold[index] === true));
  if (holding.size === 0) return null;
  const scan = scanFile(syntax, file, holding);
  const facts = yield* gatherFacts(syntax, scan);
  const scopes = resolveScopes(syntax, scan, facts);
  const closures = findClosures(syntax, scan, facts, scopes);
  const attempts = new Attempts(syntax, file);
  const summaries = new Summaries();
  const isClosure = (owner: BodyOwner): boolean => closures.ofNode(owner) !== null;

  const goesOn = (owner: BodyOwner): boolean => {
    const closure = closures.ofNode(owner);
    return closure !== null && (closure.isAsync || closure.isGenerator);
  };

  const bodies = new Map<BodyOwner, AnalysedBody | null>();
  let loansOfNames: NamedLoans | null = null;
  const namedLoans = (): NamedLoans =>
    (loansOfNames ??= gatherNamedLoans(
      [...closuresInnermostFirst, ...tracked].flatMap((owner) => analysed(owner)?.body ?? []),
    ));
  const around = (owner: BodyOwner) => (): NamedLoans =>
    loansOfCaptures(namedLoans(), scopes.captures.get(owner) ?? []);
  const settled = new Map<BodyOwner, BlockStates>();
  const owedByClosure = new Map<ts.Node, Owed>();
  const owed = ({ closure: { node } }: Invoke): Owed => {
    const known = owedByClosure.get(node);
    if (known !== undefined) return known;
    // What a recursive call leaves, the call that it is part of leaves.
    owedByClosure.set(node, nothingOwed);
    const unit = analysed(node);
    const left = unit === null ? nothingOwed : owedAfter(unit.body, unit.holding);
    owedByClosure.set(node, left);
    return left;
  };
  const analysed = (owner: BodyOwner): AnalysedBody | null => {
    const known = bodies.get(owner);
    if (known !== undefined) return known;
    bodies.set(owner, null);
    const unit = attempts.on(owner, () => {
      const body = lowerBody(context, owner);
      const effects = new Map(body.blocks.map((block) => [block, block.instructions.flatMap(effectsOf)]));
      const ownership = new OwnershipFlow(
        body,
        effects,
        summaries.of,
        isClosure(owner) ? around(owner) : null,
      );
      const states = (): BlockStates => settled.get(owner) ?? solveForward(body, ownership);
      return { owner, body, ownership, holding: new HoldingFlow(body, effects, summaries.of, owed), states };
    });
    bodies.set(owner, unit);
    return unit;
  };
  const context: FileContext = {
    ...{ syntax, facts, scan, scopes, closures },
    inspectors: new Set(options.inspect),
    keepers: findKeepers(syntax, scan, facts),
    bodyOf: (owner) => analysed(owner)?.body ?? null,
  };

  const tracked = scan.bodies.filter((owner) => everyBody || scopes.tracked.has(owner) || isClosure(owner));
  // The scan names parents first.
  const closuresInnermostFirst = tracked.filter(isClosure).reverse();
  summaries.settle(closuresInnermostFirst, (owner, verify) => {
    const unit = analysed(owner);
    if (unit === null) return null;
    return attempts.on(owner, () => {
      // Solved again whenever a summary changes that it reads, so that the last of them is the fixpoint.
      const states = solveForward(unit.body, unit.ownership);
      settled.set(owner, states);
      const summary = summarise(unit.body, unit.ownership, states, goesOn(owner));
      verify(summary);
      return summary;
    });
  });
  return { scan, facts, bodies: tracked.flatMap((owner) => analysed(owner) ?? []), attempts };
}
