import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

import { beforeAll, describe, expect, it } from "vitest";

import { installation, root } from "../package/support/install.js";

/** One code block of the guide: a module, and what it says that it prints. */
interface Example {
  readonly name: string;
  readonly language: string;
  readonly source: string;
  readonly prints: readonly string[];
}

const guide = readFileSync(path.join(root, "docs/runtime.md"), "utf8");
const examples = examplesOf(guide);

/** The directory of the compiled examples, and what the compiler says about all of them. */
let compiled = { directory: "", diagnostics: "" };
beforeAll(() => {
  const directory = path.join(installation.project, "guide");
  mkdirSync(directory);
  for (const { name, language, source } of examples)
    writeFileSync(path.join(directory, `${name}.m${language}`), source);

  const compilerOptions = {
    strict: true,
    noUncheckedIndexedAccess: true,
    exactOptionalPropertyTypes: true,
    module: "NodeNext",
    target: "ES2022",
    lib: ["ES2023", "ESNext.Disposable"],
    types: ["node"],
    typeRoots: [path.join(root, "node_modules/@types")],
    allowJs: true,
    outDir: "compiled",
  };
  writeFileSync(
    path.join(directory, "tsconfig.json"),
    JSON.stringify({ compilerOptions, include: ["*.mts", "*.mjs"] }),
  );
  const tsc = path.join(root, "node_modules/typescript/bin/tsc");
  const { stdout } = spawnSync(process.execPath, [tsc, "-p", directory, "--noErrorTruncation"], {
    encoding: "utf8",
  });
  compiled = { directory: path.join(directory, "compiled"), diagnostics: stdout };
});

describe("the guide to the runtime", () => {
  it("has nothing but TypeScript and JavaScript in its code blocks, and each of them prints something", () => {
    expect(examples.length).toBe(guide.match(/^```\w/gm)?.length);
    expect(examples.filter(({ language }) => !["ts", "js"].includes(language))).toEqual([]);
    expect(examples.filter(({ prints }) => prints.length === 0)).toEqual([]);
  });

  it("compiles, strictly, against the package as it is installed", () => {
    expect(compiled.diagnostics).toBe("");
  });

  it.each(examples)("prints what it says: $name", ({ name, prints }) => {
    const file = path.join(compiled.directory, `${name}.mjs`);
    const { stdout, stderr } = spawnSync(process.execPath, [file], { encoding: "utf8" });
    expect(stderr).toBe("");
    expect(stdout.trimEnd().split("\n")).toEqual(prints);
  });

  it("links to every one of its sections, and to nothing else", () => {
    const anchors = [...guide.matchAll(/^## (.+)$/gm)].map(([, title = ""]) => anchorOf(title));
    const links = [...guide.matchAll(/\]\(#([^)]+)\)/g)].map(([, anchor]) => anchor);
    expect(links).toEqual(anchors);
  });
});

/** The fenced blocks of a Markdown text, named after their section. */
function examplesOf(markdown: string): Example[] {
  const found: Example[] = [];
  for (const section of markdown.split(/^## /m).slice(1)) {
    const title = anchorOf(section.slice(0, section.indexOf("\n")));
    const blocks = [...section.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)];
    for (const [i, [, language = "", source = ""]] of blocks.entries()) {
      const prints = [...source.matchAll(/^\s*\/\/ => (.*)$/gm)].map(([, line = ""]) => line);
      found.push({ name: `${title}-${i + 1}`, language, source, prints });
    }
  }
  return found;
}

/** As GitHub makes them. */
function anchorOf(title: string): string {
  return title
    .toLowerCase()
    .replaceAll(/[^\w\s-]/g, "")
    .replaceAll(/\s/g, "-");
}
