import type ts from "typescript";
import { analyseFile, type AnalysedBody, type CoreOptions } from "../analyseFile.js";
import { printOwnershipState } from "../analyses/printOwnershipState.js";
import type { Asking } from "../facts/gatherFacts.js";
import type { Finding, Span } from "../findings.js";
import { printBody, type PrintOptions } from "../ir/printBody.js";
import { describeBody, nameOfBody } from "../syntax/bodies.js";
import type { Syntax } from "../syntax/Syntax.js";
import { SourceText } from "./frame/SourceText.js";

export interface Dump {
  readonly bodies: readonly DumpedBody[];
  /** Bodies that could not be lowered. */
  readonly failures: readonly Finding[];
}

export interface DumpedBody {
  readonly name: string | null;
  readonly text: string;
}

/** What the checker makes of the bodies of a file: their instructions, with `states` the ownership around each block. */
export function* dumpFile(
  syntax: Syntax,
  file: ts.SourceFile,
  options: CoreOptions & { readonly states: boolean },
): Asking<Dump> {
  const analysis = yield* analyseFile(syntax, file, options);
  if (analysis === null) return { bodies: [], failures: [] };
  const { attempts } = analysis;
  const locate = locator(file);
  const bodies = analysis.bodies.flatMap((unit): readonly DumpedBody[] => {
    const { owner, body } = unit;
    const text = attempts.on(owner, () =>
      printBody(body, options.states ? { locate, notes: statesOf(unit, locate) } : { locate }),
    );
    if (text === null) return [];
    const start = syntax.startOf(owner);
    const heading = `${describeBody(syntax, owner)} at ${locate({ file: file.fileName, start, end: start })}`;
    return [{ name: nameOfBody(syntax, owner), text: `${heading}\n${text}` }];
  });
  return { bodies, failures: [...attempts.failures] };
}

/** The ownership on entry of each block, and after its last instruction, at the fixpoint. */
function statesOf(
  { body, ownership, states: solved }: AnalysedBody,
  locate: (span: Span) => string,
): NonNullable<PrintOptions["notes"]> {
  const states = solved();
  return (block) => {
    const before = states[block.id];
    if (before === undefined) return { before: ["in:  unreachable"], after: [] };
    const after = ownership.clone(before);
    const completes = ownership.transfer(block, after, () => undefined);
    const print = (label: string, state: typeof before): readonly string[] => {
      const facts = printOwnershipState(body, state, locate);
      return (facts.length === 0 ? ["nothing moved or lent"] : facts).map((fact) => `${label} ${fact}`);
    };
    return {
      before: print("in: ", before),
      after: completes ? print("out:", after) : ["out: unreachable"],
    };
  };
}

/** `line:column` from 1, as compilers write it. */
function locator({ fileName, text }: ts.SourceFile): (span: Span) => string {
  const source = new SourceText(fileName, text);
  return ({ start }) => {
    const { line, character } = source.position(start);
    return `${String(line + 1)}:${String(character + 1)}`;
  };
}
