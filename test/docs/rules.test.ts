import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { rules } from "../../plugin/core/catalogue/index.js";
import { ruleDocs } from "../../scripts/docs/ruleDocs.js";
import { checkModule } from "../../scripts/docs/checkModule.js";

const directory = path.resolve(import.meta.dirname, "../../docs/rules");

describe("the pages in docs/rules", () => {
  it("are what `node scripts/generate-docs.js` writes", () => {
    const onDisk = readdirSync(directory).map(
      (file) => [file, readFileSync(path.join(directory, file), "utf8")] as const,
    );
    expect(new Map(onDisk)).toEqual(ruleDocs());
  });
});

describe("the catalogue", () => {
  it("numbers its rules from 71001 without gaps", () => {
    expect(rules.map(({ code }) => code)).toEqual(rules.map((_, index) => 71001 + index));
  });
});

const reported = (source: string): readonly string[] => checkModule(source).findings.map(({ rule }) => rule);

describe.each(rules)("the examples of $name", (rule) => {
  it.each(rule.examples)("are valid TypeScript, which only the checker can tell apart: $title", (example) => {
    expect(checkModule(example.wrong).typeErrors).toEqual([]);
    expect(checkModule(example.right).typeErrors).toEqual([]);
  });

  it.each(rule.examples)(
    "raise this rule, once and alone, where they are wrong: $title",
    ({ wrong, right }) => {
      expect(reported(wrong)).toEqual([rule.name]);
      expect(reported(right)).toEqual([]);
    },
  );
});
