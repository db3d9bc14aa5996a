import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { repository } from "../../fixtures/fixtureProgram.js";

const require = createRequire(import.meta.url);

/** A TypeScript that this repository installs, under the name that it has here. */
export type Installed = "ts54" | "ts59" | "typescript" | "ts70" | "ts71";

/** A project on the disk with a TypeScript and the built package of its own, to be opened in an editor. */
export class EditedProject {
  readonly folder: string;

  constructor(typescript: Installed, files: Readonly<Record<string, string>>, name = "lsp") {
    this.folder = path.join(repository, ".tmp/hosts", name, typescript);
    rmSync(this.folder, { recursive: true, force: true });
    mkdirSync(path.join(this.folder, "node_modules"), { recursive: true });
    const compiler = path.dirname(require.resolve(`${typescript}/package.json`));
    symlinkSync(compiler, path.join(this.folder, "node_modules/typescript"), "junction");
    symlinkSync(repository, path.join(this.folder, "node_modules/affine-budget"), "junction");
    this.write("package.json", JSON.stringify({ private: true, type: "module" }));
    this.configure({});
    for (const [name, text] of Object.entries(files)) this.write(name, text);
  }

  /** With these options of the plugin. Returns the full name of the tsconfig. */
  configure(options: object): string {
    const compilerOptions = {
      ...{ strict: true, module: "nodenext", target: "es2022", types: [], noEmit: true },
      plugins: [{ name: "affine-budget", ...options }],
    };
    return this.write("tsconfig.json", JSON.stringify({ compilerOptions, include: ["src"] }));
  }

  /** Returns the full name. */
  write(name: string, text: string): string {
    const file = path.join(this.folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
    return file;
  }

  read(name: string): string {
    return readFileSync(path.join(this.folder, name), "utf8");
  }
}
