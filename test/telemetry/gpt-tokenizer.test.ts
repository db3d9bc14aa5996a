import { gptTokenizers } from "affine-budget/gpt-tokenizer";
import { BudgetMint } from "affine-budget/testing";
import { describe, expect, it } from "vitest";

import { useModelServer } from "../adapters/support/server/useModelServer.js";
import { agentOn } from "./support.js";

const mint = BudgetMint.forTesting();
const server = useModelServer();

describe("the tokenizers of gpt-tokenizer", () => {
  it("count as the model does: gpt-4 has the older encoding, gpt-4o-mini that of the newer models", async () => {
    const estimators = await gptTokenizers("gpt-4", "gpt-4o-mini");
    expect(estimators.for("gpt-4").estimate("hello world")).toBe(2);
    expect(estimators.for("gpt-4o-mini").estimate("hello world")).toBe(2);
    const russian = "Привет, мир";
    expect(estimators.for("gpt-4").estimate(russian)).toBe(6);
    expect(estimators.for("gpt-4o-mini").estimate(russian)).toBe(4);
  });

  it("take what looks like a special token for the text that it is", async () => {
    const estimator = (await gptTokenizers("gpt-4o")).for("gpt-4o");
    expect(estimator.estimate("a <|endoftext|> b")).toBeGreaterThan(3);
  });

  it("leave models to their bytes that nobody asked for or that they do not know: no text has more tokens", async () => {
    const estimators = await gptTokenizers("gpt-4", "claude-opus-4-8");
    for (const model of ["claude-opus-4-8", "gpt-4o", "toString"]) {
      expect(estimators.for(model).estimate("hello world"), model).toBe(11);
    }
  });

  it("let a guard reserve less than the bytes, and still not less than is billed", async () => {
    const reserve = async (options: object): Promise<number> => {
      const reserved: number[] = [];
      const { ask } = agentOn(server, mint.issue(10_000), {
        ...options,
        onEvent: (event) => {
          if (event.type === "reserved") reserved.push(event.reserved);
        },
      });
      await ask("What did the committee decide about the extension of the deadline for proposals?");
      return reserved[0] ?? NaN;
    };
    const byBytes = await reserve({});
    const byTokens = await reserve({ estimator: await gptTokenizers("gpt-4o-mini") });
    expect(byTokens).toBeLessThan(byBytes / 2);
    expect(byTokens).toBeGreaterThanOrEqual(server.billed / 2);
  });
});
