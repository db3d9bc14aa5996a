import type { MoveFinding, MoveReason, UseVerb } from "../findings.js";

const MAX_QUOTED = 60;

/** Names and expressions in messages stand in backticks, as they are written in the source but on one line, and not endless. */
export function quoted(source: string): string {
  const line = source.replace(/\s+/g, " ").trim();
  return "`" + (line.length > MAX_QUOTED ? `${line.slice(0, MAX_QUOTED - 3)}...` : line) + "`";
}

/** How a move is told in a sentence after "was" or "may have been". */
export function movedBy(reason: MoveReason): string {
  switch (reason.kind) {
    case "binding":
      return `moved into ${quoted(reason.name)}`;
    case "assignment":
      return `stored in ${quoted(reason.target)}`;
    case "element":
      return "stored as an element";
    case "property":
      return `stored in property ${quoted(reason.name)}`;
    case "spread":
      return "spread into another value";
    case "receiver":
    case "consumed-argument":
      return `consumed by ${quoted(reason.method)}`;
    case "argument":
      return `passed to ${quoted(reason.callee)}`;
    case "capture":
      return `captured by ${closureNamed(reason.closure)}`;
    case "return":
      return "returned";
    case "throw":
      return "thrown";
    case "yield":
      return "yielded";
    case "await":
      return "awaited";
    case "iteration":
      return "iterated by value";
  }
}

/** Who has the value after the move, as a relative clause; empty where the move itself says it. */
export function newOwner(reason: MoveReason, onEveryPath: boolean): string {
  const owns = onEveryPath ? "owns it now" : "would own it now";
  switch (reason.kind) {
    case "binding":
    case "assignment":
    case "argument":
    case "capture":
      return `, which ${owns}`;
    case "return":
      return `, and the caller ${owns}`;
    case "throw":
      return `, and its handler ${owns}`;
    case "yield":
      return `, and the iterator's caller ${owns}`;
    case "element":
    case "property":
    case "spread":
    case "receiver":
    case "consumed-argument":
    case "await":
    case "iteration":
      return "";
  }
}

/** The use, as a participle: "is spent", "is used". */
export function used(verb: UseVerb): string {
  return verb === "moved" ? "used" : verb;
}

/** "was" on every path, "may have been" on some (section 9, item 3). */
export function was(finding: MoveFinding): string {
  return finding.onEveryPath ? "was" : "may have been";
}

/** The reason of a move as its label tells it, after "moved here". */
export function labelledReason(reason: MoveReason): string {
  switch (reason.kind) {
    case "binding":
      return `bound to ${quoted(reason.name)}`;
    case "assignment":
      return `stored in ${quoted(reason.target)}`;
    case "element":
      return "stored as an element";
    case "property":
      return `stored in property ${quoted(reason.name)}`;
    case "spread":
      return "spread into another value";
    case "receiver":
      return `receiver of consuming method ${quoted(reason.method)}`;
    case "consumed-argument":
      return `passed to owned parameter ${quoted(reason.parameter)} of ${quoted(reason.method)}`;
    case "argument":
      return `passed to owned parameter ${quoted(reason.parameter)} of ${quoted(reason.callee)}`;
    case "capture":
      return reason.closure === ""
        ? "captured by the closure created here"
        : `captured by the closure ${quoted(reason.closure)} created here`;
    case "return":
      return "returned";
    case "throw":
      return "thrown";
    case "yield":
      return "yielded";
    case "await":
      return "awaited";
    case "iteration":
      return "iterated by value";
  }
}

function closureNamed(closure: string): string {
  return closure === "" ? "a closure" : `the closure ${quoted(closure)}`;
}
