import type { Expr } from "../language/syntax.js";
import type { Run } from "./Run.js";
import type { State } from "./States.js";
import { value } from "./values.js";

export interface Tested {
  readonly yes: readonly State[];
  readonly no: readonly State[];
}

/** Evaluates a condition. Conditions are opaque (M4): both ways are open, but of what has been tested before. */
export function test(run: Run, expr: Expr, state: State): Tested {
  switch (expr.kind) {
    case "not": {
      const { yes, no } = test(run, expr.value, state);
      return { yes: no, no: yes };
    }
    case "logic": {
      const left = test(run, expr.left, state);
      const decided = expr.operator === "&&" ? left.no : left.yes;
      const open = expr.operator === "&&" ? left.yes : left.no;
      const rights = open.map((it) => test(run, expr.right, it));
      const yes = rights.flatMap((it) => it.yes);
      const no = rights.flatMap((it) => it.no);
      return expr.operator === "&&" ? { yes, no: [...decided, ...no] } : { yes: [...decided, ...yes], no };
    }
    case "flag": {
      if (run.choices.has("M4")) return { yes: [state], no: [state] };
      return {
        yes: state.flags.includes(`${expr.name.id}-`) ? [] : [state],
        no: state.flags.includes(`${expr.name.id}+`) ? [] : [state],
      };
    }
    default: {
      const states = value(run, expr, state, "look").map((it) => it.state);
      return { yes: states, no: states };
    }
  }
}
