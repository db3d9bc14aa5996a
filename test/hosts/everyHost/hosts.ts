import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { server } from "typescript";
import type { Range } from "vscode-languageserver/node";
import { repository } from "../../fixtures/fixtureProgram.js";
import { ProtocolClient } from "../lsp/ProtocolClient.js";
import type { Toolchain } from "../toolchains.js";
import { TestServer } from "../tsserver/TestServer.js";
import { buildInfoName, fixtureNames } from "./FixtureProject.js";
import { isOurs, Offsets, type FileSpan, type Report } from "./Report.js";

const program = path.join(repository, "dist/cli/affine-budget.js");

interface StoredDiagnostic {
  /** From the folder of the build info; missing where it is the file that the diagnostic is stored for. */
  readonly file?: string;
  readonly start: number;
  readonly length: number;
  readonly code: number;
  readonly relatedInformation?: readonly StoredDiagnostic[];
}

type StoredFile = number | readonly [number, readonly StoredDiagnostic[]];

interface BuildInfo {
  readonly fileNames: readonly string[];
  readonly semanticDiagnosticsPerFile?: readonly StoredFile[];
}

/** The patched compiler. Its output names no spans; what it stores for the next build does. */
export async function byTspc(
  { node, folder: toolchain, environment }: Toolchain,
  folder: string,
): Promise<readonly Report[]> {
  const tspc = path.join(toolchain, "node_modules/ts-patch/bin/tspc.js");
  const output = await run(node, [tspc, "-p", folder], folder, environment);
  let stored: BuildInfo & { readonly program?: BuildInfo };
  try {
    stored = JSON.parse(readFileSync(path.join(folder, buildInfoName), "utf8")) as BuildInfo;
  } catch {
    throw new Error(`tspc stored nothing\n${output.slice(0, 2_000)}`);
  }
  // Before 5.6 it was all below `program`.
  const { fileNames, semanticDiagnosticsPerFile = [] } = stored.program ?? stored;
  const span = (of: string, { file, start, length }: StoredDiagnostic): FileSpan => ({
    file: path.resolve(folder, file ?? of),
    start,
    end: start + length,
  });
  return semanticDiagnosticsPerFile.flatMap((each): readonly Report[] => {
    if (typeof each === "number") return [];
    const [id, diagnostics] = each;
    const name = fileNames[id - 1] ?? "";
    return diagnostics.filter(isOurs).map((diagnostic) => ({
      code: diagnostic.code,
      at: span(name, diagnostic),
      related: (diagnostic.relatedInformation ?? []).map((related) => span(name, related)),
    }));
  });
}

interface JsonSpan {
  readonly file: string;
  readonly start: { readonly offset: number };
  readonly end: { readonly offset: number };
}

/** `affine-budget check`. */
export async function byCheck(typescript: string, folder: string): Promise<readonly Report[]> {
  const args = [program, "check", "--format", "json", "--typescript", typescript];
  const output = await run(process.execPath, args, folder, process.env);
  const { reports } = JSON.parse(output) as {
    readonly reports: readonly (JsonSpan & { readonly code: number; readonly labels: readonly JsonSpan[] })[];
  };
  const span = ({ file, start, end }: JsonSpan): FileSpan => ({
    file: path.resolve(folder, file),
    start: start.offset,
    end: end.offset,
  });
  return reports.map((report) => ({ code: report.code, at: span(report), related: report.labels.map(span) }));
}

/** The plugin in tsserver, with every fixture open. */
export async function byTsserver(toolchain: Toolchain, folder: string): Promise<readonly Report[]> {
  const offsets = new Offsets();
  const span = (file: string, start: server.protocol.Location, end: server.protocol.Location): FileSpan =>
    offsets.span(file, { line: start.line, column: start.offset }, { line: end.line, column: end.offset });
  await using tsserver = TestServer.plain(toolchain);
  const files = fixtureNames.map((name) => path.join(folder, name));
  await tsserver.request("updateOpen", {
    openFiles: files.map((file) => ({ file, fileContent: readFileSync(file, "utf8") })),
  });
  const shown = await tsserver.diagnosticsOf(files);
  return [...shown].flatMap(([file, { semantic, suggestion }]) =>
    [...semantic, ...suggestion].flatMap(
      ({ code, start, end, relatedInformation = [] }): readonly Report[] =>
        code === undefined || !isOurs({ code })
          ? []
          : [
              {
                code,
                at: span(file, start, end),
                related: relatedInformation.flatMap(({ span: related }) =>
                  related === undefined ? [] : [span(related.file, related.start, related.end)],
                ),
              },
            ],
    ),
  );
}

/** The language server, with every fixture open. */
export async function byLanguageServer(folder: string): Promise<readonly Report[]> {
  const offsets = new Offsets();
  const span = (file: string, { start, end }: Range): FileSpan =>
    offsets.span(
      file,
      { line: start.line + 1, column: start.character + 1 },
      { line: end.line + 1, column: end.character + 1 },
    );
  const editor = await ProtocolClient.start(program, folder, "pulled");
  try {
    const files = fixtureNames.map((name) => path.join(folder, name));
    for (const file of files) await editor.open(file, readFileSync(file, "utf8"));
    const reports: Report[] = [];
    for (const file of files) {
      for (const { code, range, relatedInformation = [] } of await editor.pull(file)) {
        const related = relatedInformation.map(({ location }) =>
          span(fileURLToPath(location.uri), location.range),
        );
        reports.push({ code: Number(code), at: span(file, range), related });
      }
    }
    return reports;
  } finally {
    await editor.stop();
  }
}

async function run(
  file: string,
  args: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv,
): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)(file, [...args], { cwd, env, maxBuffer: 1 << 28 });
    return stdout;
  } catch (error) {
    // Reports were found.
    if (
      error instanceof Error &&
      "code" in error &&
      (error.code === 1 || error.code === 2) &&
      "stdout" in error
    )
      return String(error.stdout);
    throw error;
  }
}
