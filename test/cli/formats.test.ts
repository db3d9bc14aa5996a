import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import Ajv from "ajv";
import type { Log } from "sarif";
import { describe, expect, it } from "vitest";
import { rules } from "../../plugin/core/catalogue/index.js";
import { useWorkshop } from "./support/CliProject.js";
import { clean, doubleSpend, tsconfig } from "./support/sources.js";

const workshop = useWorkshop();
const failing = { "tsconfig.json": tsconfig(), "src/a, b%.ts": doubleSpend };
const passing = { "tsconfig.json": tsconfig(), "src/a.ts": clean };

describe("--format json", () => {
  it("prints the documented schema, the same bytes each time", () => {
    const project = workshop.project(failing);
    const { exitCode, stdout } = project.run("check", "--format", "json");
    expect(exitCode).toBe(1);
    expect(stdout).toMatchInlineSnapshot(`
      "{
        "schema": 1,
        "filesChecked": 1,
        "counts": {
          "errors": 1,
          "warnings": 0,
          "suggestions": 0
        },
        "reports": [
          {
            "severity": "error",
            "rule": "double-spend",
            "code": 71002,
            "message": "\`budget\` is spent again after it was consumed by \`close\`",
            "help": "\`close()\` ends a budget: make it the last use of \`budget\`, once on each path",
            "file": "src/a, b%.ts",
            "start": {
              "line": 5,
              "column": 17,
              "offset": 142
            },
            "end": {
              "line": 5,
              "column": 23,
              "offset": 148
            },
            "labels": [
              {
                "message": "moved here: receiver of consuming method \`close\`",
                "file": "src/a, b%.ts",
                "start": {
                  "line": 4,
                  "column": 16,
                  "offset": 110
                },
                "end": {
                  "line": 4,
                  "column": 22,
                  "offset": 116
                }
              }
            ]
          }
        ]
      }
      "
    `);
    expect(project.run("check", "--format", "json").stdout).toBe(stdout);
  });

  it("prints a result without reports too", () => {
    const { exitCode, stdout } = workshop.project(passing, "ts70").run("check", "--format", "json");
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toEqual({
      schema: 1,
      filesChecked: 1,
      counts: { errors: 0, warnings: 0, suggestions: 0 },
      reports: [],
    });
  });
});

describe("--format sarif", () => {
  const logOf = (files: Readonly<Record<string, string>>): Log =>
    JSON.parse(workshop.project(files, "ts70").run("check", "--format", "sarif").stdout) as Log;

  it("is valid SARIF 2.1.0, with and without results", () => {
    const validate = sarifValidator();
    for (const files of [failing, passing]) {
      expect(validate(logOf(files)), JSON.stringify(validate.errors)).toBe(true);
    }
    expect(validate({ version: "2.1.0", runs: [{ results: "none" }] })).toBe(false);
  });

  it("describes every rule", () => {
    const described = logOf(passing).runs[0]?.tool.driver.rules ?? [];
    expect(described.map(({ id }) => id)).toEqual(rules.map(({ name }) => name));
  });

  it("locates a result and what explains it", () => {
    const [result, ...others] = logOf(failing).runs[0]?.results ?? [];
    expect(others).toEqual([]);
    expect(result).toMatchInlineSnapshot(`
      {
        "level": "error",
        "locations": [
          {
            "physicalLocation": {
              "artifactLocation": {
                "uri": "src/a,%20b%25.ts",
              },
              "region": {
                "endColumn": 23,
                "endLine": 5,
                "startColumn": 17,
                "startLine": 5,
              },
            },
          },
        ],
        "message": {
          "text": "\`budget\` is spent again after it was consumed by \`close\`. Help: \`close()\` ends a budget: make it the last use of \`budget\`, once on each path.",
        },
        "relatedLocations": [
          {
            "id": 0,
            "message": {
              "text": "moved here: receiver of consuming method \`close\`",
            },
            "physicalLocation": {
              "artifactLocation": {
                "uri": "src/a,%20b%25.ts",
              },
              "region": {
                "endColumn": 22,
                "endLine": 4,
                "startColumn": 16,
                "startLine": 4,
              },
            },
          },
        ],
        "ruleId": "double-spend",
        "ruleIndex": 1,
      }
    `);
  });
});

describe("--format github", () => {
  it("prints escaped workflow commands and a summary", () => {
    const { exitCode, stdout } = workshop.project(failing, "ts70").run("check", "--format", "github");
    expect(exitCode).toBe(1);
    expect(stdout).toMatchInlineSnapshot(`
      "::error file=src/a%2C b%25.ts,line=5,endLine=5,col=17,endColumn=23,title=affine-budget%3A double-spend::\`budget\` is spent again after it was consumed by \`close\`%0Asrc/a, b%25.ts:4: moved here: receiver of consuming method \`close\`%0Ahelp: \`close()\` ends a budget: make it the last use of \`budget\`, once on each path
      1 error in 1 file (1 file checked in 0.0 s)
      "
    `);
  });

  it("names files from the root of the checkout", () => {
    const project = workshop.project(
      { "lib/tsconfig.json": tsconfig(), "lib/src/a.ts": doubleSpend },
      "ts71",
    );
    const { stdout } = project.runWith(
      { GITHUB_WORKSPACE: project.folder },
      "check",
      "-p",
      "lib",
      "--format",
      "github",
    );
    expect(stdout).toContain("::error file=lib/src/a.ts,line=5,");
  });
});

/** The schema of the standard, as Microsoft's own test matchers ship it. */
function sarifValidator(): Ajv.ValidateFunction {
  const file = createRequire(import.meta.url).resolve(
    "@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json",
  );
  const ajv = new Ajv({ schemaId: "auto", meta: false, unknownFormats: "ignore" });
  ajv.addMetaSchema(
    JSON.parse(
      readFileSync(createRequire(import.meta.url).resolve("ajv/lib/refs/json-schema-draft-04.json"), "utf8"),
    ) as object,
  );
  return ajv.compile(JSON.parse(readFileSync(file, "utf8")) as object);
}
