import path from "node:path";
import { describe, expect, it } from "vitest";
import { nextCase } from "../evaluate.js";
import { Random } from "../generate/Random.js";
import { printProgram } from "../language/print/printProgram.js";
import { ExecutionOracle } from "./execution/ExecutionOracle.js";
import { RustcOracle } from "./rustc/RustcOracle.js";

const root = path.resolve(import.meta.dirname, "../../..");
const seed = Math.floor(Math.random() * 2 ** 31);
const random = new Random(seed);
const cases = Array.from({ length: 80 }, () => nextCase(random));

describe("generated programs: the further oracles say what the rules say", () => {
  it.each([new RustcOracle(root), new ExecutionOracle({ turns: 3, runs: 500 })])("$name", (oracle) => {
    if (oracle.unavailable !== null) {
      console.info(oracle.unavailable);
      return;
    }
    const opinions = oracle.judge(cases.map(({ program }) => program));
    expect(opinions.filter(({ verdict }) => verdict !== "none").length).toBeGreaterThan(cases.length / 4);
    cases.forEach(({ verdict, program }, index) => {
      const opinion = opinions[index];
      const contradicts = verdict === "ok" ? opinion?.verdict === "error" : opinion?.verdict === "ok";
      expect(contradicts, `seed ${seed}\n${printProgram("t", program)}`).toBe(false);
    });
  });
});
