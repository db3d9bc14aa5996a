import { spawn, type ChildProcess } from "node:child_process";
import { pathToFileURL } from "node:url";
import {
  createMessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
  type MessageConnection,
} from "vscode-jsonrpc/node";
import type { CodeAction, Diagnostic, Hover, InlayHint, Position, Range } from "vscode-languageserver/node";
import { TextDocument } from "vscode-languageserver-textdocument";

/** An editor as the language server sees it: one that is sent diagnostics, or one that asks for them. */
export class ProtocolClient {
  readonly #child: ChildProcess;
  readonly #connection: MessageConnection;
  readonly #shown = new Map<string, readonly Diagnostic[]>();
  readonly #arrivals = new Set<() => void>();
  readonly #documents = new Map<string, TextDocument>();
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
      (sent: { uri: string; diagnostics: readonly Diagnostic[] }) => {
        client.#shown.set(sent.uri, sent.diagnostics);
        for (const arrived of client.#arrivals) arrived();
      },
    );
    connection.listen();
    await connection.sendRequest("initialize", {
      processId: process.pid,
      rootUri: pathToFileURL(folder).href,
      capabilities: {
        textDocument: diagnostics === "pulled" ? { diagnostic: {} } : {},
        workspace: { workspaceEdit: { documentChanges: true } },
      },
    });
    await connection.sendNotification("initialized", {});
    return client;
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  async open(file: string, text: string): Promise<void> {
    const document = TextDocument.create(uriOf(file), "typescript", ++this.#versions, text);
    this.#documents.set(file, document);
    const { uri, languageId, version } = document;
    await this.#connection.sendNotification("textDocument/didOpen", {
      textDocument: { uri, languageId, version, text },
    });
  }

  /** Replaces the whole text, unsaved. */
  async type(file: string, text: string): Promise<void> {
    const document = TextDocument.create(uriOf(file), "typescript", ++this.#versions, text);
    this.#documents.set(file, document);
    await this.#connection.sendNotification("textDocument/didChange", {
      textDocument: { uri: document.uri, version: document.version },
      contentChanges: [{ text }],
    });
  }

  /** A file on the disk has changed, as an editor that watches it says. */
  async saved(file: string): Promise<void> {
    await this.#connection.sendNotification("workspace/didChangeWatchedFiles", {
      changes: [{ uri: uriOf(file), type: 2 }],
    });
  }

  /** What the editor shows under a file, as soon as that is so many diagnostics. */
  async shows(file: string, count: number): Promise<readonly Diagnostic[]> {
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

  async pull(file: string): Promise<readonly Diagnostic[]> {
    const report: { readonly items: readonly Diagnostic[] } = await this.#connection.sendRequest(
      "textDocument/diagnostic",
      { textDocument: { uri: uriOf(file) } },
    );
    return report.items;
  }

  /** What the light bulb offers at a range, or what a save applies. */
  codeActions(
    file: string,
    range: Range,
    diagnostics: readonly Diagnostic[],
    only?: readonly string[],
  ): Promise<readonly CodeAction[]> {
    const context = { diagnostics, ...(only && { only }) };
    return this.#connection.sendRequest("textDocument/codeAction", { ...at(file), range, context });
  }

  hover(file: string, position: Position): Promise<Hover | null> {
    return this.#connection.sendRequest("textDocument/hover", { ...at(file), position });
  }

  inlayHints(file: string): Promise<readonly InlayHint[]> {
    const end = { line: this.#document(file).lineCount, character: 0 };
    const range = { start: { line: 0, character: 0 }, end };
    return this.#connection.sendRequest("textDocument/inlayHint", { ...at(file), range });
  }

  /** Takes an action as an editor does: it refuses edits of another version of a document. Returns the new text. */
  async take(file: string, { edit }: CodeAction): Promise<string> {
    const document = this.#document(file);
    const [change, ...more] = edit?.documentChanges ?? [];
    if (change === undefined || !("edits" in change) || more.length > 0)
      throw new Error(`not one document's edits: ${JSON.stringify(edit)}`);
    const { uri, version } = change.textDocument;
    if (uri !== document.uri || version !== document.version)
      throw new Error(`edits of ${uri} at version ${String(version)}, not ${String(document.version)}`);
    const edits = change.edits.flatMap((each) => ("newText" in each ? [each] : []));
    const text = TextDocument.applyEdits(document, edits);
    await this.type(file, text);
    return text;
  }

  async stop(): Promise<void> {
    await this.#connection.sendRequest("shutdown");
    await this.#connection.sendNotification("exit");
    this.#connection.dispose();
    this.#child.kill();
  }

  #document(file: string): TextDocument {
    const document = this.#documents.get(file);
    if (document === undefined) throw new Error(`not open: ${file}`);
    return document;
  }
}

function at(file: string): { readonly textDocument: { readonly uri: string } } {
  return { textDocument: { uri: uriOf(file) } };
}

function uriOf(file: string): string {
  return pathToFileURL(file).href;
}
