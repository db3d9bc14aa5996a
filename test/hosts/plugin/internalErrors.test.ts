import path from "node:path";
import ts from "typescript";
import { describe, expect, it, vi } from "vitest";
import type * as summaries from "../../../plugin/core/analyses/summarise.js";
import type * as ownershipCheck from "../../../plugin/core/check/checkOwnership.js";
import type * as lowering from "../../../plugin/core/lower/lowerBody.js";
import type { Body } from "../../../plugin/core/ir/Body.js";
import { rules } from "../../../plugin/core/catalogue/index.js";
import { defaultOptions } from "../../../plugin/options/CheckOptions.js";
import { checkSourceFile } from "../../../plugin/hosts/typescript/checkSourceFile.js";
import { createPlugin } from "../../../plugin/hosts/createPlugin.js";
import { fixtureProgram, repository, sourceFileOf } from "../../fixtures/fixtureProgram.js";

/** Each pass of the pipeline, which here fails on every body whose name says so. */
const isMeantToFail = (pass: string, body: Body): boolean => body.name === `failsIn${pass}`;

vi.mock("../../../plugin/core/lower/lowerBody.js", async (original) => {
  const real = await original<typeof lowering>();
  return {
    ...real,
    lowerBody: (...parameters: Parameters<typeof real.lowerBody>) => {
      const body = real.lowerBody(...parameters);
      if (isMeantToFail("Lowering", body)) throw new Error("no such block: 7");
      return body;
    },
  };
});
vi.mock("../../../plugin/core/analyses/summarise.js", async (original) => {
  const real = await original<typeof summaries>();
  return {
    ...real,
    summarise: (...parameters: Parameters<typeof real.summarise>) => {
      if (isMeantToFail("Summary", parameters[0])) throw new RangeError("Maximum call stack size exceeded");
      return real.summarise(...parameters);
    },
  };
});
vi.mock("../../../plugin/core/check/checkOwnership.js", async (original) => {
  const real = await original<typeof ownershipCheck>();
  return {
    ...real,
    checkOwnership: (...parameters: Parameters<typeof real.checkOwnership>) => {
      if (isMeantToFail("Check", parameters[0])) throw new TypeError("state is undefined");
      return real.checkOwnership(...parameters);
    },
  };
});

const prelude = `import type { Budget } from "affine-budget";
declare function take(b: Budget): void;
`;
const twice = (name: string): string => `export function ${name}(b: Budget): void { take(b); take(b); }\n`;

const texts = {
  "a.ts": `${prelude}${twice("before")}${twice("failsInLowering")}${twice("between")}${twice("failsInCheck")}${twice("after")}`,
  "closure.ts": `${prelude}export function around(b: Budget): void {
  function failsInSummary(): number { return b.remaining; }
  failsInSummary();
  failsInSummary();
  take(b);
  take(b);
}
`,
};
const folder = path.join(repository, "test/hosts/plugin/virtual");
const program = fixtureProgram(
  [],
  new Map(Object.entries(texts).map(([name, text]) => [path.join(folder, name), text])),
);

function reportsOf(name: keyof typeof texts): readonly string[] {
  const file = sourceFileOf(program, path.join(folder, name));
  return checkSourceFile(ts, program, program.getTypeChecker(), file, defaultOptions).map((finding) => {
    const line = file.getLineAndCharacterOfPosition(finding.at.start).line + 1;
    const error = finding.rule === "internal-error" ? ` of ${finding.subject}: ${finding.error}` : "";
    return `${line}: ${finding.rule}${error}`.replace(/ at .*/, "");
  });
}

describe("when the checker fails on a function", () => {
  it("that is one report, which names it, and every other function of the file is checked", () => {
    expect(reportsOf("a.ts")).toEqual([
      "3: use-after-delegation",
      "4: internal-error of `failsInLowering`: Error: no such block: 7",
      "5: use-after-delegation",
      "6: internal-error of `failsInCheck`: TypeError: state is undefined",
      "7: use-after-delegation",
    ]);
  });

  it("that is one report for a closure too, however often it is called, and its callers are checked", () => {
    expect(reportsOf("closure.ts")).toEqual([
      "4: internal-error of `failsInSummary`: RangeError: Maximum call stack size exceeded",
      "8: use-after-delegation",
    ]);
  });

  it("no option can turn that off", () => {
    const name = path.join(folder, "a.ts");
    const armed = fixtureProgram([], new Map([[name, prelude + twice("before") + twice("failsInCheck")]]));
    const severity = Object.fromEntries(rules.map((rule) => [rule.name, "off"]));
    const entry = { transform: "affine-budget/plugin", transformProgram: true, severity };
    createPlugin(checkSourceFile)(armed, undefined, entry, { ts });
    expect(armed.getSemanticDiagnostics(sourceFileOf(armed, name))).toEqual([
      expect.objectContaining({
        code: 71090,
        category: ts.DiagnosticCategory.Error,
        messageText: expect.stringMatching(
          /^the ownership check of `failsInCheck` failed, please report this: TypeError: state is undefined .*\[internal-error\]$/,
        ),
      }),
    ]);
  });
});
