import path from "node:path";
import { createRequire } from "node:module";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import ts from "typescript";
import { loadNativeModules } from "../../../plugin/hosts/native/loadNativeModules.js";
import type { Check } from "../../../plugin/hosts/typescript/Check.js";
import { checkSourceFile } from "../../../plugin/hosts/typescript/checkSourceFile.js";
import { createRecheck } from "../../../plugin/hosts/typescript/incremental/createRecheck.js";
import { classicEngine } from "../../../plugin/hosts/lsp/classicEngine.js";
import { DocumentReports } from "../../../plugin/hosts/lsp/DocumentReports.js";
import type { Engine } from "../../../plugin/hosts/lsp/Engine.js";
import { FileOverlay } from "../../../plugin/hosts/lsp/FileOverlay.js";
import { nativeEngine } from "../../../plugin/hosts/lsp/nativeEngine.js";
import { EditedProject } from "./EditedProject.js";

const require = createRequire(import.meta.url);

/** `run.ts` imports `take.ts`, which imports `price.ts`; `apart.ts` imports neither. */
const files = {
  "src/price.ts": `export function price(n: number): number { return n; }
export type Price = number;
`,
  "src/take.ts": `import type { Borrowed, Budget } from "affine-budget";
import { price, type Price } from "./price.js";
export function total(): number { return 1; }
export function take(b: Borrowed<Budget>): Price { return price(b.remaining); }
export function pass<T>(value: T): T { return value; }
export const inferred = (b: Borrowed<Budget>) => b.remaining;
`,
  "src/run.ts": `import type { Budget } from "affine-budget";
import { pass, take } from "./take.js";
export function run(b: Budget): Budget { take(b); take(b); return pass(b); }
`,
  "src/apart.ts": `import type { Budget } from "affine-budget";
export function close(b: Budget): number { return b.close(); }
`,
} as const;
type FileName = keyof typeof files;

describe.each([
  ["6.0", "typescript"],
  ["7.0", "ts70"],
  ["7.1", "ts71"],
] as const)("with TypeScript %s an edit", (_version, typescript) => {
  const overlay = new FileOverlay();
  const checked: string[] = [];
  const reports = new DocumentReports((...asked) => {
    checked.push(path.basename(asked[3].fileName));
    return checkSourceFile(...asked);
  });
  let project: EditedProject;
  let engine: Engine;
  let version = 0;

  beforeAll(async () => {
    project = new EditedProject(typescript, files, "recheck");
    const config = path.join(project.folder, "tsconfig.json");
    engine =
      typescript === "typescript"
        ? classicEngine(ts, config, overlay)
        : nativeEngine(
            await loadNativeModules(require.resolve(`${typescript}/package.json`)),
            config,
            overlay,
          );
  });
  afterAll(() => {
    engine.close();
  });
  beforeEach(() => {
    for (const [name, text] of Object.entries(files)) write(name as FileName, text);
    lookAtAll();
    checked.length = 0;
  });

  function write(name: FileName, text: string): void {
    const file = path.join(project.folder, name);
    overlay.set(file, text, ++version);
    engine.changed(file);
  }

  /** The reports of all open documents, as lines. */
  function lookAtAll(): readonly string[] {
    return Object.keys(files).flatMap((name) => {
      const fileName = path.join(project.folder, name);
      const state = engine.stateOf(fileName);
      const file = state?.program.getSourceFile(fileName);
      if (state === undefined || file === undefined) throw new Error(`not in the project: ${name}`);
      return reports.of(state, file).findings.map(({ rule, at, labels }) => {
        const elsewhere = labels.filter((label) => label.at.file !== at.file);
        const starts = elsewhere.map((label) => `${path.basename(label.at.file)} ${String(label.at.start)}`);
        return [path.basename(name), rule, ...starts].join(" ");
      });
    });
  }

  function edit(name: FileName, from: string, to: string): readonly string[] {
    expect(files[name]).toContain(from);
    write(name, files[name].replace(from, to));
    return lookAtAll();
  }

  it("in a body rechecks its file alone", () => {
    edit("src/take.ts", "return price(b.remaining)", "return price(b.remaining + 1)");
    expect(checked).toEqual(["take.ts"]);
  });

  it("of a signature rechecks those who import it", () => {
    const found = edit("src/take.ts", "take(b: Borrowed<Budget>)", "take(b: Budget)");
    expect(checked).toEqual(["take.ts", "run.ts"]);
    expect(found.join()).toMatch(/run\.ts use-after-delegation take\.ts \d+/);
  });

  it("of a type rechecks those who import it through others, too", () => {
    edit("src/price.ts", "Price = number", "Price = number | bigint");
    expect(checked).toEqual(["price.ts", "take.ts", "run.ts"]);
  });

  it("in the body of a generic function rechecks its callers: they rest on it", () => {
    const found = edit("src/take.ts", "{ return value; }", "{ const twice = [value, value]; return value; }");
    expect(checked).toEqual(["take.ts", "run.ts"]);
    expect(found.join()).toContain("run.ts escape");
  });

  it("in a body that a type is inferred from rechecks those who may see the type", () => {
    edit("src/take.ts", "=> b.remaining", "=> String(b.remaining)");
    expect(checked).toEqual(["take.ts", "run.ts"]);
  });

  it("that moves what a report points at rechecks that report", () => {
    edit("src/take.ts", "take(b: Borrowed<Budget>)", "take(b: Budget)");
    const before = lookAtAll();
    checked.length = 0;
    const owning = files["src/take.ts"].replace("take(b: Borrowed<Budget>)", "take(b: Budget)");
    write("src/take.ts", owning.replace("return 1;", "return 1 + 1;"));
    expect(lookAtAll()).not.toEqual(before);
    expect(checked).toEqual(["take.ts", "run.ts"]);
  });

  it("that is taken back leaves the findings as they were", () => {
    const before = lookAtAll();
    edit("src/take.ts", "take(b: Borrowed<Budget>)", "take(b: Budget)");
    write("src/take.ts", files["src/take.ts"]);
    expect(lookAtAll()).toEqual(before);
  });
});

describe("a check that remembers the version before", () => {
  const overlay = new FileOverlay();
  const recheck = createRecheck();
  const name = "src/edited.ts";
  let project: EditedProject;
  let engine: Engine;
  let version = 0;

  beforeAll(() => {
    project = new EditedProject("typescript", { [name]: "export {};" }, "edited-body");
    engine = classicEngine(ts, path.join(project.folder, "tsconfig.json"), overlay);
  });
  afterAll(() => {
    engine.close();
  });

  /** Some functions, with a report each. */
  const others = Array.from(
    { length: 5 },
    (_, index) => `export function other${String(index)}(b: Budget): void { take(b); take(b); }\n`,
  ).join("");
  const around = (code: string): string =>
    `import type { Borrowed, Budget } from "affine-budget";\ndeclare function take(b: Budget): void;\n${code}\n${others}`;

  /** What is found in this text, and how many questions to the checker that takes. */
  function look(code: string, check: Check) {
    const file = path.join(project.folder, name);
    overlay.set(file, around(code), ++version);
    const state = engine.stateOf(file);
    const source = state?.program.getSourceFile(file);
    if (state === undefined || source === undefined) throw new Error("not in the project");
    let asked = 0;
    const checker = new Proxy(state.program.getTypeChecker(), {
      get: (target, key) => {
        asked++;
        return Reflect.get(target, key) as unknown;
      },
    });
    return { found: check(ts, state.program, checker, source, state.options), asked };
  }

  it.each([
    ["of a function", "export function run(b: Budget): void { take(b);/**/ }"],
    ["of a method", "export class Agent { run(b: Budget): void { take(b);/**/ } }"],
    ["of a constant", "export const run = (b: Budget): void => { take(b);/**/ };"],
    [
      "that calls a constant",
      "const done = (): void => undefined;\nexport function run(b: Budget): void { take(b);/**/ done(); }",
    ],
    [
      "beside constants",
      "const most = 10;\nexport function run(b: Budget): void { take(b);/**/ void most; }",
    ],
  ])("looks at nothing else after an edit in the body %s", (_, code) => {
    look(code, recheck);
    for (const edited of [code.replace("/**/", " take(b);"), code, code.replace("take(b);", "")]) {
      const again = look(edited, recheck);
      const whole = look(edited, checkSourceFile);
      expect(again.found).toEqual(whole.found);
      expect(again.asked).toBeLessThan(whole.asked);
    }
  });

  it.each([
    ["a body that a type is inferred from", "const f = (b: Budget) => { /**/return b; };", "take(b); "],
    [
      "the body of a generic function",
      "function pass<T>(value: T): T { /**/return value; }",
      "void [value, value]; ",
    ],
    [
      "the body of a generic class",
      "export class Box<T> { put(value: T): void { /**/void value; } }",
      "void [value, value]; ",
    ],
    [
      "a body that names a variable of the module",
      "let open: Budget | null = null;\nexport function run(): void { /**/}",
      "open = null; ",
    ],
    [
      "a body that takes promises out of a constant",
      `const jobs: Promise<number>[] = [];
async function look(b: Borrowed<Budget>): Promise<number> { return b.remaining; }
export async function all(b: Budget): Promise<void> { jobs.push(look(b)); await Promise.all(jobs); take(b); }
export function one(): void { /**/}`,
      "jobs.pop(); ",
    ],
    [
      "a body that hands on a function",
      "const job = (): void => undefined;\nexport function run(): void { /**/job(); }",
      "void [job]; ",
    ],
    [
      "a body that makes a type parameter affine",
      "function drop<T>(value: T): void { void value; }\nexport function run(b: Budget): void { /**/take(b); }",
      "drop(b); ",
    ],
    ["a parameter", "export function run(a: Budget/**/): void { take(a); }", ", b: Budget"],
    ["a body that does not end", "export function run(b: Budget): void { /**/take(b); }", "{ "],
    ["a body that does not begin", "export function run(b: Budget): void { /**/take(b); }", "} "],
    [
      "a body beside owned constants",
      "declare const own: Budget;\nexport function run(b: Budget): void { /**/}",
      "take(b);",
    ],
  ])("looks at everything after an edit of %s", (_, code, typed) => {
    look(code, recheck);
    const edited = code.replace("/**/", typed);
    const again = look(edited, recheck);
    const whole = look(edited, checkSourceFile);
    expect(again.found).toEqual(whole.found);
    expect(again.asked).toBeGreaterThanOrEqual(whole.asked);
  });
});
