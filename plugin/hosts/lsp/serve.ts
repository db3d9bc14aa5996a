import { fileURLToPath } from "node:url";
import {
  createConnection,
  DiagnosticSeverity,
  DidChangeWatchedFilesNotification,
  DocumentDiagnosticReportKind,
  ProposedFeatures,
  TextDocuments,
  TextDocumentSyncKind,
  type Diagnostic,
} from "vscode-languageserver/node";
import { TextDocument } from "vscode-languageserver-textdocument";
import { diagnosticSource, hostCodes } from "../typescript/hostCodes.js";
import { version } from "../cli/version.js";
import { Diagnoser } from "./Diagnoser.js";
import { FileOverlay } from "./FileOverlay.js";

function failure(why: string): Diagnostic {
  return {
    range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } },
    severity: DiagnosticSeverity.Error,
    code: hostCodes["internal-error"],
    source: diagnosticSource,
    message: `The ownership check of this file failed: ${why} [internal-error]`,
  };
}

/** After the last keystroke, before the open documents are checked again. */
const QUIET_MS = 150;

/** Serves an editor over standard input and output until it hangs up. */
export function serve(): Promise<never> {
  const connection = createConnection(ProposedFeatures.all, process.stdin, process.stdout);
  const documents = new TextDocuments(TextDocument);
  const overlay = new FileOverlay();
  const diagnoser = new Diagnoser(overlay);
  let pulls = false;
  let refreshes = false;
  let watches = false;
  let timer: NodeJS.Timeout | undefined;

  connection.onInitialize(({ capabilities }) => {
    pulls = capabilities.textDocument?.diagnostic !== undefined;
    refreshes = capabilities.workspace?.diagnostics?.refreshSupport === true;
    watches = capabilities.workspace?.didChangeWatchedFiles?.dynamicRegistration === true;
    return {
      serverInfo: { name: "affine-budget", version },
      capabilities: {
        textDocumentSync: TextDocumentSyncKind.Incremental,
        // What one file declares, the reports of others rest on.
        ...(pulls && { diagnosticProvider: { interFileDependencies: true, workspaceDiagnostics: false } }),
      },
    };
  });
  connection.onInitialized(async () => {
    if (!watches) return;
    await connection.client.register(DidChangeWatchedFilesNotification.type, {
      watchers: [{ globPattern: "**/*.{ts,tsx,mts,cts,js,jsx,json}" }],
    });
  });

  documents.onDidChangeContent(async ({ document: { uri, version: edit }, document }) => {
    overlay.set(fileURLToPath(uri), document.getText(), edit);
    await diagnoser.changed(uri);
    recheckSoon();
  });
  documents.onDidClose(async ({ document: { uri } }) => {
    overlay.delete(fileURLToPath(uri));
    await diagnoser.changed(uri);
    if (!pulls) await connection.sendDiagnostics({ uri, diagnostics: [] });
    recheckSoon();
  });
  connection.onDidChangeWatchedFiles(async ({ changes }) => {
    for (const { uri } of changes) {
      await diagnoser.changed(uri);
      if (uri.endsWith(".json")) await diagnoser.close();
    }
    recheckSoon();
  });
  connection.languages.diagnostics.on(async ({ textDocument: { uri } }) => ({
    kind: DocumentDiagnosticReportKind.Full,
    items: [...(await diagnosed(uri))],
  }));
  connection.onShutdown(() => diagnoser.close());

  documents.listen(connection);
  connection.listen();
  return new Promise(() => undefined);

  /** An edit may change what other open documents rest on, so all of them are looked at again. */
  function recheckSoon(): void {
    clearTimeout(timer);
    timer = setTimeout(() => void recheck(), QUIET_MS);
  }

  async function recheck(): Promise<void> {
    if (pulls) {
      if (refreshes) await connection.languages.diagnostics.refresh();
      return;
    }
    for (const { uri } of documents.all())
      await connection.sendDiagnostics({ uri, diagnostics: [...(await diagnosed(uri))] });
  }

  async function diagnosed(uri: string): ReturnType<Diagnoser["diagnose"]> {
    try {
      return await diagnoser.diagnose(uri);
    } catch (error) {
      connection.console.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
      // A document that could not be checked must never look like one without reports.
      return [failure(error instanceof Error ? error.message : String(error))];
    }
  }
}
