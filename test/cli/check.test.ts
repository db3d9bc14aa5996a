import { describe, expect, it } from "vitest";
import { useWorkshop } from "./support/CliProject.js";
import { clean, doubleSpend, tsconfig } from "./support/sources.js";

const workshop = useWorkshop();

describe("affine-budget check", () => {
  it("says nothing but a summary about a project without double spends", () => {
    const project = workshop.project({ "tsconfig.json": tsconfig(), "src/a.ts": clean });
    expect(project.run("check")).toEqual({
      exitCode: 0,
      stdout: "no errors (1 file checked in 0.0 s)\n",
      stderr: "",
    });
  });

  it("draws a code frame for each report, and fails", () => {
    const project = workshop.project({
      "tsconfig.json": tsconfig(),
      "src/a.ts": doubleSpend,
      "src/b.ts": clean,
    });
    const { exitCode, stdout, stderr } = project.run("check");
    expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: "" });
    expect(`\n${stdout}`).toMatchInlineSnapshot(`
      "
      error[double-spend]: \`budget\` is spent again after it was consumed by \`close\`
       --> src/a.ts:5:17
        |
      4 |   const left = budget.close();
        |                ------ moved here: receiver of consuming method \`close\`
      5 |   return left + budget.close();
        |                 ^^^^^^ spent again here
        |
        = help: \`close()\` ends a budget: make it the last use of \`budget\`, once on each path
        = note: affine-budget explain double-spend

      1 error in 1 file (2 files checked in 0.0 s)
      "
    `);
  });

  it("takes a tsconfig, its directory, or the nearest one upwards", () => {
    const project = workshop.project({
      "lib/tsconfig.json": tsconfig(),
      "lib/src/a.ts": doubleSpend,
      "lib/src/deep/er/b.ts": clean,
    });
    expect(project.run("check", "-p", "lib/tsconfig.json").exitCode).toBe(1);
    expect(project.run("check", "--project", "lib").exitCode).toBe(1);
    const inside = workshop.project({ "tsconfig.json": tsconfig(), "src/a.ts": doubleSpend });
    expect(inside.run("check").exitCode).toBe(1);
  });

  it("checks the projects that a solution refers to, without building them", () => {
    const project = workshop.project({
      "tsconfig.json": JSON.stringify({ files: [], references: [{ path: "core" }, { path: "app" }] }),
      "core/tsconfig.json": tsconfig({ composite: true }),
      "core/src/finish.ts": doubleSpend,
      "app/tsconfig.json": JSON.stringify({
        ...(JSON.parse(tsconfig({ composite: true })) as object),
        references: [{ path: "../core" }],
      }),
      "app/src/main.ts": `import { finish } from "../../core/src/finish.js";\nexport const run = finish;\n`,
    });
    const { exitCode, stdout } = project.run("check");
    expect(exitCode).toBe(1);
    expect(stdout).toContain(" --> core/src/finish.ts:5:17\n");
    expect(stdout).toContain("1 error in 1 file (2 files checked in 0.0 s)");
  });

  it("obeys suppression comments as tsc does", () => {
    const suppressed = (comment: string): string => doubleSpend.replace("  return", `${comment}\n  return`);
    const project = workshop.project({
      "tsconfig.json": tsconfig(),
      "src/expected.ts": suppressed("  // @ts-expect-error -- meant"),
      "src/ignored.ts": suppressed("  // @ts-ignore"),
      "src/spaced.ts": suppressed("  // @ts-expect-error\n  // a comment in between\n"),
      "src/unchecked.ts": `// @ts-nocheck\n${doubleSpend}`,
    });
    const { exitCode, stdout } = project.run("check");
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^no errors \(\d files checked/);
    project.write("src/other.ts", suppressed("  // ts-expect-error without its @"));
    expect(project.run("check").exitCode).toBe(1);
  });

  it("takes severities from the plugin's entry in the tsconfig", () => {
    const withSeverity = (severity: string): string =>
      tsconfig({ plugins: [{ transform: "affine-budget/plugin", severity: { "double-spend": severity } }] });
    const project = workshop.project({ "tsconfig.json": withSeverity("warning"), "src/a.ts": doubleSpend });
    const warned = project.run("check");
    expect(warned.exitCode).toBe(0);
    expect(warned.stdout).toContain("warning[double-spend]: ");
    expect(warned.stdout).toContain("1 warning in 1 file");
    project.write("tsconfig.json", withSeverity("off"));
    expect(project.run("check").stdout).toBe("no errors (1 file checked in 0.0 s)\n");
  });

  it("checks what the build does not: whoever asks for a check gets one", () => {
    const project = workshop.project({
      "tsconfig.json": tsconfig({ noCheck: true }),
      "src/a.ts": doubleSpend,
    });
    expect(project.run("check").exitCode).toBe(1);
  });

  it("colours its output when it is asked to, and not otherwise", () => {
    const project = workshop.project({ "tsconfig.json": tsconfig(), "src/a.ts": doubleSpend }, "ts70");
    const escape = "\u001b[";
    const plain = project.run("check").stdout;
    expect(plain).not.toContain(escape);
    const coloured = project.runWith({ FORCE_COLOR: "1" }, "check").stdout;
    expect(coloured).toContain(escape);
    expect(project.runWith({ FORCE_COLOR: "1" }, "check", "--no-color").stdout).not.toContain(escape);
    expect(project.runWith({ FORCE_COLOR: "1", NO_COLOR: "1" }, "check").stdout).not.toContain(escape);
    // eslint-disable-next-line no-control-regex -- escape sequences are what is taken away
    expect(coloured.replace(/\u001b\[\d+m/g, "")).toBe(plain);
  });

  it("runs the TypeScript that it is told to", () => {
    // Before 5.6, tsc itself refuses `emitDeclarationOnly` together with `noEmit`, which every check sets.
    const options = { declaration: true, emitDeclarationOnly: true };
    const project = workshop.project({ "tsconfig.json": tsconfig(options), "src/a.ts": doubleSpend });
    const newest = project.run("check");
    expect(newest.exitCode).toBe(1);
    expect(project.run("check", "--typescript", "ts54")).toEqual(newest);
  });
});

describe("affine-budget check cannot run (exit code 2)", () => {
  const refusal = (files: Readonly<Record<string, string>>, ...args: readonly string[]): string => {
    const { exitCode, stdout, stderr } = workshop.project(files).run("check", ...args);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
    return stderr;
  };
  const project = { "tsconfig.json": tsconfig(), "src/a.ts": clean };

  it("on unknown flags and formats, and suggests the one that was meant", () => {
    expect(refusal(project, "--fromat", "json")).toMatchInlineSnapshot(`
      "affine-budget: unknown option "--fromat"; did you mean "--format"?
      See \`affine-budget check --help\`.
      "
    `);
    expect(refusal(project, "--format", "jsn")).toMatchInlineSnapshot(`
      "affine-budget: unknown format "jsn"; did you mean "json"?
      "
    `);
    expect(refusal(project, "-x")).toContain('unknown option "-x"');
    expect(refusal(project, "src/a.ts")).toContain('unexpected argument "src/a.ts"');
    expect(refusal(project, "--format")).toContain("--format");
  });

  it("without a tsconfig", () => {
    expect(refusal({ "a.ts": clean }, "-p", "nowhere")).toContain("nowhere does not exist");
    expect(refusal({ "lib/a.ts": clean }, "-p", "lib")).toContain("no tsconfig.json in <project>/lib");
  });

  it("with a tsconfig that tsc refuses", () => {
    expect(refusal({ ...project, "tsconfig.json": "{ nonsense }" })).toContain("TS1136");
    expect(refusal({ ...project, "tsconfig.json": tsconfig({ tarjet: "es2022" }) })).toContain("TS5025");
    expect(refusal({ "tsconfig.json": tsconfig() })).toContain("TS18003");
  });

  it("with wrong options of the plugin", () => {
    const plugins = [{ name: "affine-budget", severity: { "double-spent": "error" } }];
    expect(refusal({ ...project, "tsconfig.json": tsconfig({ plugins }) })).toMatchInlineSnapshot(`
      "affine-budget: <project>/tsconfig.json sets options of affine-budget that are wrong:
        Unknown rule in option \`severity\`: \`double-spent\`. Did you mean \`double-spend\`?
      "
    `);
  });

  it("on sources that do not parse", () => {
    expect(refusal({ ...project, "src/b.ts": "export const = 1;\n" })).toMatchInlineSnapshot(`
      "affine-budget: TypeScript's own errors make a check impossible
      src/b.ts(1,14): error TS1134: Variable declaration expected.
      src/b.ts(1,16): error TS1134: Variable declaration expected.
      "
    `);
  });

  it("when the package's types are missing, since every budget would be `any`", () => {
    const missing = clean.replace('"affine-budget"', '"affine-budget/missing"');
    expect(refusal({ ...project, "src/a.ts": missing })).toContain("which TypeScript cannot resolve");
  });

  it("with a TypeScript that has no API, or is too old", () => {
    const fake = (version: string): Readonly<Record<string, string>> => ({
      "node_modules/typescript/package.json": JSON.stringify({ name: "typescript", version }),
    });
    const withoutApi = refusal({ ...project, ...fake("7.9.0") });
    expect(withoutApi).toContain("TypeScript 7.9.0 has no API that this version of affine-budget can use");
    expect(withoutApi).toContain("run this command with `--typescript ts6`");
    expect(refusal({ ...project, ...fake("5.3.3") })).toContain("TypeScript 5.3.3 is too old");
    expect(refusal(project, "--typescript", "nowhere")).toContain('no package "nowhere" found');
  });
});

describe("affine-budget", () => {
  it("helps", () => {
    const project = workshop.project({});
    const { exitCode, stdout } = project.run("--help");
    expect(exitCode).toBe(0);
    for (const command of ["check", "explain", "init"]) {
      expect(stdout).toContain(`  ${command}`);
      const help = project.run(command, "--help");
      expect(help.exitCode).toBe(0);
      expect(help.stdout).toContain(`Usage: affine-budget ${command}`);
    }
    expect(project.run().exitCode).toBe(2);
  });

  it("knows its version", () => {
    expect(workshop.project({}).run("--version").stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it("suggests the command that was meant", () => {
    const { exitCode, stderr } = workshop.project({}).run("chek");
    expect(exitCode).toBe(2);
    expect(stderr).toContain('unknown command "chek"; did you mean "check"?');
  });
});
