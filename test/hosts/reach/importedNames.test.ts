import ts from "typescript";
import { describe, expect, it } from "vitest";
import { importedNames } from "../../../plugin/hosts/native/texts/importedNames.js";
import { importersAmong } from "../../../plugin/hosts/typescript/reach/Importers.js";
import { fixtureFiles, fixtureProgram } from "../../fixtures/fixtureProgram.js";

/** What is read off a text stands for the file's syntax tree, which is not asked for where it names nothing of interest. */
function read(text: string, fileName = "a.ts"): readonly string[] | "any" {
  const { names, any } = importedNames(fileName, text);
  return any ? "any" : [...names].filter((name) => name !== "as" && name !== "type");
}

describe("what a file imports, by its text", () => {
  it.each([
    ['import { a, type b as c } from "./m.js";', ["a", "b", "c"]],
    ['import type {\n  a,\n} from "./m.js";', ["a"]],
    ['import{a}from"./m.js";export{b}from"./m.js"', ["a", "b"]],
    ['export type { a } from "./m.js";', ["a"]],
    ["export { a, b };\nexport type C = { d: string };", []],
    ['import "./m.js";', []],
    ["const { url } = import.meta;", []],
    ["// to import the module and then to export what it needs", []],
  ])("is what stands in braces: %s", (text, names) => {
    expect(read(text)).toEqual(names);
  });

  it.each([
    'import a from "./m.js";',
    'import a, { b } from "./m.js";',
    'import type a from "./m.js";',
    'import type from from "./m.js";',
    'import { default as a } from "./m.js";',
    'import * as m from "./m.js";',
    'import defer * as m from "./m.js";',
    'export * from "./m.js";',
    'export * as m from "./m.js";',
    'import m = require("./m.js");',
    'export import m = require("./m.js");',
    'type A = import("./m.js").A;',
    'const m = await import("./m.js");',
    'const m = await import.defer("./m.js");',
  ])("is anything where a module is meant as a whole: %s", (text) => {
    expect(read(text)).toBe("any");
  });

  it.each([
    'import /* what? */ { a } from "./m.js";',
    'import { a /* why? */ } from "./m.js";',
    'import { a } // whence?\n from "./m.js";',
    'export { a } /* whence? */ from "./m.js";',
    'import { "an export" as a } from "./m.js";',
    'import { \\u0061 } from "./m.js";',
    'import { größe } from "./m.js";',
    'import größe from "./m.js";',
  ])("is anything where only a parser can tell: %s", (text) => {
    expect(read(text)).toBe("any");
  });

  it("is anything in JSX, which imports without a word, and in JavaScript", () => {
    expect(read("export const a = <div />;", "a.tsx")).toBe("any");
    expect(read('const { a } = require("./m.js");', "a.cjs")).toBe("any");
  });

  it("is never less than what the syntax tree says: every fixture, and the declarations that they use", () => {
    const program = fixtureProgram(fixtureFiles("rules", "paper"));
    let found = 0;
    for (const file of program.getSourceFiles()) {
      const { names, any } = importedNames(file.fileName, file.text);
      if (any) continue;
      const importers = importersAmong(ts, [file]);
      expect(importers?.ofAny).toEqual([]);
      for (const name of importers?.names() ?? []) {
        expect(names).toContain(name);
        found++;
      }
    }
    expect(found).toBeGreaterThan(500);
  });
});
