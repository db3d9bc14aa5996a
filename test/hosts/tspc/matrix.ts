import { afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Toolchain } from "../toolchains.js";
import {
  borrowingTake,
  canary,
  mended,
  needlesslySuppressed,
  owningTake,
  suppressed,
  twoCalls,
  twoCallsReport,
  violation,
  violationReport,
} from "../sources.js";
import { pluginEntry, TestProject } from "../TestProject.js";
import { WatchedRun } from "./WatchedRun.js";

type Settings = Readonly<Record<string, unknown>>;

/** Logs each file that a builder program has checked rather than taken from its cache. */
const observer = `const { appendFileSync } = require("node:fs");
const path = require("node:path");
module.exports = (program) => {
  const original = program.getBindAndCheckDiagnostics;
  program.getBindAndCheckDiagnostics = (file, ...rest) => {
    appendFileSync(path.join(__dirname, "checked.log"), path.basename(file.fileName) + "\\n");
    return original(file, ...rest);
  };
  return program;
};
`;

const baseFiles = {
  "src/take.ts": owningTake,
  "src/run.ts": violation,
  "src/suppressed.ts": suppressed,
  "observer.cjs": observer,
};

function tsconfig(compilerOptions: Settings = {}, plugin: Settings | null = pluginEntry): string {
  const observed = { transform: "./observer.cjs", transformProgram: true };
  const options = {
    target: "es2022",
    lib: ["es2022"],
    types: [],
    module: "esnext",
    moduleResolution: "bundler",
    strict: true,
    skipLibCheck: true,
    rootDir: "src",
    outDir: "out",
    ...compilerOptions,
    plugins: plugin === null ? [] : [plugin, observed],
  };
  return JSON.stringify({ compilerOptions: options, include: ["src"] }, null, 2);
}

/** Every way in which `tspc` is run, each with the projects of a user who has made a mistake with a budget. */
export function describeTspc(
  name: string,
  install: () => Toolchain | Promise<Toolchain>,
  supports: { readonly noCheck: boolean },
): void {
  describe(name, () => {
    let toolchain: Toolchain;
    const projects: TestProject[] = [];

    beforeAll(async () => {
      toolchain = await install();
    });
    afterEach(() => {
      for (const project of projects.splice(0)) project[Symbol.dispose]();
    });

    function projectOf(files: Readonly<Record<string, string>>): TestProject {
      const project = new TestProject(toolchain, { ...baseFiles, ...files });
      projects.push(project);
      return project;
    }

    function configured(compilerOptions?: Settings, plugin?: Settings | null): TestProject {
      return projectOf({ "tsconfig.json": tsconfig(compilerOptions, plugin) });
    }

    describe("reports the violation, and not the suppressed ones", () => {
      it("of a plain build, which emits as tsc does in spite of errors", async () => {
        const project = configured();
        const { reports, exitCode, output } = await project.tspc();
        expect(reports, output).toEqual([violationReport]);
        expect(exitCode).toBe(2);
        expect(project.read("out/run.js")).toContain("take(b)");
      });

      it("with --noEmit", async () => {
        const { reports, exitCode, output } = await configured().tspc("--noEmit");
        expect(reports, output).toEqual([violationReport]);
        expect(exitCode).toBe(2);
      });

      it("with noEmitOnError, and emits nothing", async () => {
        const project = configured({ noEmitOnError: true });
        const { reports, output } = await project.tspc();
        expect(reports, output).toEqual([violationReport]);
        expect(project.read("out/run.js")).toBeNull();
      });

      it("with -p from another folder, and isolatedModules", async () => {
        const project = configured({ isolatedModules: true, noEmit: true });
        project.write("elsewhere/tsconfig.json", tsconfig({}, null));
        const { reports, output } = await project.tspc("-p", "tsconfig.json");
        expect(reports, output).toEqual([violationReport]);
      });

      it("when only declarations are emitted, and libraries are checked too", async () => {
        const project = configured({ declaration: true, emitDeclarationOnly: true, skipLibCheck: false });
        const { reports, output } = await project.tspc();
        expect(reports.filter((report) => report.startsWith("src/"))).toEqual([violationReport]);
        expect(project.read("out/run.d.ts"), output).toContain("Budget");
      });
    });

    describe("reports again what has not changed", () => {
      const twice: readonly { how: string; settings: Settings; args: readonly string[]; cached: boolean }[] =
        [
          { how: "incremental", settings: { incremental: true }, args: [], cached: true },
          {
            how: "incremental with noEmit",
            settings: { incremental: true, noEmit: true },
            args: [],
            cached: true,
          },
          {
            how: "incremental with noEmitOnError",
            settings: { incremental: true, noEmitOnError: true },
            args: [],
            cached: true,
          },
          { how: "-b", settings: { composite: true }, args: ["-b"], cached: false },
          {
            how: "-b with noEmit",
            settings: { incremental: true, noEmit: true },
            args: ["-b"],
            cached: false,
          },
        ];
      it.each(twice)("$how", async ({ settings, args, cached }) => {
        const project = configured({ ...settings, tsBuildInfoFile: "out/.tsbuildinfo" });
        const first = await project.tspc(...args);
        expect(first.reports, first.output).toEqual([violationReport]);
        expect(project.read("checked.log")).toContain("run.ts");
        project.write("checked.log", "");
        const second = await project.tspc(...args);
        expect(second.reports, second.output).toEqual([violationReport]);
        expect([first.exitCode, second.exitCode]).not.toContain(0);
        if (cached) expect(project.read("checked.log")).toBe("");
      });
    });

    describe("follows changes", () => {
      it.each([
        { how: "--watch", args: ["--watch"], settings: {} },
        {
          how: "--watch with noEmit and incremental",
          args: ["--watch"],
          settings: { noEmit: true, incremental: true },
        },
        { how: "-b --watch", args: ["-b", "--watch"], settings: { composite: true } },
      ])("of a file, in $how: error, mended, error again", async ({ args, settings }) => {
        const project = configured(settings);
        await using watched = new WatchedRun(project, ...args);
        expect(await watched.firstRound()).toEqual([violationReport]);
        for (const [text, reports] of [
          [mended, []],
          [violation, [violationReport]],
        ] as const) {
          expect(await watched.after(() => project.write("src/run.ts", text), reports)).toEqual(reports);
        }
      });

      it("of a signature in another file, incrementally", async () => {
        const project = configured({ incremental: true, noEmit: true, tsBuildInfoFile: "out/.tsbuildinfo" });
        project.write("src/take.ts", borrowingTake);
        project.write("src/run.ts", twoCalls);
        project.write("src/suppressed.ts", "export {};");
        expect((await project.tspc()).reports).toEqual([]);
        project.write("src/take.ts", owningTake);
        expect((await project.tspc()).reports).toEqual([twoCallsReport]);
      });

      it("of the options", async () => {
        const off = { ...pluginEntry, severity: { aliasing: "off" } };
        const settings = { incremental: true, noEmit: true, tsBuildInfoFile: "out/.tsbuildinfo" };
        const project = configured(settings, off);
        project.write("src/suppressed.ts", "export {};");
        expect((await project.tspc()).reports).toEqual([]);
        project.write("tsconfig.json", tsconfig(settings));
        expect((await project.tspc()).reports).toEqual([violationReport]);
        project.write("tsconfig.json", tsconfig(settings, off));
        expect((await project.tspc()).reports).toEqual([]);
      });

      it("of the options, in --watch", async () => {
        const project = configured({ noEmit: true }, { ...pluginEntry, severity: { aliasing: "off" } });
        project.write("src/suppressed.ts", "export {};");
        await using watched = new WatchedRun(project, "--watch");
        expect(await watched.firstRound()).toEqual([]);
        const arm = (): void => project.write("tsconfig.json", tsconfig({ noEmit: true }));
        expect(await watched.after(arm, [violationReport])).toEqual([violationReport]);
      });

      it("from no plugin to the plugin", async () => {
        const settings = { incremental: true, noEmit: true, tsBuildInfoFile: "out/.tsbuildinfo" };
        const project = configured(settings, null);
        project.write("src/suppressed.ts", "export {};");
        expect((await project.tspc()).reports).toEqual([]);
        project.write("tsconfig.json", tsconfig(settings));
        expect((await project.tspc()).reports).toEqual([violationReport]);
      });

      it("from tsc to tspc, and back", async () => {
        const project = configured({ incremental: true, noEmit: true, tsBuildInfoFile: "out/.tsbuildinfo" });
        project.write("src/suppressed.ts", "export {};");
        expect((await project.tsc()).reports).toEqual([]);
        expect((await project.tspc()).reports).toEqual([violationReport]);
        expect((await project.tsc()).reports).toEqual([]);
      });
    });

    describe("says so when it cannot be relied on", () => {
      it("an unpatched compiler finds the canary's comment unused", async () => {
        const project = configured({ noEmit: true });
        project.write("src/run.ts", mended);
        project.write("src/suppressed.ts", canary);
        expect((await project.tsc()).reports).toEqual(["src/suppressed.ts(5) TS2578"]);
        expect((await project.tspc()).reports).toEqual([]);
      });

      it("a suppression of nothing is an error, in patched compilers too", async () => {
        const project = configured({ noEmit: true });
        project.write("src/run.ts", mended);
        project.write("src/suppressed.ts", needlesslySuppressed);
        const { reports, output } = await project.tspc();
        expect(reports, output).toEqual(["src/suppressed.ts(4) TS2578"]);
      });

      it("an option that is not known fails the build, at its plugin entry, each time", async () => {
        const project = configured({ composite: true }, { ...pluginEntry, authorty: ["src/mint.ts"] });
        project.write("src/run.ts", mended);
        const plain = await project.tspc();
        expect(plain.reports, plain.output).toEqual([
          expect.stringMatching(/^tsconfig\.json\(\d+\) TS71091$/),
        ]);
        expect(plain.output).toContain("Did you mean `authority`?");
        expect(plain.exitCode).not.toBe(0);
        for (let round = 1; round <= 2; round++) {
          const build = await project.tspc("-b");
          expect(build.reports, build.output).toEqual(plain.reports);
          expect(build.exitCode).not.toBe(0);
        }
      });

      it("assumeChangesOnlyAffectDirectDependencies is an error", async () => {
        const project = configured({ noEmit: true, assumeChangesOnlyAffectDirectDependencies: true });
        const { reports, output } = await project.tspc();
        expect(reports, output).toEqual([expect.stringMatching(/^tsconfig\.json\(\d+\) TS71092$/)]);
      });

      it("without transformProgram the build fails and names the setting", async () => {
        const { exitCode, output } = await configured(
          {},
          {
            transform: "affine-budget/plugin",
          },
        ).tspc();
        expect(exitCode).not.toBe(0);
        expect(output).toContain('"transformProgram": true');
      });
    });

    // tsc has the option since TypeScript 5.6.
    if (supports.noCheck) {
      it("is as silent as tsc with --noCheck", async () => {
        const { reports, exitCode, output } = await configured().tspc("--noCheck");
        expect(reports, output).toEqual([]);
        expect(exitCode).toBe(0);
      });
    }
  });
}
