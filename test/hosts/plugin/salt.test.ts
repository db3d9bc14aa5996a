import type ts from "typescript";
import { describe, expect, it } from "vitest";
import { saltOf, saltVersions } from "../../../plugin/hosts/typescript/salt.js";
import { parseOptions } from "../../../plugin/options/parseOptions.js";
import { programOf } from "./programOf.js";

const hash = "0123456789abcdef".repeat(4);

function salted(version: string | undefined, name: string, ...salts: readonly string[]): string | undefined {
  const program = programOf({ [name]: "" });
  const file: (ts.SourceFile & { version?: string }) | undefined = program.getSourceFile(name);
  if (file === undefined) throw new Error("the program has no such file");
  if (version !== undefined) file.version = version;
  for (const salt of salts) saltVersions(program, salt);
  return file.version;
}

describe("a salt", () => {
  const a = saltOf(parseOptions({ severity: { copy: "error", escape: "off" } }));

  it("is the same for the same options, in whatever order they are written", () => {
    expect(saltOf(parseOptions({ severity: { escape: "off", copy: "error" } }))).toBe(a);
  });

  it("differs for other options, and for wrong ones", () => {
    const others = [{}, { severity: { copy: "error" } }, { inspect: ["log"] }, { insect: [] }];
    expect(new Set([a, ...others.map((options) => saltOf(parseOptions(options)))]).size).toBe(5);
  });

  it("changes the version that a builder gives a file, and replaces an earlier salt", () => {
    const b = saltOf(parseOptions({}));
    const once = salted(hash, "/a.ts", a);
    expect(once).not.toBe(hash);
    expect(salted(hash, "/a.ts", a, a)).toBe(once);
    expect(salted(hash, "/a.ts", b, a)).toBe(once);
    expect(salted(hash, "/a.ts", b)).not.toBe(once);
  });

  it("leaves alone declaration files, and the versions of a language service", () => {
    expect(salted(hash, "/a.d.ts", a)).toBe(hash);
    expect(salted("SVC-1-0", "/a.ts", a)).toBe("SVC-1-0");
    expect(salted(undefined, "/a.ts", a)).toBeUndefined();
  });
});
