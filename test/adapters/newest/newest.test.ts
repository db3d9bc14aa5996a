import { execFile } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { beforeAll, describe, expect, it } from "vitest";

const repository = path.resolve(import.meta.dirname, "../../..");
const folder = path.join(repository, ".tmp/adapters/newest");
const execute = promisify(execFile);

/**
 * The newest majors of the SDKs refuse Node 20, so that they are installed apart, with a Node of their own. The sources and
 * tests of the adapters are copied beside them: a copy finds them before it finds the older ones of this repository, in
 * which everything else is looked up.
 */
describe("the newest SDKs, under Node 24", () => {
  beforeAll(async () => {
    const manifest = readFileSync(path.join(import.meta.dirname, "package.json"), "utf8");
    const stamp = path.join(folder, "stamp");
    if (!existsSync(stamp) || readFileSync(stamp, "utf8") !== manifest) {
      rmSync(folder, { recursive: true, force: true });
      mkdirSync(folder, { recursive: true });
      writeFileSync(path.join(folder, "package.json"), manifest);
      await execute("npm", ["install", "--no-audit", "--no-fund", "--no-package-lock"], { cwd: folder });
      writeFileSync(stamp, manifest);
    }
    for (const part of ["runtime", "test/adapters"]) {
      rmSync(path.join(folder, part), { recursive: true, force: true });
      cpSync(path.join(repository, part), path.join(folder, part), {
        recursive: true,
        filter: (file) => file !== import.meta.dirname,
      });
    }
    cpSync(path.join(repository, "vitest.config.ts"), path.join(folder, "vitest.config.ts"));
    const compilerOptions = {
      noEmit: true,
      rootDir: ".",
      types: ["node"],
      paths: { "affine-budget": ["./runtime/index.ts"], "affine-budget/*": ["./runtime/*.ts"] },
    };
    const tsconfig = {
      extends: path.join(repository, "tsconfig.json"),
      compilerOptions,
      include: ["runtime", "test"],
      exclude: [],
    };
    writeFileSync(path.join(folder, "tsconfig.json"), JSON.stringify(tsconfig));
  });

  function node24(...args: readonly string[]): Promise<{ stdout: string }> {
    return execute(path.join(folder, "node_modules/node/bin/node"), args, {
      cwd: folder,
      maxBuffer: 64 * 2 ** 20,
    });
  }

  it("pass all tests of the adapters", async () => {
    const outputFile = path.join(folder, "vitest.json");
    rmSync(outputFile, { force: true });
    const vitest = path.join(repository, "node_modules/vitest/vitest.mjs");
    await node24(vitest, "run", "--root", folder, "--reporter=json", `--outputFile=${outputFile}`).catch(
      // What failed, and that anything did, is in the file.
      () => undefined,
    );
    const results = JSON.parse(readFileSync(outputFile, "utf8")) as {
      readonly success: boolean;
      readonly numPassedTests: number;
      readonly testResults: readonly {
        readonly message: string;
        readonly assertionResults: readonly {
          readonly status: string;
          readonly fullName: string;
          readonly failureMessages: readonly string[];
        }[];
      }[];
    };
    const failures = results.testResults.flatMap(({ message, assertionResults }) => [
      ...(assertionResults.length === 0 ? [message] : []),
      ...assertionResults
        .filter(({ status }) => status === "failed")
        .map(({ fullName, failureMessages }) => `${fullName}\n${failureMessages.join("\n")}`),
    ]);
    expect(failures).toEqual([]);
    expect(results.success).toBe(true);
    expect(results.numPassedTests).toBeGreaterThan(100);
  });

  it("fit the types of the adapters", async () => {
    const { stdout } = await node24(
      path.join(repository, "node_modules/typescript/bin/tsc"),
      "-p",
      folder,
    ).catch((error: unknown) => error as { stdout: string });
    expect(stdout).toBe("");
  });
});
