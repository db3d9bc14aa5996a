import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { notYetEnforced, rules } from "../../plugin/core/catalogue/index.js";
import { ruleDocs } from "../../plugin/core/report/ruleDocs.js";
import { checkModule } from "./support/checkModule.js";

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

describe.each(rules)("the examples of $name", (rule) => {
  describe.each(rule.examples)("$title", ({ wrong, right }) => {
    it("are valid TypeScript: only the checker can tell them apart", () => {
      expect(checkModule(wrong).typeErrors).toEqual([]);
      expect(checkModule(right).typeErrors).toEqual([]);
    });

    it("raise nothing in the right version", () => {
      expect(checkModule(right).findings.map((finding) => finding.rule)).toEqual([]);
    });

    if (notYetEnforced.includes(rule.name)) {
      it("are not told apart yet, as the rule's page says", () => {
        expect(checkModule(wrong).findings.map((finding) => finding.rule)).not.toContain(rule.name);
      });
    } else {
      it("raise this rule, once and alone, in the wrong version", () => {
        expect(checkModule(wrong).findings.map((finding) => finding.rule)).toEqual([rule.name]);
      });
    }
  });
});
