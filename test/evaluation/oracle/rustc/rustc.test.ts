import path from "node:path";
import { describe, expect, it } from "vitest";
import { printProgram } from "../../language/print/printProgram.js";
import type { Program } from "../../language/syntax.js";
import { handful } from "../handful.js";
import { RustcOracle } from "./RustcOracle.js";
import { sharedWithRust } from "./shared.js";

const root = path.resolve(import.meta.dirname, "../../../..");

describe("programs in Rust", () => {
  it("prints every sample as one function on one line", () => {
    for (const { rule, program } of handful) {
      const shared = sharedWithRust("f", program);
      expect(shared, rule).toMatchObject({ answer: true, text: expect.stringMatching(/^fn f\(.*\}$/) });
    }
  });

  it("names what Rust lacks", () => {
    const later: Program = {
      isAsync: true,
      parameters: [],
      body: [{ kind: "callback", runs: "later", body: [] }],
    };
    expect(sharedWithRust("f", later)).toEqual({ answer: false, reason: "a callback that runs later" });
  });
});

const oracle = new RustcOracle(root);
if (oracle.unavailable !== null) console.info(`${oracle.unavailable}: only the printer is tested`);

describe.skipIf(oracle.unavailable !== null)("rustc", () => {
  const opinions = oracle.unavailable === null ? oracle.judge(handful.map(({ program }) => program)) : [];

  it.each(handful.map((it, index) => ({ ...it, opinion: opinions[index] })))(
    "$rule: $verdict",
    ({ verdict, program, opinion }) => {
      const text = printProgram("t", program);
      expect(opinion, `${text}\n${JSON.stringify(sharedWithRust("f", program))}`).toEqual({ verdict });
    },
  );
});
