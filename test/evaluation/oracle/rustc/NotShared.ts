/** Thrown at what has no Rust counterpart; the message is the reason. */
export class NotShared extends Error {}

/** By the kind of statement or expression. */
const reasons: Readonly<Record<string, string>> = {
  iterate: "an iteration whose elements stay in their container until one is moved",
  "declare-task": "a task: its loan lasts until it is awaited, not until its last use",
  "await-task": "a task: its loan lasts until it is awaited, not until its last use",
  "declare-flag": "a condition that is asked twice: Rust follows no values",
  flag: "a condition that is asked twice: Rust follows no values",
};

export function notShared({ kind }: { readonly kind: string }): NotShared {
  return new NotShared(reasons[kind] ?? `not printed in Rust: ${kind}`);
}
