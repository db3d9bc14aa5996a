import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { progressOn, type Progress } from "../../plugin/hosts/cli/check/progress.js";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["performance"] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** A progress line, and everything that it writes to standard error. */
function progress(errIsTty: boolean): { readonly line: Progress; readonly written: string[] } {
  const written: string[] = [];
  const line = progressOn({
    cwd: "/project",
    out: () => undefined,
    err: (text) => written.push(text),
    colours: false,
    outIsTty: false,
    errIsTty,
    env: {},
  });
  return { line, written };
}

describe("the progress of a check", () => {
  it("is silent for a second, then draws over one line, and leaves nothing behind", () => {
    const { line, written } = progress(true);
    line.onFile(0, 3, "/project/src/a.ts");
    expect(written).toEqual([]);
    vi.advanceTimersByTime(1001);
    line.onFile(1, 3, "/project/src/b.ts");
    line.onFile(2, 3, "/project/src/c.ts");
    expect(written).toEqual(["\r\u001b[Kchecking 2 of 3: src/b.ts"]);
    line.clear();
    expect(written.at(-1)).toBe("\r\u001b[K");
  });

  it("is silent where standard error is no terminal", () => {
    const { line, written } = progress(false);
    vi.advanceTimersByTime(5000);
    line.onFile(0, 1, "/project/src/a.ts");
    line.clear();
    expect(written).toEqual([]);
  });
});
