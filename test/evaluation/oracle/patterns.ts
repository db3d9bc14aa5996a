import type { Expr, Pattern } from "../language/syntax.js";
import { declare, move, pathOf, reached, reaching, use, write } from "./places.js";
import type { Run } from "./Run.js";
import type { State } from "./States.js";
import { value } from "./values.js";

export function destructure(run: Run, pattern: Pattern, source: Expr, state: State): readonly State[] {
  // A place is taken apart part by part; any other value flows in whole, or is only read where nothing owned is bound.
  if (source.kind === "place") return take(run, pattern, pathOf(source), state);
  return value(run, source, state, takesOwned(pattern) ? "move" : "look").flatMap((it) =>
    take(run, pattern, null, it.state),
  );
}

function take(run: Run, pattern: Pattern, source: string | null, state: State): readonly State[] {
  switch (pattern.kind) {
    case "bind":
      return part(run, source, pattern, state, pattern.fallback).map((it) => declare(it, pattern.variable));
    case "into": {
      const { target } = pattern;
      return part(run, source, pattern, reaching(state, target), pattern.fallback).map((it) =>
        write(run, reached(it, target), pathOf(target), target),
      );
    }
    case "read-n":
      return [source === null ? state : use(run, state, source, pattern)];
    case "object":
      // F3: destructuring may throw; what an array or tuple yields is taken for granted, as in R2 and R3.
      run.raise(state);
      return pattern.entries.reduce<readonly State[]>(
        (states, { key, pattern: inner }) => states.flatMap((it) => take(run, inner, below(source, key), it)),
        [state],
      );
    case "array":
      return pattern.elements.reduce<readonly State[]>(
        (states, inner, index) =>
          inner === null
            ? states
            : states.flatMap((it) => take(run, inner, below(source, String(index)), it)),
        [state],
      );
  }
}

function part(
  run: Run,
  source: string | null,
  at: Pattern,
  state: State,
  fallback: Expr | null,
): readonly State[] {
  const taken = source === null ? state : move(run, state, source, at);
  if (fallback === null) return [taken];
  return [taken, ...value(run, fallback, taken, "move").map((it) => it.state)];
}

function takesOwned(pattern: Pattern): boolean {
  switch (pattern.kind) {
    case "bind":
    case "into":
      return true;
    case "read-n":
      return false;
    case "object":
      return pattern.entries.some((entry) => takesOwned(entry.pattern));
    case "array":
      return pattern.elements.some((inner) => inner !== null && takesOwned(inner));
  }
}

function below(source: string | null, key: string): string | null {
  return source === null ? null : `${source}.${key}`;
}
