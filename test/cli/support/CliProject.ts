import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { shortLived } from "../../hosts/shortLived.js";
import { build, type Plugin } from "esbuild";
import { afterAll, beforeAll } from "vitest";

const root = path.resolve(import.meta.dirname, "../../..");

export interface CliRun {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

type Files = Readonly<Record<string, string>>;
/** TypeScript 6.0, 7.0 and 7.1. */
type Compiler = "typescript" | "ts70" | "ts71";

/** The bundled command line, and a place for projects that find TypeScript and the package as users' projects do. */
class CliWorkshop {
  #home = "";
  #projects = 0;
  readonly #faults: readonly Plugin[];

  constructor(faults: readonly Plugin[]) {
    this.#faults = faults;
  }

  get program(): string {
    return path.join(this.#home, "affine-budget.js");
  }

  async open(): Promise<void> {
    // Its real path, because TypeScript names files by theirs: tmpdir may be a link.
    this.#home = realpathSync(mkdtempSync(path.join(tmpdir(), "affine-budget-cli-")));
    await build({
      absWorkingDir: root,
      entryPoints: ["plugin/hosts/cli/main.ts"],
      outfile: this.program,
      bundle: true,
      platform: "node",
      target: "node20",
      format: "esm",
      mainFields: ["module", "main"],
      external: ["typescript"],
      banner: {
        js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);',
      },
      logLevel: "warning",
      plugins: [...this.#faults],
    });
    const modules = path.join(this.#home, "node_modules");
    // Copied, not linked: what lies in node_modules is somebody else's source, which is not checked.
    cpSync(path.join(root, "runtime"), path.join(modules, "affine-budget"), { recursive: true });
    writeFileSync(
      path.join(modules, "affine-budget/package.json"),
      JSON.stringify({ name: "affine-budget", type: "module", exports: { ".": "./index.ts" } }),
    );
    symlinkSync(path.join(root, "node_modules/typescript"), path.join(modules, "typescript"));
    symlinkSync(path.join(root, "node_modules/ts54"), path.join(modules, "ts54"));
    writeFileSync(path.join(this.#home, "package.json"), JSON.stringify({ type: "module", private: true }));
  }

  close(): void {
    rmSync(this.#home, { recursive: true, force: true });
  }

  /** @param compiler which of this repository's compilers the project has installed as its TypeScript */
  project(files: Files, compiler: Compiler = "typescript"): CliProject {
    const folder = path.join(this.#home, "projects", String(++this.#projects));
    const project = new CliProject(this.program, folder, files);
    const modules = path.join(folder, "node_modules");
    if (compiler !== "typescript") {
      // Last, and it must be new: what a test writes there would be written into the package.
      mkdirSync(modules);
      symlinkSync(path.join(root, "node_modules", compiler), path.join(modules, "typescript"));
    }
    return project;
  }
}

export class CliProject {
  readonly #program: string;
  readonly folder: string;

  constructor(program: string, folder: string, files: Files) {
    this.#program = program;
    this.folder = folder;
    mkdirSync(folder, { recursive: true });
    for (const [name, text] of Object.entries(files)) this.write(name, text);
  }

  write(name: string, text: string): void {
    const file = path.join(this.folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  }

  read(name: string): string {
    return readFileSync(path.join(this.folder, name), "utf8");
  }

  has(name: string): boolean {
    return existsSync(path.join(this.folder, name));
  }

  /** Runs to the end. Times in summaries are made equal, and the folder's name is `<project>`. */
  run(...args: readonly string[]): CliRun {
    return this.runWith({}, ...args);
  }

  runWith(env: Files, ...args: readonly string[]): CliRun {
    const { status, stdout, stderr } = spawnSync(process.execPath, [...shortLived, this.#program, ...args], {
      cwd: this.folder,
      encoding: "utf8",
      env: environment(env),
    });
    return { exitCode: status, stdout: this.#stable(stdout), stderr: this.#stable(stderr) };
  }

  start(...args: readonly string[]): RunningCli {
    return new RunningCli(
      spawn(process.execPath, [...shortLived, this.#program, ...args], {
        cwd: this.folder,
        env: environment({}),
      }),
    );
  }

  #stable(output: string): string {
    return output.replaceAll(this.folder, "<project>").replace(/checked in \d+\.\d s/g, "checked in 0.0 s");
  }
}

/** A command that goes on until it is stopped. */
class RunningCli {
  readonly #child: ChildProcess;
  #output = "";

  constructor(child: ChildProcess) {
    this.#child = child;
    const take = (chunk: Buffer): void => {
      this.#output += chunk.toString();
    };
    child.stdout?.on("data", take);
    child.stderr?.on("data", take);
  }

  /** Waits for a text that was not there at the last wait, and returns what came up to then. */
  async until(text: string): Promise<string> {
    const deadline = Date.now() + 60_000;
    while (!this.#output.includes(text)) {
      if (Date.now() > deadline)
        throw new Error(`never printed ${JSON.stringify(text)}, but:\n${this.#output}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    const end = this.#output.indexOf(text) + text.length;
    const seen = this.#output.slice(0, end);
    this.#output = this.#output.slice(end);
    return seen;
  }

  stop(): Promise<void> {
    return new Promise((resolve) => {
      this.#child.once("exit", () => resolve());
      this.#child.kill();
    });
  }
}

/** The tests' own variables decide about colours, not those of whoever runs them. */
function environment(env: Files): NodeJS.ProcessEnv {
  const inherited = { ...process.env };
  for (const name of ["FORCE_COLOR", "NO_COLOR", "GITHUB_WORKSPACE", "CI"])
    Reflect.deleteProperty(inherited, name);
  return { ...inherited, ...env };
}

/**
 * Builds the command line before the tests of a file, and removes it and all projects after them.
 *
 * @param faults what to build into it that a release does not have
 */
export function useWorkshop(faults: readonly Plugin[] = []): CliWorkshop {
  const workshop = new CliWorkshop(faults);
  beforeAll(() => workshop.open());
  afterAll(() => {
    workshop.close();
  });
  return workshop;
}
