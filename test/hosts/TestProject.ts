import { execFile } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import type { Toolchain } from "./toolchains.js";
import { shortLived } from "./shortLived.js";

export interface Run {
  readonly exitCode: number;
  /** What was reported, as `file(line) TS71001`, or `TS71091` alone where no file is named; in the order of the output. */
  readonly reports: readonly string[];
  readonly output: string;
}

export interface Command {
  readonly file: string;
  readonly args: readonly string[];
  readonly options: { readonly cwd: string; readonly env: NodeJS.ProcessEnv };
}

/** The entry that the documentation tells users to write. */
export const pluginEntry = {
  name: "affine-budget",
  transform: "affine-budget/plugin",
  transformProgram: true,
};

/** A project in a folder below its toolchain's `node_modules`; disposed of with its folder. */
export class TestProject implements Disposable {
  readonly folder: string;
  readonly #toolchain: Toolchain;

  constructor(toolchain: Toolchain, files: Readonly<Record<string, string>>) {
    this.#toolchain = toolchain;
    const projects = path.join(toolchain.folder, "projects");
    mkdirSync(projects, { recursive: true });
    this.folder = realpathSync(mkdtempSync(path.join(projects, "project-")));
    for (const [name, text] of Object.entries(files)) this.write(name, text);
  }

  write(name: string, text: string): void {
    const file = path.join(this.folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  }

  read(name: string): string | null {
    const file = path.join(this.folder, name);
    return existsSync(file) ? readFileSync(file, "utf8") : null;
  }

  /** The command line of the patched compiler, for tests that keep it running. */
  tspcCommand(...args: readonly string[]): Command {
    return this.#command("ts-patch/bin/tspc.js", args);
  }

  tspc(...args: readonly string[]): Promise<Run> {
    return run(this.tspcCommand(...args));
  }

  /** The compiler without plugins. */
  tsc(...args: readonly string[]): Promise<Run> {
    return run(this.#command("typescript/bin/tsc", args));
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  #command(script: string, args: readonly string[]): Command {
    const { node, folder, environment } = this.#toolchain;
    return {
      file: node,
      // The build flag `-b` is understood as the first argument only.
      args: [...shortLived, path.join(folder, "node_modules", script), ...args, "--pretty", "false"],
      options: { cwd: this.folder, env: environment },
    };
  }
}

/** The reports in the output of a compiler run with `--pretty false`. */
export function reportsIn(output: string): readonly string[] {
  return [...output.matchAll(/^(?:(.+?)\((\d+),\d+\): )?(?:error|warning) (TS\d+): /gm)].map(
    ([, file, line, code = ""]) => (file === undefined ? code : `${file}(${line ?? ""}) ${code}`),
  );
}

function run({ file, args, options }: Command): Promise<Run> {
  return new Promise((resolve, reject) => {
    execFile(file, args, { ...options, timeout: 110_000 }, (error, stdout, stderr) => {
      const output = stdout + stderr;
      if (error === null) resolve({ exitCode: 0, reports: reportsIn(output), output });
      else if (typeof error.code === "number")
        resolve({ exitCode: error.code, reports: reportsIn(output), output });
      else reject(new Error(`the compiler did not end by itself:\n${output}`, { cause: error }));
    });
  });
}
