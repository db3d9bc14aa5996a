import type ts from "typescript";
import type { FixDefinition } from "../Fix.js";
import type { FixContext } from "../FixContext.js";
import type { Finding, Span } from "../../findings.js";
import { bare } from "../editing/evaluation.js";
import { insertBefore, statementsIn, isStatementList } from "../editing/statements.js";

const maxParts = 8;

/** `[run(b), run(b)]`: a part of `b` for each (section 9, item 6). How much is for whom, only a person knows. */
export const splitBefore: FixDefinition = {
  name: "split-before",
  summary: "Split the budget before the fan-out, and give each its own part",
  rules: ["use-after-delegation"],
  propose(finding, cx) {
    if (
      finding.rule !== "use-after-delegation" ||
      finding.verb !== "moved" ||
      finding.reason.kind !== "argument"
    )
      return null;
    const uses = usesOf(cx, finding);
    const [first] = uses;
    if (first === undefined || uses.length < 2 || uses.length > maxParts) return null;
    const { ownership } = cx.facts.value(first);
    if (ownership.kind !== "owned" || ownership.form !== "resource" || ownership.linear || !ownership.atomic)
      return null;
    const anchor = commonStatement(cx, uses);
    if (anchor === null) return null;

    const subject = cx.textOf(first);
    const share = cx.freshName("share");
    const names = uses.map((_, index) =>
      cx.freshName(
        index === uses.length - 1 ? "rest" : uses.length === 2 ? "part" : `part${String(index + 1)}`,
      ),
    );
    const shares = names.slice(1).map(() => share);
    return {
      applicability: "maybe-incorrect",
      title: `Split \`${subject}\` into ${String(uses.length)} parts before`,
      edits: [
        ...insertBefore(cx, anchor, [
          `const ${share} = Math.floor(${subject}.remaining / ${String(uses.length)});`,
          `const [${names.join(", ")}] = ${subject}.split(${shares.join(", ")});`,
        ]),
        ...uses.map((use, index) => ({ at: cx.spanOf(use), text: names[index] ?? "rest" })),
      ],
      declares: [share, ...names],
    };
  },
};

/** All that this report and those chained to it blame or are about: names of the same variable, in order. */
function usesOf(cx: FixContext, finding: Finding): readonly ts.Identifier[] {
  const spans = new Map<number, Span>();
  const chained = cx.findings.filter(
    (other) => other.rule === finding.rule && other.subject === finding.subject,
  );
  const add = (all: readonly Span[]): void => {
    for (const span of all) spans.set(span.start, span);
  };
  add(movesAndUse(finding));
  for (let size = 0; size !== spans.size;) {
    size = spans.size;
    for (const other of chained) {
      const linked = movesAndUse(other);
      if (linked.some(({ start }) => spans.has(start))) add(linked);
    }
  }
  const nodes = [...spans.values()].sort((a, b) => a.start - b.start).map((span) => cx.nodeAt(span));
  const names = nodes
    .flatMap((node) => (node === null ? [] : [bare(cx, node)]))
    .filter((node): node is ts.Identifier => node.kind === cx.syntax.SyntaxKind.Identifier);
  return names.length === nodes.length && names.every(({ parent }) => isArgument(cx, parent)) ? names : [];
}

function movesAndUse({ at, labels }: Finding): readonly Span[] {
  return [...labels.flatMap((label) => (label.kind === "move" ? [label.at] : [])), at];
}

function isArgument({ syntax: { SyntaxKind: K } }: FixContext, parent: ts.Node): boolean {
  return parent.kind === K.CallExpression || parent.kind === K.NewExpression;
}

/** The statement that all of them are in, or the first of several in one list. */
function commonStatement(cx: FixContext, uses: readonly ts.Node[]): ts.Statement | null {
  const [first] = uses;
  const last = uses.at(-1);
  if (first === undefined || last === undefined) return null;
  for (let at = first; at.kind !== cx.syntax.SyntaxKind.SourceFile; at = at.parent) {
    if (!isStatementList(cx, at.parent) || at.parent.end < last.end) continue;
    return statementsIn(at.parent).find((statement) => statement === at) ?? null;
  }
  return null;
}
