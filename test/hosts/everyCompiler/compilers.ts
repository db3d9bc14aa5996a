import { mkdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import type ts from "typescript";
import { loadNativeModules } from "../../../plugin/hosts/native/loadNativeModules.js";
import { NativeWorkspace } from "../../../plugin/hosts/native/NativeWorkspace.js";
import { fixtureOptions, repository } from "../../fixtures/fixtureProgram.js";

const require = createRequire(import.meta.url);

/** The fixtures as one compiler sees them. */
export interface Compiled {
  readonly typescript: typeof ts;
  readonly program: ts.Program;
  close(): void;
}

/** By TypeScript 7, a process of its own, under the same options as a tsconfig. */
export async function compiledNatively(name: "ts70" | "ts71", files: readonly string[]): Promise<Compiled> {
  const folder = path.join(repository, ".tmp/every-compiler", name);
  mkdirSync(folder, { recursive: true });
  const tsconfig = path.join(folder, "tsconfig.json");
  writeFileSync(tsconfig, JSON.stringify({ compilerOptions: asWritten, files }));
  const modules = await loadNativeModules(require.resolve(`${name}/package.json`));
  const workspace = new NativeWorkspace(modules, tsconfig, { cwd: folder });
  const [project] = workspace.projects();
  if (project === undefined) throw new Error(`no project ${tsconfig}`);
  return {
    typescript: workspace.typescript,
    program: project.program,
    close: () => {
      workspace.close();
    },
  };
}

const { paths, ...flags } = fixtureOptions;
/** `fixtureOptions` in the words of a tsconfig. */
const asWritten = {
  ...flags,
  ...{ target: "ES2022", lib: ["esnext", "dom"], module: "ESNext", moduleResolution: "bundler" },
  ...{ moduleDetection: "force", jsx: "preserve", paths },
};
