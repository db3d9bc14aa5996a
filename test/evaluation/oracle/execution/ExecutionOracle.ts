import vm from "node:vm";
import { partsOf } from "../../language/shapes.js";
import type { Program } from "../../language/syntax.js";
import { owningVariables } from "../explore.js";
import type { Opinion, Oracle } from "../Oracle.js";
import { emit } from "./emit.js";
import type { Layout, Machine } from "./Machine.js";
import { replay, type Bounds, type Replay } from "./replay.js";

const defaultBounds: Bounds = { turns: 3, runs: 2000 };

/** Runs the program itself, once for each way that its conditions, loops, exceptions and tasks may go. */
export class ExecutionOracle implements Oracle {
  readonly name = "execution";
  readonly unavailable = null;
  readonly #bounds: Bounds;

  constructor(bounds: Bounds = defaultBounds) {
    this.#bounds = bounds;
  }

  judge(programs: readonly Program[]): readonly Opinion[] {
    return programs.map((program) => {
      try {
        return this.#opinion(this.replay(program));
      } catch (error) {
        if (!(error instanceof SyntaxError)) throw error;
        return { verdict: "none", reason: `no JavaScript: ${error.message}` };
      }
    });
  }

  replay(program: Program): Replay {
    const run = vm.runInThisContext(`"use strict"; ${emit(program, owningVariables(program))}`) as (
      $: Machine,
    ) => unknown;
    return replay(run, this.#bounds, layout);
  }

  #opinion({ failure, cut, capped }: Replay): Opinion {
    if (failure !== null) return { verdict: "error" };
    if (capped) return { verdict: "ok within bounds", bound: `${this.#bounds.runs} runs` };
    if (cut) return { verdict: "ok within bounds", bound: `${this.#bounds.turns} turns of a loop` };
    return { verdict: "ok" };
  }
}

const layouts = new Map<string, ReturnType<Layout>>(
  Object.entries(partsOf).map(([shape, parts]) => [
    shape,
    parts.length === 0 && shape !== "array" && shape !== "map" ? null : parts,
  ]),
);

const layout: Layout = (shape) => layouts.get(shape) ?? null;
