import { spawn, type ChildProcessByStdio } from "node:child_process";
import path from "node:path";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import type { server } from "typescript";
import type { Toolchain } from "../toolchains.js";
import { shortLived } from "../shortLived.js";

type Diagnostic = server.protocol.Diagnostic;

/** The diagnostics of a file by kind, as an editor receives them after a change. */
export interface FileDiagnostics {
  readonly semantic: readonly Diagnostic[];
  readonly suggestion: readonly Diagnostic[];
}

/** The events with which a server answers `geterr` for a file, unless it is interrupted. */
const kindsOfDiagnostics = ["syntaxDiag", "semanticDiag", "suggestionDiag"];

interface Message {
  readonly type: "event" | "response";
  readonly event?: string;
  readonly request_seq?: number;
  readonly success?: boolean;
  readonly message?: string;
  readonly body?: unknown;
}

/** A tsserver, driven over its standard input as an editor does; ended when it is disposed of. */
export class TestServer implements AsyncDisposable {
  readonly #process: ChildProcessByStdio<Writable, Readable, null>;
  readonly #ended: Promise<unknown>;
  readonly #listeners = new Set<(message: Message) => void>();
  #sequence = 0;

  static plain(toolchain: Toolchain): TestServer {
    return new TestServer(toolchain, "typescript/lib/tsserver.js");
  }

  /** The tsserver that `ts-patch install` makes, which runs the plugin as a program transformer too. */
  static patched(toolchain: Toolchain): TestServer {
    return new TestServer(toolchain, "ts-patch/compiler/tsserver.js");
  }

  private constructor({ node, folder, environment }: Toolchain, script: string) {
    // In VS Code it is the workspace's TypeScript, rather than this flag, that makes tsserver find a project's plugins.
    const args = [
      ...shortLived,
      path.join(folder, "node_modules", script),
      "--allowLocalPluginLoads",
      "--disableAutomaticTypingAcquisition",
    ];
    this.#process = spawn(node, args, {
      cwd: folder,
      env: environment,
      stdio: ["pipe", "pipe", "inherit"],
    });
    this.#ended = new Promise((resolve) => this.#process.once("close", resolve));
    createInterface(this.#process.stdout).on("line", (line) => {
      if (!line.startsWith("{")) return;
      const message = JSON.parse(line) as Message;
      for (const listener of this.#listeners) listener(message);
    });
  }

  open(file: string, fileContent: string): void {
    this.#send("open", { file, fileContent, scriptKindName: "TS" });
  }

  close(file: string): void {
    this.#send("close", { file });
  }

  /** Replaces the whole text of an open file. */
  edit(file: string, oldText: string, newText: string): void {
    const lines = oldText.split("\n");
    this.#send("change", {
      file,
      line: 1,
      offset: 1,
      endLine: lines.length,
      endOffset: (lines.at(-1)?.length ?? 0) + 1,
      insertString: newText,
    });
  }

  /**
   * Asks for everything that is to be shown in a file, and waits until it has come. Asks again if the server has dropped
   * what it had not yet sent, as it does when it hears of a changed file meanwhile: also of one of another project.
   */
  async diagnostics(file: string): Promise<FileDiagnostics> {
    const shown = await this.diagnosticsOf([file]);
    return shown.get(file) ?? { semantic: [], suggestion: [] };
  }

  /** The same for many files, one after the other. */
  async diagnosticsOf(files: readonly string[]): Promise<ReadonlyMap<string, FileDiagnostics>> {
    const byFile = new Map(files.map((file) => [file, new Map<string, readonly Diagnostic[]>()]));
    const collect = (message: Message): void => {
      const body = message.body as { file?: string; diagnostics?: readonly Diagnostic[] } | undefined;
      if (message.type === "event" && message.event !== undefined)
        byFile.get(body?.file ?? "")?.set(message.event, body?.diagnostics ?? []);
    };
    this.#listeners.add(collect);
    for (;;) {
      const unanswered = [...byFile].filter(
        ([, byKind]) => !kindsOfDiagnostics.every((kind) => byKind.has(kind)),
      );
      if (unanswered.length === 0) break;
      for (const [, byKind] of unanswered) byKind.clear();
      const request = this.#send("geterr", { delay: 0, files: unanswered.map(([file]) => file) });
      await this.#next(
        (message) =>
          message.event === "requestCompleted" &&
          (message.body as { request_seq: number }).request_seq === request,
      );
    }
    this.#listeners.delete(collect);
    return new Map(
      [...byFile].map(([file, byKind]) => [
        file,
        { semantic: byKind.get("semanticDiag") ?? [], suggestion: byKind.get("suggestionDiag") ?? [] },
      ]),
    );
  }

  /** The answer to a request. Throws if tsserver refuses it. */
  async request(command: string, parameters?: object): Promise<unknown> {
    const sequence = this.#send(command, parameters);
    const response = await this.#next((message) => message.request_seq === sequence);
    if (response.success !== true) throw new Error(`${command}: ${response.message ?? "failed"}`);
    return response.body;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#process.kill();
    await this.#ended;
  }

  #send(command: string, parameters?: object): number {
    const seq = ++this.#sequence;
    this.#process.stdin.write(
      JSON.stringify({ seq, type: "request", command, arguments: parameters }) + "\n",
    );
    return seq;
  }

  #next(isWanted: (message: Message) => boolean): Promise<Message> {
    return new Promise((resolve) => {
      const listener = (message: Message): void => {
        if (!isWanted(message)) return;
        this.#listeners.delete(listener);
        resolve(message);
      };
      this.#listeners.add(listener);
    });
  }
}
