import { CannotRun } from "../CannotRun.js";
import { parseFlags } from "../parseFlags.js";
import type { Command } from "./Command.js";

const flags = { stdio: { type: "boolean", default: false }, help: { type: "boolean", short: "h" } } as const;

export const lsp: Command = {
  name: "lsp",
  synopsis: "lsp --stdio",
  summary: "serve an editor",
  help: `Usage: affine-budget lsp --stdio

A language server beside TypeScript's own: it reports what \`check\` does, while you type. Each document is
checked with the TypeScript (5.4 up to 7) of the project around it, unsaved text included.

Options:
      --stdio             speak the Language Server Protocol over standard input and output
  -h, --help              this text
`,
  async run(args) {
    const { values } = parseFlags("lsp", args, flags, 0);
    if (!values.stdio) throw new CannotRun("say `affine-budget lsp --stdio`: there is no other way to serve");
    const { serve } = (await import(serverModule)) as { readonly serve: () => Promise<never> };
    return serve();
  },
};

/** A bundle of its own, so that no other command loads the protocol. */
const serverModule = new URL("./language-server.js", import.meta.url).href;
