import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { keyOf, resolvedBefore, type RealPackage } from "./packages.js";

/** Where packages are unpacked: outside of this project, whose own dependencies their imports must not find. */
const cache = process.env["AFFINE_REALCODE_CACHE"] ?? path.join(os.tmpdir(), "affine-budget-realcode");

const notSources: ReadonlySet<string> = new Set([
  ...["node_modules", "__tests__", "tests", "test", "benchmarks", "bench", "dist", "lib"],
  ...["_cjs", "_esm", "_types", "CHANGELOG.md"],
]);

/** The sources of one package on disk, beside its installed dependencies. */
export class SourceTree {
  /** A copy of the package out of `node_modules`, where a compiler would take it for somebody else's code. */
  readonly folder: string;
  readonly #package: RealPackage;

  constructor(subject: RealPackage) {
    this.#package = subject;
    this.folder = path.join(cache, keyOf(subject).replaceAll("/", "+"), "package");
  }

  /** Installs it unless that has been done. @throws if what npm delivers is not what is pinned */
  install(): void {
    if (existsSync(this.folder)) return;
    const project = path.dirname(this.folder);
    rmSync(project, { recursive: true, force: true });
    mkdirSync(project, { recursive: true });
    writeFileSync(path.join(project, "package.json"), JSON.stringify({ private: true }));
    const flags = ["--ignore-scripts", "--no-audit", "--no-fund", "--before", resolvedBefore];
    const specifiers = [keyOf(this.#package), ...this.#package.besides];
    const { status, stderr } = spawnSync("npm", ["install", ...flags, ...specifiers], {
      cwd: project,
      encoding: "utf8",
    });
    if (status !== 0) throw new Error(`npm install ${specifiers.join(" ")} failed\n${stderr}`);
    this.#verify(path.join(project, "node_modules", ".package-lock.json"));
    const installed = path.join(project, "node_modules", this.#package.name);
    cpSync(installed, this.folder, {
      recursive: true,
      filter: (from) => path.basename(from) !== "node_modules",
    });
  }

  #verify(lockfile: string): void {
    const lock = JSON.parse(readFileSync(lockfile, "utf8")) as {
      readonly packages: Readonly<Record<string, { readonly integrity?: string }>>;
    };
    const found = lock.packages[`node_modules/${this.#package.name}`]?.integrity;
    if (found !== this.#package.integrity) {
      throw new Error(
        `${keyOf(this.#package)} has the integrity ${String(found)}, which is not the pinned one`,
      );
    }
  }

  /** Its TypeScript files without tests, sorted: the roots of its program. */
  files(): readonly string[] {
    const found: string[] = [];
    const visit = (folder: string): void => {
      for (const entry of readdirSync(folder, { withFileTypes: true })) {
        if (notSources.has(entry.name)) continue;
        const at = path.join(folder, entry.name);
        if (entry.isDirectory()) visit(at);
        else if (isSource(entry.name)) found.push(at);
      }
    };
    visit(path.join(this.folder, this.#package.sources));
    return found.sort();
  }
}

function isSource(name: string): boolean {
  return /\.[mc]?tsx?$/.test(name) && !/\.(test|spec|test-d|bench)\.|^tsconfig/.test(name);
}
