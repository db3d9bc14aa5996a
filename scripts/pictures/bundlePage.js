// @ts-check
import path from "node:path";

import { build } from "esbuild";

/**
 * What the page loads, by its path: the editor with its styles and icons, and the worker that it computes in.
 *
 * @param {string} root the repository
 * @returns {Promise<ReadonlyMap<string, Buffer>>}
 */
export async function bundlePage(root) {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: { page: "scripts/pictures/page.js", worker: "monaco-editor/editor/editor.worker.js" },
    outdir: "/",
    write: false,
    bundle: true,
    minify: true,
    format: "iife",
    target: "es2022",
    loader: { ".ttf": "dataurl" },
    logLevel: "error",
  });
  return new Map(outputFiles.map((file) => [`/${path.basename(file.path)}`, Buffer.from(file.contents)]));
}
