// @ts-check
import { randomUUID } from "node:crypto";
import { mkdirSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";

const compilerOptions = { target: "ES2023", module: "NodeNext", strict: true, noEmit: true, types: [] };

/** A project as a user has it: sources, a `tsconfig.json`, TypeScript and the package (as built here) installed. */
export class UserProject {
  /** @param {string} root the repository */
  constructor(root) {
    const temporary = realpathSync(os.tmpdir());
    // Monaco's language client opens documents under their address in lower case, and asks about them as they are named.
    if (temporary !== temporary.toLowerCase())
      throw new Error(`${temporary} has upper-case letters: name another folder in TMPDIR`);
    this.folder = path.join(temporary, `affine-budget-pictures-${randomUUID()}`);
    mkdirSync(this.folder);
    this.write("package.json", { private: true, type: "module" });
    this.write("tsconfig.json", { compilerOptions, include: ["src"] });
    mkdirSync(path.join(this.folder, "src"));
    mkdirSync(path.join(this.folder, "node_modules"));
    this.#install("affine-budget", root);
    this.#install("typescript", path.join(root, "node_modules/typescript"));
  }

  /** The command as `npx affine-budget` finds it. */
  get program() {
    return path.join(this.folder, "node_modules/affine-budget/dist/cli/affine-budget.js");
  }

  /**
   * @param {string} name
   * @param {string | object} content text, or what is written as JSON
   */
  write(name, content) {
    const text = typeof content === "string" ? content : JSON.stringify(content);
    writeFileSync(path.join(this.folder, name), text);
  }

  dispose() {
    rmSync(this.folder, { recursive: true, force: true });
  }

  #install(/** @type {string} */ name, /** @type {string} */ folder) {
    symlinkSync(folder, path.join(this.folder, "node_modules", name), "junction");
  }
}
