import path from "node:path";
import { fileURLToPath } from "node:url";
import {
  CodeActionKind,
  createConnection,
  DidChangeWatchedFilesNotification,
  DocumentDiagnosticReportKind,
  FileChangeType,
  ProposedFeatures,
  TextDocuments,
  TextDocumentSyncKind,
  type ClientCapabilities,
  type CodeAction,
  type Diagnostic,
  type Hover,
  type InlayHint,
  type TextDocumentChangeEvent,
  type WorkspaceEdit,
} from "vscode-languageserver/node";
import { TextDocument } from "vscode-languageserver-textdocument";
import { version } from "../cli/version.js";
import { DocumentReports } from "./DocumentReports.js";
import { FileOverlay } from "./FileOverlay.js";
import { codeActionsAt, fixAllKind, type EditOf } from "./protocol/codeActions.js";
import { diagnosticOf, failureDiagnostic } from "./protocol/diagnostics.js";
import { hoverAt } from "./protocol/hover.js";
import { inlayHintsIn } from "./protocol/inlayHints.js";
import { Workspace } from "./Workspace.js";

/** After the last keystroke, before the open documents are checked again. */
const QUIET_MS = 150;

/** What an editor's answers depend on. */
interface Client {
  /** It asks for diagnostics: then none are sent to it. */
  readonly pulls: boolean;
  readonly refreshesDiagnostics: boolean;
  readonly refreshesHints: boolean;
  readonly watches: boolean;
  /** It refuses edits of a document that has changed since they were made. */
  readonly versionsEdits: boolean;
}

type Question<Answer> = Parameters<typeof Workspace.prototype.ask<Answer>>[1];

/** The diagnostics of a document; those with the same id are the same. */
interface Shown {
  readonly id: string | null;
  readonly items: Diagnostic[];
}

const nothing: Shown = { id: null, items: [] };

/** Serves an editor over standard input and output until it hangs up. */
export function serve(): Promise<never> {
  const connection = createConnection(ProposedFeatures.all, process.stdin, process.stdout);
  const documents = new TextDocuments(TextDocument);
  const overlay = new FileOverlay();
  const workspace = new Workspace(overlay);
  const reports = new DocumentReports();
  let client = clientOf({});
  let timer: NodeJS.Timeout | undefined;

  connection.onInitialize(({ capabilities }) => {
    client = clientOf(capabilities);
    return {
      serverInfo: { name: "affine-budget", version },
      capabilities: {
        textDocumentSync: TextDocumentSyncKind.Incremental,
        // What one file declares, the reports of others rest on.
        ...(client.pulls && {
          diagnosticProvider: { interFileDependencies: true, workspaceDiagnostics: false },
        }),
        codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix, fixAllKind] },
        hoverProvider: true,
        inlayHintProvider: true,
      },
    };
  });
  connection.onInitialized(async () => {
    if (!client.watches) return;
    await connection.client.register(DidChangeWatchedFilesNotification.type, {
      watchers: [{ globPattern: "**/*.{ts,tsx,mts,cts,js,jsx,json}" }],
    });
  });

  documents.onDidChangeContent(({ document }: TextDocumentChangeEvent<TextDocument>) => {
    const fileName = fileNameOf(document.uri);
    if (fileName === null) return;
    overlay.set(fileName, document.getText(), document.version);
    workspace.changed(fileName);
    recheckSoon();
  });
  documents.onDidClose(async ({ document: { uri } }) => {
    const fileName = fileNameOf(uri);
    if (fileName === null) return;
    overlay.delete(fileName);
    workspace.changed(fileName);
    reports.forget(fileName);
    recheckSoon();
    if (!client.pulls) await connection.sendDiagnostics({ uri, diagnostics: [] });
  });
  connection.onDidChangeWatchedFiles(({ changes }) => {
    for (const { uri, type } of changes) {
      const fileName = fileNameOf(uri);
      if (fileName === null) continue;
      workspace.changed(fileName);
      // Which files a project has, or which options, may be something else now.
      if (type === FileChangeType.Changed && !fileName.endsWith(".json")) continue;
      workspace.close();
      reports.clear();
    }
    recheckSoon();
  });

  connection.languages.diagnostics.on(async ({ textDocument: { uri }, previousResultId }) => {
    const { id, items } = await diagnosticsOf(uri);
    return id !== null && id === previousResultId
      ? { kind: DocumentDiagnosticReportKind.Unchanged, resultId: id }
      : { kind: DocumentDiagnosticReportKind.Full, items, ...(id !== null && { resultId: id }) };
  });
  connection.onCodeAction((params) => {
    const { uri } = params.textDocument;
    return added<CodeAction[]>([], uri, (state, file) =>
      codeActionsAt(file, reports.fixes(state, file), params, editOf(uri, file.fileName)),
    );
  });
  connection.onHover(({ textDocument: { uri }, position }) =>
    added<Hover | null>(null, uri, (state, file) => hoverAt(state, file, position)),
  );
  connection.languages.inlayHint.on(({ textDocument: { uri }, range }) =>
    added<InlayHint[]>([], uri, (state, file) => inlayHintsIn(state, file, range)),
  );
  connection.onShutdown(() => {
    workspace.close();
  });

  documents.listen(connection);
  connection.listen();
  return new Promise(() => undefined);

  /** An edit may change what other open documents rest on, so all of them are looked at again. */
  function recheckSoon(): void {
    clearTimeout(timer);
    timer = setTimeout(() => void recheck(), QUIET_MS);
  }

  async function recheck(): Promise<void> {
    if (client.refreshesHints) await connection.languages.inlayHint.refresh();
    if (client.pulls) {
      if (client.refreshesDiagnostics) await connection.languages.diagnostics.refresh();
      return;
    }
    for (const { uri } of documents.all())
      await connection.sendDiagnostics({ uri, diagnostics: (await diagnosticsOf(uri)).items });
  }

  async function diagnosticsOf(uri: string): Promise<Shown> {
    try {
      return await answered(nothing, uri, (state, file) => {
        const { id, findings } = reports.of(state, file);
        return { id, items: findings.flatMap((finding) => diagnosticOf(state, file, finding) ?? []) };
      });
    } catch (error) {
      log(error);
      return { id: null, items: [failureDiagnostic(error)] };
    }
  }

  /** What only adds to an editor is left out where it fails: the diagnostics say what is wrong. */
  async function added<Answer>(otherwise: Answer, uri: string, question: Question<Answer>): Promise<Answer> {
    try {
      return await answered(otherwise, uri, question);
    } catch (error) {
      log(error);
      return otherwise;
    }
  }

  async function answered<Answer>(
    otherwise: Answer,
    uri: string,
    question: Question<Answer>,
  ): Promise<Answer> {
    const fileName = fileNameOf(uri);
    return fileName === null ? otherwise : ((await workspace.ask(fileName, question)) ?? otherwise);
  }

  function editOf(uri: string, fileName: string): EditOf {
    const edited = overlay.version(fileName) ?? null;
    return (edits): WorkspaceEdit =>
      client.versionsEdits
        ? { documentChanges: [{ textDocument: { uri, version: edited }, edits }] }
        : { changes: { [uri]: edits } };
  }

  function log(error: unknown): void {
    connection.console.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
  }
}

function clientOf({ textDocument, workspace }: ClientCapabilities): Client {
  return {
    pulls: textDocument?.diagnostic !== undefined,
    refreshesDiagnostics: workspace?.diagnostics?.refreshSupport === true,
    refreshesHints: workspace?.inlayHint?.refreshSupport === true,
    watches: workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
    versionsEdits: workspace?.workspaceEdit?.documentChanges === true,
  };
}

/** Null for what is on no disk, such as an untitled document: it is in no project. */
function fileNameOf(uri: string): string | null {
  return uri.startsWith("file:") ? fileURLToPath(uri).replaceAll(path.sep, "/") : null;
}
