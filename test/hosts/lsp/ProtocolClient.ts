import { spawn, type ChildProcess } from "node:child_process";
import { pathToFileURL } from "node:url";
import {
  createMessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
  type MessageConnection,
} from "vscode-jsonrpc/node";

export interface ShownDiagnostic {
  readonly code: number;
  readonly message: string;
  readonly range: { readonly start: { readonly line: number; readonly character: number } };
  readonly relatedInformation: readonly { readonly message: string }[];
}

/** An editor as the language server sees it: one that is sent diagnostics, or one that asks for them. */
export class ProtocolClient {
  readonly #child: ChildProcess;
  readonly #connection: MessageConnection;
  readonly #shown = new Map<string, readonly ShownDiagnostic[]>();
  readonly #arrivals = new Set<() => void>();
  #versions = 0;

  private constructor(child: ChildProcess, connection: MessageConnection) {
    this.#child = child;
    this.#connection = connection;
  }

  static async start(
    program: string,
    folder: string,
    diagnostics: "pushed" | "pulled",
  ): Promise<ProtocolClient> {
    const child = spawn(process.execPath, [program, "lsp", "--stdio"], { cwd: folder });
    const reader = new StreamMessageReader(child.stdout);
    const connection = createMessageConnection(reader, new StreamMessageWriter(child.stdin));
    const client = new ProtocolClient(child, connection);
    connection.onNotification(
      "textDocument/publishDiagnostics",
      (sent: { uri: string; diagnostics: readonly ShownDiagnostic[] }) => {
        client.#shown.set(sent.uri, sent.diagnostics);
        for (const arrived of client.#arrivals) arrived();
      },
    );
    connection.listen();
    await connection.sendRequest("initialize", {
      processId: process.pid,
      rootUri: pathToFileURL(folder).href,
      capabilities: { textDocument: diagnostics === "pulled" ? { diagnostic: {} } : {} },
    });
    await connection.sendNotification("initialized", {});
    return client;
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  async open(file: string, text: string): Promise<void> {
    const textDocument = { uri: uriOf(file), languageId: "typescript", version: ++this.#versions, text };
    await this.#connection.sendNotification("textDocument/didOpen", { textDocument });
  }

  /** Replaces the whole text, unsaved. */
  async type(file: string, text: string): Promise<void> {
    await this.#connection.sendNotification("textDocument/didChange", {
      textDocument: { uri: uriOf(file), version: ++this.#versions },
      contentChanges: [{ text }],
    });
  }

  /** What the editor shows under a file, as soon as that is so many diagnostics. */
  async shows(file: string, count: number): Promise<readonly ShownDiagnostic[]> {
    for (;;) {
      const shown = this.#shown.get(uriOf(file));
      if (shown?.length === count) return shown;
      await new Promise<void>((resolve) => {
        const arrived = (): void => {
          this.#arrivals.delete(arrived);
          resolve();
        };
        this.#arrivals.add(arrived);
      });
    }
  }

  async pull(file: string): Promise<readonly ShownDiagnostic[]> {
    const report: { readonly items: readonly ShownDiagnostic[] } = await this.#connection.sendRequest(
      "textDocument/diagnostic",
      { textDocument: { uri: uriOf(file) } },
    );
    return report.items;
  }

  async stop(): Promise<void> {
    await this.#connection.sendRequest("shutdown");
    await this.#connection.sendNotification("exit");
    this.#connection.dispose();
    this.#child.kill();
  }
}

function uriOf(file: string): string {
  return pathToFileURL(file).href;
}
