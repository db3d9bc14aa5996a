import type { Program } from "../language/syntax.js";
import { allChoices, type Choice } from "./choices.js";
import { explore } from "./explore.js";

/**
 * Which choices of the rules make an error of a program that is right on all of its paths: one, or the fewest that do it
 * together. Null: none do, so that a report on it is a mistake.
 */
export function explain(program: Program): readonly Choice[] | null {
  const all = allChoices();
  const one = all.find((it) => rejects(program, [it]));
  if (one !== undefined) return [one];
  if (!rejects(program, all)) return null;
  return all.reduce<readonly Choice[]>((needed, it) => {
    const without = needed.filter((other) => other !== it);
    return rejects(program, without) ? without : needed;
  }, all);
}

function rejects(program: Program, choices: readonly Choice[]): boolean {
  const { verdict } = explore(program, new Set(choices));
  return verdict === "error" || verdict === "unspecified";
}
