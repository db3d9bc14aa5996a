import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { checkModule } from "../../scripts/docs/checkModule.js";
import { codeBlocks } from "./support/codeBlocks.js";

const root = path.resolve(import.meta.dirname, "../..");
const read = (file: string): string => readFileSync(path.join(root, file), "utf8");

/** Rules with the text that each points at: what a reader would see underlined, but for what a comment expects. */
function reports(source: string): readonly string[] {
  const expected = new Set(
    [...source.matchAll(/@ts-expect-error.*\n/g)].map(({ index }) => lineAt(source, index) + 1),
  );
  return checkModule(source)
    .findings.filter(({ at }) => !expected.has(lineAt(source, at.start)))
    .map(({ rule, at }) => `${rule}: ${source.slice(at.start, at.end)}`);
}

function lineAt(source: string, position: number): number {
  return source.slice(0, position).split("\n").length;
}

describe("the guide to the runtime, checked", () => {
  const examples = codeBlocks(read("docs/runtime.md")).filter(({ language }) => language === "ts");

  it("has examples", () => {
    expect(examples.length).toBeGreaterThan(10);
  });

  const demonstrations = examples.filter(({ source }) => source.split("takeAuthority()").length > 2);
  const accepted = examples.filter((example) => !demonstrations.includes(example));

  it.each(accepted)("shows code that the checker accepts: $name", ({ source }) => {
    expect(reports(source)).toEqual([]);
  });

  it("takes authority twice where it shows that the second call fails, which is reported", () => {
    expect(demonstrations.map(({ source }) => reports(source))).toEqual([
      ["unauthorised-mint: BudgetMint.takeAuthority()"],
    ]);
  });
});

describe("the README, checked", () => {
  const [mistake, mended, canary, guide, ...others] = codeBlocks(read("README.md")).filter(
    ({ language }) => language === "ts",
  );

  it("opens with a mistake, which is reported as it says", () => {
    expect(reports(mistake?.source ?? "")).toEqual(["use-after-delegation: budget"]);
  });

  it("mends it so that nothing is left to report", () => {
    const source = (mistake?.source ?? "").replace(/^ *return .*$/m, mended?.source ?? "");
    expect(source).toContain("prices, weather");
    expect(reports(source)).toEqual([]);
  });

  it("has a canary whose second use is a mistake", () => {
    const uncommented = (canary?.source ?? "").replace("@ts-expect-error", "");
    expect(reports(uncommented)).toEqual(["use-after-delegation: budget"]);
    expect(reports(canary?.source ?? "")).toEqual([]);
  });

  it("shows a use of the runtime that the checker accepts", () => {
    expect(guide?.source).toContain("BudgetMint");
    expect(reports(guide?.source ?? "")).toEqual([]);
    expect(others).toEqual([]);
  });
});
