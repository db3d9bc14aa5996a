import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";

const require = createRequire(import.meta.url);
const repository = path.resolve(import.meta.dirname, "../..");
const tspc = path.join(path.dirname(require.resolve("ts-patch/package.json")), "bin/tspc.js");

/** One line of `tspc --pretty false`. `file` is null for an error about the project as a whole. */
export interface Diagnostic {
  readonly file: string | null;
  readonly line: number;
  readonly category: "error" | "warning" | "suggestion" | "message";
  readonly code: number;
  readonly message: string;
}

/**
 * Checks a project of the given files with the `tspc` of ts-patch over the installed TypeScript of that package name, the
 * plugin configured as a user does it and resolved as the package `affine-budget` (the built one, in `dist/`).
 */
export async function runTspc(
  typescript: "typescript" | "ts59",
  files: ReadonlyMap<string, string>,
  compilerOptions: Readonly<Record<string, unknown>>,
): Promise<readonly Diagnostic[]> {
  const folder = realpathSync(mkdtempSync(path.join(os.tmpdir(), "affine-budget-conformance-")));
  try {
    mkdirSync(path.join(folder, "node_modules"));
    symlinkSync(repository, path.join(folder, "node_modules/affine-budget"), "junction");
    for (const [name, text] of files) writeFileSync(path.join(folder, name), text);
    const plugin = { name: "affine-budget", transform: "affine-budget/plugin", transformProgram: true };
    const tsconfig = {
      compilerOptions: { ...compilerOptions, noEmit: true, plugins: [plugin] },
      include: ["*.ts"],
    };
    writeFileSync(path.join(folder, "tsconfig.json"), JSON.stringify(tsconfig, null, 2));
    return parse(await output(typescript, folder));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function output(typescript: string, folder: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [tspc, "-p", folder, "--pretty", "false"], {
      cwd: folder,
      env: {
        ...process.env,
        TSP_COMPILER_TS_PATH: path.dirname(require.resolve(`${typescript}/package.json`)),
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (chunk: string) => (stdout += chunk));
    child.stderr.setEncoding("utf8").on("data", (chunk: string) => (stderr += chunk));
    child.on("error", reject);
    child.on("close", () => {
      if (stderr === "") resolve(stdout);
      else reject(new Error(`tspc wrote to stderr:\n${stderr}`));
    });
  });
}

/** Continuation lines of a message (indented) belong to the diagnostic above them; any other line is a failure of the run. */
function parse(text: string): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  for (const line of text.split(/\r?\n/)) {
    if (line === "" || line.startsWith("  ")) continue;
    const match = /^(?:(.+?)\((\d+),\d+\): )?(error|warning|suggestion|message) \w*?(\d+): (.*)$/.exec(line);
    if (match === null) throw new Error(`not a diagnostic of tspc: ${line}`);
    const [, file, row, category, code, message = ""] = match;
    found.push({
      file: file ?? null,
      line: Number(row ?? 0),
      category: category as Diagnostic["category"],
      code: Number(code),
      message,
    });
  }
  return found;
}
