import { compare, type Disagreement } from "./Evaluation.js";
import { shapeAt } from "./language/shapes.js";
import type { Expr, Program, Stmt } from "./language/syntax.js";
import { cloneTree, listsOf, slotsOf, statementLists } from "./language/walk.js";
import { isWellFormed } from "./language/wellFormed.js";
import { explain } from "./oracle/explain.js";
import { explore } from "./oracle/explore.js";
import type { Checker } from "./subject/Checker.js";

const maxRounds = 80;
/** Candidates of one program that are judged in one round. */
const maxCandidates = 60;

interface Shrinking {
  readonly kind: Disagreement;
  program: Program;
  /** Candidates of this size and smaller that have been tried on the current program. */
  tried: number;
  isDone: boolean;
}

/**
 * The smallest programs found on which the exact oracle and the checker still disagree in the same way. All of them
 * shrink side by side, since a compilation takes about as long for many programs as for one.
 */
export function shrink(
  checker: Checker,
  found: readonly { readonly program: Program; readonly kind: Disagreement }[],
): readonly Program[] {
  const all: Shrinking[] = found.map((it) => ({ ...it, tried: 0, isDone: false }));
  for (let round = 0; round < maxRounds && all.some((it) => !it.isDone); round++) {
    const rounds = all
      .filter((it) => !it.isDone)
      .map((it) => ({
        it,
        candidates: smaller(it.program)
          .filter(isWellFormed)
          .slice(it.tried, it.tried + maxCandidates)
          .filter((program) => isCandidate(program, it.kind)),
      }));
    const answers = checker.judge(rounds.flatMap(({ candidates }) => candidates));
    let start = 0;
    for (const { it, candidates } of rounds) {
      const own = answers.slice(start, start + candidates.length);
      start += candidates.length;
      const next = candidates.find((_, index) => own[index]?.answer === wantedAnswer(it.kind));
      if (next !== undefined) {
        it.program = next;
        it.tried = 0;
      } else {
        it.tried += maxCandidates;
        it.isDone = it.tried >= smaller(it.program).filter(isWellFormed).length;
      }
    }
  }
  return all.map(({ program }) => program);
}

/** `first`: the index of the first candidate that still shows what is looked for, or -1. */
export function shrinkWhile(program: Program, first: (candidates: readonly Program[]) => number): Program {
  let current = program;
  for (let round = 0; round < maxRounds; round++) {
    const candidates = smaller(current).filter(isWellFormed);
    const found = candidates[first(candidates)];
    if (found === undefined) return current;
    current = found;
  }
  return current;
}

function wantedAnswer(kind: Disagreement): "ok" | "error" {
  return kind === "missed" ? "ok" : "error";
}

function isCandidate(program: Program, kind: Disagreement): boolean {
  const { verdict } = explore(program);
  if (verdict !== "ok" && verdict !== "error") return false;
  if (compare(verdict, wantedAnswer(kind)) !== kind) return false;
  return kind === "missed" || explain(program) === null;
}

/** Every program that is one step smaller, the biggest steps first. */
function smaller(program: Program): readonly Program[] {
  const results: Program[] = [];
  const derive = (change: (copy: Program) => void): void => {
    const copy = cloneTree(program);
    change(copy);
    results.push(copy);
  };
  [...statementLists(program)].forEach((list, listIndex) => {
    list.forEach((statement, index) => {
      const edit = (by: (copy: Stmt[], it: Stmt) => void): void => {
        derive((copy) => {
          const target = [...statementLists(copy)][listIndex];
          const it = target?.[index];
          if (target !== undefined && it !== undefined) by(target, it);
        });
      };
      edit((target) => target.splice(index, 1));
      listsOf(statement).forEach((_, inner) => {
        edit((target, it) => target.splice(index, 1, ...(listsOf(it)[inner] ?? [])));
      });
      for (const simplify of simplifications) {
        edit((_, it) => {
          simplify(it);
        });
      }
    });
  });
  slotsOf(program).forEach(({ expr, isValue }, slotIndex) => {
    if (!isValue) return;
    for (const by of replacements(expr)) {
      derive((copy) => {
        slotsOf(copy)[slotIndex]?.replace(cloneTree(by));
      });
    }
  });
  program.parameters.forEach((_, index) => {
    derive((copy) => copy.parameters.splice(index, 1));
  });
  const size = (it: Program): number => JSON.stringify(it).length;
  const limit = size(program);
  return results.filter((it) => size(it) < limit).sort((a, b) => size(a) - size(b));
}

const simplifications: readonly ((statement: Stmt) => void)[] = [
  (it) => {
    if (it.kind === "if") it.no = null;
  },
  (it) => {
    if (it.kind === "try" && it.handler !== null) it.finalizer = null;
  },
  (it) => {
    if (it.kind === "try" && it.finalizer !== null) it.handler = null;
  },
  (it) => {
    if (it.kind === "for") it.update = null;
  },
  (it) => {
    if (it.kind === "for") it.start = null;
  },
  (it) => {
    if (it.kind === "switch") it.clauses.shift();
  },
  (it) => {
    if (it.kind === "switch") it.clauses.pop();
  },
  (it) => {
    if (it.kind === "return") it.value = null;
  },
];

/** Simpler expressions of the same type: a fresh value, or an operand. */
function replacements(expr: Expr): readonly Expr[] {
  switch (expr.kind) {
    case "place": {
      const plain: Expr[] = expr.spelling === "plain" ? [] : [{ ...expr, spelling: "plain" }];
      return [...plain, { kind: "fresh", shape: shapeAt(expr.variable.shape, expr.path) }];
    }
    case "pass":
      return [expr.value];
    case "method":
      return expr.method === "spend" ? [expr.receiver] : [{ kind: "fresh", shape: "tuple" }];
    case "merge":
      return [expr.receiver, expr.argument];
    case "optional-spend":
      return [expr.receiver];
    case "remove":
      return [{ kind: "fresh", shape: "optional" }];
    case "element":
    case "await":
      return [{ kind: "fresh", shape: "budget" }];
    case "await-all":
      return [{ kind: "fresh", shape: "tuple" }];
    case "copy-elements":
      return [expr.source, { kind: "fresh", shape: "array" }];
    case "start":
      return [{ kind: "fresh", shape: "promise" }];
    case "choose":
      return [expr.yes, expr.no];
    case "fallback":
      return [expr.right];
    case "assign":
    case "logical-assign":
      return [expr.value];
    case "sequence":
      return [expr.last];
    case "literal":
    case "spread":
      return [{ kind: "fresh", shape: expr.kind === "literal" ? expr.shape : "pair" }];
    case "add":
      return [expr.left, expr.right];
    case "close":
    case "optional-close":
    case "remaining":
    case "field-n":
    case "peek":
    case "look":
    case "mix":
    case "both":
    case "await-peek":
    case "await-task":
      return [{ kind: "number" }];
    case "positive":
    case "covers":
    case "present":
    case "same":
    case "flag":
      return [{ kind: "cond" }];
    case "not":
      return [expr.value];
    case "logic":
      return [expr.left, expr.right];
    case "when":
      return [expr.effect];
    case "take":
    case "fail":
    case "insert":
    case "clear":
    case "tick":
    case "call":
      return [{ kind: "may-throw" }];
    case "fresh":
    case "number":
    case "cond":
    case "literal-truth":
    case "may-throw":
    case "borrowed":
      return [];
  }
}
