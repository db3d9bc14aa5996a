import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";

/** What rustc says of one function: the codes of its errors, such as `E0382`. */
export type Errors = readonly string[];

/** Null: there is no rustc here, or it does not run. */
export function rustcVersion(): string | null {
  const { status, stdout } = spawnSync("rustc", ["--version"], { encoding: "utf8" });
  return status === 0 ? stdout.trim() : null;
}

/** Compiles functions, one line each, as one crate; the errors of each, in order. */
export function compile(folder: string, prelude: string, functions: readonly string[]): readonly Errors[] {
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, "programs.rs");
  const firstLine = prelude.split("\n").length;
  writeFileSync(file, `${prelude}${functions.join("\n")}\n`);
  const { status, stderr, error } = spawnSync(
    "rustc",
    [
      ...["--edition=2021", "--emit=metadata", "--error-format=json", "--json=diagnostic-short"],
      ...["-o", path.join(folder, "programs.rmeta"), file],
    ],
    { encoding: "utf8", maxBuffer: 2 ** 30 },
  );
  if (error !== undefined) throw error;
  const errors = functions.map((): string[] => []);
  const lost: string[] = [];
  for (const line of stderr.split("\n")) {
    const message = parse(line);
    if (message?.level !== "error" || message.spans.length === 0) continue;
    const at = message.spans.find((span) => span.is_primary)?.line_start ?? 0;
    const found = errors[at - firstLine];
    if (found === undefined) lost.push(message.message);
    else found.push(message.code?.code ?? message.message);
  }
  if (lost.length > 0) throw new Error(`rustc rejects the prelude: ${lost.join("; ")}`);
  if (status !== 0 && errors.every((it) => it.length === 0)) throw new Error(`rustc failed: ${stderr}`);
  return errors;
}

/** The part of rustc's JSON that is read here; lines without spans are summaries. */
interface Message {
  readonly level: string;
  readonly message: string;
  readonly code: { readonly code: string } | null;
  readonly spans: readonly { readonly is_primary: boolean; readonly line_start: number }[];
}

function parse(line: string): Message | null {
  if (!line.startsWith("{")) return null;
  const message = JSON.parse(line) as Partial<Message>;
  return message.level === undefined || message.spans === undefined ? null : (message as Message);
}
