import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { writeFixed } from "../../plugin/hosts/cli/fix/writeFixed.js";

describe("writing a fixed file", () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "affine-budget-write-"));
    file = path.join(folder, "a.ts");
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it("replaces what was checked", () => {
    writeFileSync(file, "before");
    expect(writeFixed(file, { before: "before", after: "after", fixes: [] })).toBeNull();
    expect(readFileSync(file, "utf8")).toBe("after");
  });

  it("leaves a file alone that somebody has changed meanwhile", () => {
    writeFileSync(file, "changed");
    expect(writeFixed(file, { before: "before", after: "after", fixes: [] })).toBe("changed-meanwhile");
    expect(readFileSync(file, "utf8")).toBe("changed");
  });

  it("leaves a file alone whose encoding it would not keep", () => {
    const utf16 = Buffer.from("\ufeffbefore", "utf16le");
    writeFileSync(file, utf16);
    expect(writeFixed(file, { before: "before", after: "after", fixes: [] })).toBe("not-utf-8");
    expect(readFileSync(file)).toEqual(utf16);
  });
});
