import path from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { checkSourceFile } from "../../../plugin/hosts/typescript/checkSourceFile.js";
import { HandwrittenPrograms } from "./HandwrittenPrograms.js";
import { knownWrong } from "./knownWrong.js";

const programs = new HandwrittenPrograms(path.resolve(import.meta.dirname, "../../.."));

describe("programs written to mislead", () => {
  let reported: ReadonlyMap<string, readonly string[]> = new Map();

  beforeAll(() => {
    reported = programs.rulesBy(checkSourceFile);
  });

  it("have names of their own", () => {
    expect(new Set(programs.all.map(({ name }) => name)).size).toBe(programs.all.length);
  });

  it("get the verdict of the rules, but for those that are known to be wrong", () => {
    const wrong = programs.all.filter(({ name, verdict }) => {
      const rules = reported.get(name) ?? [];
      return verdict !== (rules.length > 0 ? "error" : "ok");
    });
    console.info(
      `${programs.all.length} handwritten programs, ${wrong.length} known wrong:`,
      ...wrong.map(({ name, verdict }) => `\n  ${verdict === "error" ? "missed" : "false alarm"} ${name}`),
    );
    expect(wrong.map(({ name }) => name).sort()).toEqual(Object.keys(knownWrong).sort());
  });
});
