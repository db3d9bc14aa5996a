import type { Stmt } from "../../language/syntax.js";
import type { Draft } from "./Draft.js";

export function someJump(draft: Draft): Stmt {
  const { id, kind } = draft.random.pick(draft.targets);
  const goOn = kind === "loop" && draft.random.chance(0.5);
  const innermost = draft.targets.findLast((it) => (goOn ? it.kind === "loop" : it.kind !== "block"));
  const labelled = innermost?.id !== id || draft.random.chance(0.3);
  return { kind: goOn ? "continue" : "break", target: id, labelled };
}
