import ts from "typescript";
import { describe, expect, it } from "vitest";
import { solveForward, type ForwardAnalysis } from "../../../plugin/core/dataflow/solveForward.js";
import type { Block, Body, Instruction } from "../../../plugin/core/ir/Body.js";
import { BodyBuilder } from "../../../plugin/core/ir/BodyBuilder.js";
import type { BlockId } from "../../../plugin/core/ir/ids.js";

const node = ts.createSourceFile("empty.ts", "", ts.ScriptTarget.Latest);
const at = { file: "empty.ts", start: 0, end: 0 };

/** An instruction that raises: what the toy analysis has seen up to it, itself excluded. */
function call(what: string): Instruction {
  return {
    op: "call",
    at,
    what,
    throws: true,
    reenters: false,
    suspends: false,
    restores: [],
    settles: null,
    pending: [],
  };
}

function bodyOf(lower: (build: BodyBuilder) => void): Body {
  const build = new BodyBuilder();
  lower(build);
  return build.finish("test", node, {
    escape: null,
    sharesThis: false,
    sharedRoots: new Set(),
    capturedPlace: (key, text) => build.places.root(key, text, null),
  });
}

/** Which calls may have been made, by name: a union over paths. Counts how often blocks are run. */
class CallsMade implements ForwardAnalysis<Set<string>> {
  visits = 0;
  readonly uncaughtStates: string[] = [];
  readonly crossed: string[] = [];

  entry(): Set<string> {
    return new Set(["entry"]);
  }
  clone(state: Set<string>): Set<string> {
    return new Set(state);
  }
  join(into: Set<string>, from: Set<string>): boolean {
    const before = into.size;
    for (const each of from) into.add(each);
    return into.size > before;
  }
  cross(state: Set<string>, from: Block, to: Block, back: boolean): Set<string> {
    this.crossed.push(`${String(from.id)}->${String(to.id)}${back ? " back" : ""}`);
    return state;
  }
  transfer(block: Block, state: Set<string>, raise: (state: Set<string>) => void): boolean {
    this.visits++;
    for (const instruction of block.instructions) {
      if (instruction.op !== "call") continue;
      raise(state);
      if (instruction.what === "exit process") return false;
      state.add(instruction.what);
    }
    return true;
  }
  uncaught(state: Set<string>): void {
    this.uncaughtStates.push(textOf(state));
  }
}

function textOf(state: ReadonlySet<string> | undefined): string {
  return state === undefined ? "unreachable" : [...state].sort().join(" ");
}

function solve(lower: (build: BodyBuilder) => Record<string, BlockId>): {
  readonly states: Readonly<Record<string, string>>;
  readonly analysis: CallsMade;
} {
  const analysis = new CallsMade();
  let blocks: Record<string, BlockId> = {};
  const body = bodyOf((build) => {
    blocks = lower(build);
  });
  const solved = solveForward(body, analysis);
  const states = Object.entries(blocks).map(([name, id]) => [name, textOf(solved[id])] as const);
  return { states: Object.fromEntries(states), analysis };
}

describe("the solver", () => {
  it("joins what comes over several edges", () => {
    const { states } = solve((build) => {
      const [left, right, join] = [build.reserve(), build.reserve(), build.reserve()];
      build.branch(left, right);
      build.enter(left);
      build.emit(call("a"));
      build.goto(join);
      build.enter(right);
      build.emit(call("b"));
      build.goto(join);
      build.enter(join);
      build.terminate({ kind: "return" });
      return { left, right, join };
    });
    expect(states).toEqual({ left: "entry", right: "entry", join: "a b entry" });
  });

  it("leaves bottom what nothing reaches, and what only that reaches; a join ignores it", () => {
    const { states } = solve((build) => {
      const [dead, afterDead, end] = [build.reserve(), build.reserve(), build.reserve()];
      build.emit(call("a"));
      build.goto(end);
      build.enter(dead);
      build.emit(call("never"));
      build.branch(afterDead, end);
      build.enter(afterDead);
      build.goto(end);
      build.enter(end);
      build.terminate({ kind: "return" });
      return { dead, afterDead, end };
    });
    expect(states).toEqual({ dead: "unreachable", afterDead: "unreachable", end: "a entry" });
  });

  it("follows no edge out of a block whose end is not reached", () => {
    const { states } = solve((build) => {
      const end = build.reserve();
      build.emit(call("exit process"));
      build.goto(end);
      build.enter(end);
      build.terminate({ kind: "return" });
      return { end };
    });
    expect(states).toEqual({ end: "unreachable" });
  });

  it("takes a loop to its fixpoint: what the body does has been done at its head", () => {
    const { states, analysis } = solve((build) => {
      const [head, inside, end] = [build.reserve(), build.reserve(), build.reserve()];
      build.goto(head);
      build.enter(head);
      build.branch(inside, end);
      build.enter(inside);
      build.emit(call("a"));
      build.goto(head, true);
      build.enter(end);
      build.terminate({ kind: "return" });
      return { head, inside, end };
    });
    expect(states).toEqual({ head: "a entry", inside: "a entry", end: "a entry" });
    expect(analysis.crossed.filter((edge) => edge.endsWith(" back"))).not.toEqual([]);
  });

  it("hands a handler each state in which its block may throw, not that at the block's end", () => {
    const { states } = solve((build) => {
      const [handler, end] = [build.reserve(), build.reserve()];
      build.handler = handler;
      build.split();
      build.emit(call("a"));
      build.emit(call("b"));
      build.goto(end);
      build.handler = null;
      build.enter(handler);
      build.goto(end);
      build.enter(end);
      build.terminate({ kind: "return" });
      return { handler, end };
    });
    // `b` has thrown, so it never was made.
    expect(states).toEqual({ handler: "a entry", end: "a b entry" });
  });

  it("tells what leaves the body by an exception, where no handler is", () => {
    const { analysis } = solve((build) => {
      build.emit(call("a"));
      build.emit(call("b"));
      build.terminate({ kind: "return" });
      return {};
    });
    expect(analysis.uncaughtStates).toEqual(["entry", "a entry"]);
  });

  it("reaches a handler only from what may throw", () => {
    const { states } = solve((build) => {
      const [handler, end] = [build.reserve(), build.reserve()];
      build.handler = handler;
      build.split();
      build.goto(end);
      build.handler = null;
      build.enter(handler);
      build.goto(end);
      build.enter(end);
      build.terminate({ kind: "return" });
      return { handler, end };
    });
    expect(states).toEqual({ handler: "unreachable", end: "entry" });
  });

  it("runs each block once where there is no loop, however many paths there are", () => {
    const diamonds = 200;
    const { states, analysis } = solve((build) => {
      let end = build.current;
      for (let index = 0; index < diamonds; index++) {
        const [left, right] = [build.reserve(), build.reserve()];
        end = build.reserve();
        build.branch(left, right);
        for (const side of [left, right]) {
          build.enter(side);
          build.emit(call(`${side === left ? "l" : "r"}${String(index)}`));
          build.goto(end);
        }
        build.enter(end);
      }
      build.terminate({ kind: "return" });
      return { end };
    });
    expect(states["end"]?.split(" ")).toHaveLength(1 + 2 * diamonds);
    expect(analysis.visits).toBe(1 + 3 * diamonds);
  });

  it("runs the blocks of nested loops a number of times that grows with the depth, not with its powers", () => {
    const visitsAt = (depth: number): number =>
      solve((build) => {
        const nest = (level: number): void => {
          if (level === depth) {
            build.emit(call("innermost"));
            return;
          }
          const [head, inside, end] = [build.reserve(), build.reserve(), build.reserve()];
          build.goto(head);
          build.enter(head);
          build.branch(inside, end);
          build.enter(inside);
          nest(level + 1);
          build.goto(head, true);
          build.enter(end);
        };
        nest(0);
        build.terminate({ kind: "return" });
        return {};
      }).analysis.visits;
    expect(visitsAt(5)).toBeLessThan(6 * 5 * 5);
    expect(visitsAt(50)).toBeLessThan(6 * 50 * 50);
  });

  it("refuses an edge that the graph does not have", () => {
    const body = bodyOf((build) => {
      const handler = build.reserve();
      build.handler = handler;
      build.split();
      build.terminate({ kind: "return" });
      build.handler = null;
      build.enter(handler);
      build.terminate({ kind: "return" });
    });
    const analysis = new CallsMade();
    analysis.transfer = (_block, state, raise) => {
      raise(state);
      return true;
    };
    expect(() => solveForward(body, analysis)).toThrow("has no edge to bb1");
  });
});
