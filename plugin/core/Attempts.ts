import type ts from "typescript";
import type { Finding } from "./findings.js";
import { describeBody, type BodyOwner } from "./syntax/bodies.js";
import type { Syntax } from "./syntax/Syntax.js";

/**
 * The steps of a check that may fail through a fault of ours. A fault costs the findings of one body and is reported
 * there, once, whatever fails on that body later; the rest of the program is checked all the same.
 */
export class Attempts {
  readonly #failures = new Map<BodyOwner, Finding>();

  constructor(
    private readonly syntax: Syntax,
    private readonly file: ts.SourceFile,
  ) {}

  get failures(): Iterable<Finding> {
    return this.#failures.values();
  }

  /** What the step yields; null if it fails, now or at an earlier step on this body. */
  on<Result>(owner: BodyOwner, step: () => Result): Result | null {
    if (this.#failures.has(owner)) return null;
    try {
      return step();
    } catch (error) {
      this.#failures.set(owner, this.#failure(owner, error));
      return null;
    }
  }

  #failure(owner: BodyOwner, error: unknown): Finding {
    const { syntax, file } = this;
    const { name } = owner as { name?: ts.Node };
    const start = syntax.startOf(name ?? owner);
    return {
      rule: "internal-error",
      at: { file: file.fileName, start, end: name?.end ?? Math.min(start + 1, file.end) },
      subject: describeBody(syntax, owner),
      error: describeError(error),
      labels: [],
    };
  }
}

/** One line: what went wrong, and where. */
function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const where = error.stack?.split("\n").find((line) => line.trimStart().startsWith("at "));
  return [`${error.name}: ${error.message}`, ...(where === undefined ? [] : [where.trim()])].join(" ");
}
