import type { Program, Stmt } from "../../language/syntax.js";
import type { Random } from "../Random.js";
import { Draft } from "./Draft.js";
import { someStatement } from "./statements.js";

/** A well-formed, type-correct program; whether it is correct in ownership is left to chance. */
export function randomProgram(random: Random): Program {
  const draft = new Draft(random);
  const isAsync = draft.uses("promises") && random.chance(0.9);
  draft.isAsync = isAsync;
  const parameters = Array.from({ length: 1 + random.below(3) }, () => draft.variable());
  for (const it of parameters) draft.declare(it);
  const body: Stmt[] = [];
  while (draft.left > 0) body.push(someStatement(draft, 0));
  return { isAsync, parameters, body };
}
