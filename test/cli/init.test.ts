import { describe, expect, it } from "vitest";
import { useWorkshop, type CliProject } from "./support/CliProject.js";
import { clean, tsconfig } from "./support/sources.js";

const workshop = useWorkshop();
const manifest = `${JSON.stringify({ name: "app", dependencies: { "affine-budget": "*" } }, null, 2)}\n`;

/** A project whose tsconfig has this text, and otherwise nothing unusual. */
function projectWith(config: string, files: Readonly<Record<string, string>> = {}): CliProject {
  return workshop.project({
    "tsconfig.json": config,
    "package.json": manifest,
    "src/a.ts": clean,
    "src/deep/b.ts": clean,
    ...files,
  });
}

function initialised(project: CliProject): string {
  const { exitCode, stdout, stderr } = project.run("init");
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  return stdout;
}

const commented = `{
    // what we compile for
    "compilerOptions": {
        "strict": true, /* always */
        "module": "nodenext",
    },
    "include": ["src"], // and nothing else
}
`;

describe("affine-budget init", () => {
  it("sets a project up, keeps comments and formatting, and says what it did", () => {
    const project = projectWith(commented);
    expect(initialised(project)).toMatchInlineSnapshot(`
      "tsconfig.json: added the plugin
      src/affine-budget.canary.ts: wrote the canary: a build that checks no ownership fails in it
      package.json: added the script "check:budgets"
      "
    `);
    expect(project.read("tsconfig.json")).toMatchInlineSnapshot(`
      "{
          // what we compile for
          "compilerOptions": {
              "strict": true, /* always */
              "module": "nodenext",
              "plugins": [
                  {
                      "name": "affine-budget",
                      "transform": "affine-budget/plugin",
                      "transformProgram": true
                  }
              ],
          },
          "include": ["src"], // and nothing else
      }
      "
    `);
    expect(project.read("package.json")).toMatchInlineSnapshot(`
      "{
        "name": "app",
        "dependencies": {
          "affine-budget": "*"
        },
        "scripts": {
          "check:budgets": "affine-budget check"
        }
      }
      "
    `);
    expect(project.read("src/affine-budget.canary.ts")).toMatchInlineSnapshot(`
      "// Written by \`affine-budget init\`. It makes a build fail that does not check ownership: there the expected error
      // below does not happen, and TypeScript reports "Unused '@ts-expect-error' directive" (TS2578) in this file.
      import type { Budget } from "affine-budget";

      export function canary(budget: Budget): number {
        const left = budget.close();
        // @ts-expect-error -- a deliberate double spend
        return left + budget.close();
      }
      "
    `);
  });

  it("changes nothing the second time", () => {
    const project = projectWith(commented);
    initialised(project);
    const files = ["tsconfig.json", "package.json", "src/affine-budget.canary.ts"];
    const before = files.map((file) => project.read(file));
    expect(initialised(project)).toContain("Nothing had to be changed.");
    expect(files.map((file) => project.read(file))).toEqual(before);
  });

  it("leaves a project that the check passes, its canary included", () => {
    const project = projectWith(tsconfig());
    initialised(project);
    expect(project.run("check")).toEqual({
      exitCode: 0,
      stdout: "no errors (3 files checked in 0.0 s)\n",
      stderr: "",
    });
  });

  it("writes nothing in a dry run, and says the same", () => {
    const project = projectWith(commented);
    const dry = project.run("init", "--dry-run");
    expect(dry.exitCode).toBe(0);
    expect(project.read("tsconfig.json")).toBe(commented);
    expect(project.read("package.json")).toBe(manifest);
    expect(project.has("src/affine-budget.canary.ts")).toBe(false);
    expect(dry.stdout).toBe(`${initialised(project)}A dry run: nothing was written.\n`);
  });

  it("keeps tabs, CRLF and a byte order mark", () => {
    const text = `\ufeff${commented.replaceAll("    ", "\t").replaceAll("\n", "\r\n")}`;
    const project = projectWith(text);
    initialised(project);
    const written = project.read("tsconfig.json");
    expect(written.startsWith("\ufeff{\r\n\t// what we compile for\r\n")).toBe(true);
    expect(written).toContain('\r\n\t\t"plugins": [\r\n\t\t\t{\r\n\t\t\t\t"name": "affine-budget",\r\n');
    expect(written.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);
  });

  it("keeps other plugins, and completes an entry that is there", () => {
    const plugins = [{ name: "other" }, { name: "affine-budget", severity: { discarded: "error" } }];
    const project = projectWith(tsconfig({ plugins }));
    expect(initialised(project)).toContain("completed the plugin's entry (transform, transformProgram)");
    expect(JSON.parse(project.read("tsconfig.json"))).toHaveProperty("compilerOptions.plugins", [
      { name: "other" },
      {
        name: "affine-budget",
        severity: { discarded: "error" },
        transform: "affine-budget/plugin",
        transformProgram: true,
      },
    ]);
  });

  it("repeats the plugins of a base configuration, which an own list would replace", () => {
    const project = projectWith(JSON.stringify({ extends: "./base.json", include: ["src"] }), {
      "base.json": tsconfig({ plugins: [{ name: "other" }] }),
    });
    initialised(project);
    expect(JSON.parse(project.read("tsconfig.json"))).toHaveProperty(
      "compilerOptions.plugins.0.name",
      "other",
    );
    expect(JSON.parse(project.read("tsconfig.json"))).toHaveProperty(
      "compilerOptions.plugins.1.name",
      "affine-budget",
    );
    expect(project.run("check").exitCode).toBe(0);
  });

  it("lists the canary where a tsconfig lists its files", () => {
    const listed = { ...(JSON.parse(tsconfig()) as object), include: undefined, files: ["src/a.ts"] };
    const project = projectWith(JSON.stringify(listed));
    initialised(project);
    expect(JSON.parse(project.read("tsconfig.json"))).toHaveProperty("files", [
      "src/a.ts",
      "src/affine-budget.canary.ts",
    ]);
    expect(project.run("check").stdout).toBe("no errors (2 files checked in 0.0 s)\n");
  });

  it("sets up each project of a solution", () => {
    const project = projectWith(
      JSON.stringify({ files: [], references: [{ path: "one" }, { path: "two" }] }),
      {
        "one/tsconfig.json": tsconfig({ composite: true }),
        "one/src/a.ts": clean,
        "two/tsconfig.json": tsconfig({ composite: true }),
        "two/src/a.ts": clean,
      },
    );
    initialised(project);
    expect(project.has("one/src/affine-budget.canary.ts")).toBe(true);
    expect(project.has("two/src/affine-budget.canary.ts")).toBe(true);
    expect(project.run("check").stdout).toBe("no errors (4 files checked in 0.0 s)\n");
  });

  it("leaves scripts of the user's own alone, and suggests tspc where they run tsc", () => {
    const scripts = {
      build: "rimraf dist && tsc -p . && tsc-alias",
      "check:budgets": "echo mine",
    };
    const text = JSON.stringify({ scripts }, null, "\t");
    const project = projectWith(commented, { "package.json": text });
    const said = initialised(project);
    expect(said).toContain('has a script "check:budgets" of its own, which is left as it is');
    expect(said).toContain('make it "rimraf dist && tspc -p . && tsc-alias"');
    expect(said).toContain("npm install affine-budget");
    expect(project.read("package.json")).toBe(text);
  });

  it("adds the script alone where TypeScript 7 compiles: a canary would fail in every build", () => {
    const scripts = { build: "tsc -p ." };
    const files = { "tsconfig.json": commented, "package.json": JSON.stringify({ scripts }) };
    const project = workshop.project({ ...files, "src/a.ts": clean }, "ts70");
    expect(initialised(project)).toMatchInlineSnapshot(`
      "package.json: added the script "check:budgets"
      to do: npm install affine-budget
      to do: script "build" runs tsc, which checks no ownership; make it "affine-budget check && tsc -p ."
      TypeScript 7 runs no plugins, so the tsconfig stays as it is: run the check beside tsc, and \`affine-budget lsp\` in the editor
      "
    `);
    expect(project.read("tsconfig.json")).toBe(commented);
    expect(project.has("src/affine-budget.canary.ts")).toBe(false);
    expect(JSON.parse(project.read("package.json"))).toEqual({
      scripts: { ...scripts, "check:budgets": "affine-budget check" },
    });
  });

  it("refuses politely without a tsconfig, or with one that does not parse, and writes nothing", () => {
    const broken = '{ "compilerOptions": { "strict": true, } "include" }';
    for (const [args, config] of [
      [["-p", "src"], commented],
      [[], broken],
    ] as const) {
      const project = projectWith(config);
      const { exitCode, stdout, stderr } = project.run("init", ...args);
      expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
      expect(stderr).toMatch(/^affine-budget: /);
      expect(project.read("tsconfig.json")).toBe(config);
      expect(project.read("package.json")).toBe(manifest);
    }
  });

  it("refuses a package.json that does not parse before it writes anything", () => {
    const project = projectWith(commented, { "package.json": '{ "name": }' });
    const { exitCode, stderr } = project.run("init");
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/^affine-budget: .*package\.json.* is not valid JSON/);
    expect(project.read("tsconfig.json")).toBe(commented);
    expect(project.has("src/affine-budget.canary.ts")).toBe(false);
  });
});
