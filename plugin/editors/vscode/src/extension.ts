import { workspace, commands, type ExtensionContext, type WorkspaceFolder } from "vscode";
import { LanguageClient, TransportKind } from "vscode-languageclient/node";
import { findServer } from "./findServer.js";

const languages = ["typescript", "typescriptreact", "javascript", "javascriptreact"];
const section = "affine-budget";

/** By the address of the workspace folder: each has a package, and a compiler, of its own. */
const clients = new Map<string, LanguageClient>();

export async function activate({ subscriptions }: ExtensionContext): Promise<void> {
  subscriptions.push(
    commands.registerCommand("affine-budget.restart", restart),
    workspace.onDidChangeWorkspaceFolders(async ({ added, removed }) => {
      await Promise.all([...removed.map(stop), ...added.map(start)]);
    }),
    workspace.onDidChangeConfiguration(async (change) => {
      if (change.affectsConfiguration(section)) await restart();
    }),
  );
  await Promise.all((workspace.workspaceFolders ?? []).map(start));
}

export async function deactivate(): Promise<void> {
  await Promise.all([...clients.values()].map((client) => client.dispose()));
  clients.clear();
}

async function restart(): Promise<void> {
  const folders = workspace.workspaceFolders ?? [];
  await Promise.all(folders.map(stop));
  await Promise.all(folders.map(start));
}

async function start(folder: WorkspaceFolder): Promise<void> {
  const { uri, name } = folder;
  const settings = workspace.getConfiguration(section, uri);
  if (uri.scheme !== "file" || settings.get("enable") !== true) return;
  const module = findServer(uri.fsPath, settings.get("package", ""));
  // A folder without the package has no budgets.
  if (module === null) return;
  const client = new LanguageClient(
    section,
    `affine-budget (${name})`,
    { module, args: ["lsp"], transport: TransportKind.stdio, options: { cwd: uri.fsPath } },
    {
      workspaceFolder: folder,
      documentSelector: languages.map((language) => ({
        language,
        scheme: "file",
        pattern: `${uri.fsPath.replaceAll("\\", "/")}/**/*`,
      })),
    },
  );
  clients.set(uri.toString(), client);
  await client.start();
}

async function stop({ uri }: WorkspaceFolder): Promise<void> {
  const client = clients.get(uri.toString());
  clients.delete(uri.toString());
  await client?.dispose();
}
