import path from "node:path";
import ts from "typescript";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Finding } from "../../../plugin/core/findings.js";
import { checkSourceFile } from "../../../plugin/hosts/typescript/checkSourceFile.js";
import { parseOptions } from "../../../plugin/options/parseOptions.js";
import { fixtureFiles, fixtureProgram, fixtures, sourceFileOf } from "../../fixtures/fixtureProgram.js";
import { readOptions } from "../../fixtures/markers.js";
import { compiledNatively, type Compiled } from "./compilers.js";

/** The native compilers yield what the one in this process does, of which `test/fixtures` shows that it is what the rules say. */
const files = fixtureFiles("rules", "paper").filter((file) => !file.includes("unauthorised-mint"));
const sources = files.filter((file) => !file.endsWith(".d.ts"));
const expected: Compiled = { typescript: ts, program: fixtureProgram(files), close: () => undefined };

describe.each([
  ["7.0", () => compiledNatively("ts70", files)],
  ["7.1", () => compiledNatively("ts71", files)],
])("the findings with TypeScript %s", (_version, compile) => {
  let compiled: Compiled;
  beforeAll(async () => {
    compiled = await compile();
  });
  afterAll(() => {
    compiled.close();
  });

  it.each(sources.map((file) => [path.relative(fixtures, file), file]))("%s", (_name, file) => {
    expect(findings(compiled, file)).toEqual(findings(expected, file));
  });
});

function findings({ typescript, program }: Compiled, fileName: string): readonly Finding[] {
  const file = sourceFileOf(program, fileName);
  const parsed = parseOptions(readOptions(file.text));
  if ("errors" in parsed) throw new Error(`${fileName}: ${parsed.errors.join(" ")}`);
  const found = checkSourceFile(typescript, program, program.getTypeChecker(), file, parsed.options);
  return JSON.parse(JSON.stringify(found, withoutLibraryPositions)) as readonly Finding[];
}

/** Each compiler comes with its own library, and says something else at each offset. */
function withoutLibraryPositions(_key: string, value: unknown): unknown {
  const { file } = (value ?? {}) as { readonly file?: unknown };
  const isLibrary = typeof file === "string" && /[\\/]lib\.[\w.]+\.d\.ts$/.test(file);
  return isLibrary ? { file: path.basename(file) } : value;
}
