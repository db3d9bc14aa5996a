import ts from "typescript";
import { describe, expect, it } from "vitest";
import { affineReach } from "../../../plugin/hosts/typescript/reach/affineReach.js";
import { programOf } from "../plugin/programOf.js";

const marker = `
  export declare const affine: unique symbol;
  export interface Budget { readonly [affine]: "atomic"; spend(this: Budget, n: number): Budget }
`;
const maker = `
  import type { Budget } from "./marker.js";
  export declare function mk(): Budget;
  export interface Plain { n: number }
`;

/** Names of the reached files of a program, the marker's and the maker's own aside, and the texts of what is reached. */
function reached(
  files: Readonly<Record<string, string>>,
  options: ts.CompilerOptions = {},
): Readonly<Record<string, readonly string[]>> {
  const all = { "marker.ts": marker, "maker.ts": maker, ...files };
  const program = programOf(
    Object.fromEntries(Object.entries(all).map(([name, text]) => [`/${name}`, text])),
    { moduleResolution: ts.ModuleResolutionKind.Bundler, allowJs: true, ...options },
  );
  const reach = affineReach(ts, program, program.getTypeChecker());
  return Object.fromEntries(
    program
      .getSourceFiles()
      .filter((file) => reach.reaches(file) && !["/marker.ts", "/maker.ts"].includes(file.fileName))
      .map((file) => [
        file.fileName.slice(1),
        file.statements
          .filter((statement) => reach.reachesStatement(statement))
          .map((statement) => statement.getText(file)),
      ]),
  );
}

const filesReached = (...given: Parameters<typeof reached>): readonly string[] =>
  Object.keys(reached(...given));

describe("what is looked at", () => {
  it("statements that name something made of the marker, not what merely stands or is exported beside them", () => {
    expect(
      reached({
        "barrel.ts": `export * from "./maker.js";`,
        "owns.ts": `
          import { mk } from "./barrel.js";
          export const use = () => { mk(); };
          export const other = (n: number) => n + 1;
          export const again = () => use();`,
        "plain.ts": `
          import { type Plain } from "./barrel.js";
          import { other } from "./owns.js";
          export const n = (plain: Plain) => other(plain.n);`,
      }),
    ).toEqual({ "owns.ts": ["export const use = () => { mk(); };", "export const again = () => use();"] });
  });

  it("what gets it from declarations without a type of their own, however far away", () => {
    expect(
      filesReached({
        "inferred.ts": `
          import { mk } from "./maker.js";
          const inner = () => ({ b: mk() });
          export const outer = () => inner();`,
        "user.ts": `import { outer } from "./inferred.js"; export function f() { return outer().b; }`,
        "user-of-user.ts": `import { f as g } from "./user.js"; g();`,
      }),
    ).toEqual(["inferred.ts", "user.ts", "user-of-user.ts"]);
  });

  it("nothing, in a program without the marker", () => {
    expect(filesReached({ "marker.ts": `export type Budget = number;` })).toEqual([]);
  });

  it("not what shares a barrel, a folder or a cycle of imports with it", () => {
    expect(
      filesReached({
        "barrel.ts": `export * from "./maker.js"; export * from "./a.js"; export * from "./b.js";`,
        "a.ts": `import { b } from "./barrel.js"; export const a = (): number => b();`,
        "b.ts": `import { a } from "./barrel.js"; export const b = (): number => a();`,
      }),
    ).toEqual([]);
  });
});

describe("a type gets into a statement that does not name it", () => {
  const module = `
    import { mk } from "./maker.js";
    import { Slots } from "./slots.js";
    export default () => mk();
    export { mk as other };
    export const { part } = { part: mk };
    export const [element] = [mk];
    export class Base { b = mk(); }
    export type Kept = ReturnType<typeof mk>[];
    export function added() {}
    added.make = mk;
    export enum Plain { A }
    export namespace Spaces { export const make = mk; }
    export import Space = Spaces;
    export interface Merged { n: number }
    export interface Merged { b: Kept }
    export let late;
    late = mk();
    export const filled = [];
    (() => { filled.push(mk()); })();
    if (filled.length > 0) { var hoisted = mk(); }
    export { hoisted };
    export abstract class Handler { abstract handle(take: (b: Kept) => void): void }
    export const guard = (x: unknown): x is Kept => true;
  `;

  it.each([
    ["a default import", `import f from "./m.js"; f();`],
    ["a default among named imports", `import { default as f } from "./m.js"; f();`],
    ["a default export passed on", `import { f } from "./again.js"; f();`],
    ["a renamed import", `import { other as f } from "./m.js"; f();`],
    ["a namespace import", `import * as m from "./m.js"; m.other();`],
    ["a namespace that a module exports", `import { m } from "./again.js"; m.other();`],
    ["a name that a module exports again", `import { again } from "./again.js"; again();`],
    ["a name that a local export renames", `import { local } from "./again.js"; local();`],
    ["a chain of barrels", `import { other } from "./barrel2.js"; other();`],
    ["an import type", `export type T = import("./m.js").Kept;`],
    ["the type of a module", `declare const m: typeof import("./m.js"); m.other();`],
    ["a dynamic import", `export const f = async () => (await import("./m.js")).other();`],
    ["an import assignment", `import m = require("./m.js"); m.other();`],
    ["an alias within a namespace", `import { Space } from "./m.js"; Space.make();`],
    ["a part of an object pattern", `import { part } from "./m.js"; part();`],
    ["a part of an array pattern", `import { element } from "./m.js"; element();`],
    ["a base class", `import { Base } from "./m.js"; export class Derived extends Base {}`],
    ["a property added to a function", `import { added } from "./m.js"; added.make();`],
    ["the second of two merged interfaces", `import type { Merged } from "./m.js"; declare const m: Merged;`],
    ["a variable assigned later", `import { late } from "./m.js"; late.spend(1);`],
    ["an array filled later", `import { filled } from "./m.js"; filled[0].spend(1);`],
    ["a variable hoisted out of a block", `import { hoisted } from "./m.js"; hoisted.spend(1);`],
    [
      "the type of a callback's parameter",
      `import { Handler } from "./m.js"; declare const h: Handler; h.handle((x) => { x; });`,
    ],
    ["a type guard", `import { guard } from "./m.js"; declare const x: unknown; if (guard(x)) x;`],
    ["a type argument", `import type { Kept } from "./m.js"; export const s = new Set<Kept>();`],
    [
      "an argument of a call",
      `import { other } from "./m.js"; declare function sink(x: unknown): void; sink(other());`,
    ],
    ["an element of an element", `import { agents } from "./agents.js"; agents[0].budget.spend(1);`],
    ["a type predicate's subject in a template", "import { other } from './m.js'; `${other()}`;"],
  ])("over %s", (_, user) => {
    const files = {
      "m.ts": module,
      "slots.ts": `export interface Slots { n: number }`,
      "again.ts": `
        export * as m from "./m.js";
        export { other as again, default as f } from "./m.js";
        import { other } from "./m.js";
        export { other as local };`,
      "barrel1.ts": `export * from "./m.js";`,
      "barrel2.ts": `export * from "./barrel1.js";`,
      "agents.ts": `
        import type { Kept } from "./m.js";
        interface Agent { budget: Kept }
        const make = (): Agent[] => [];
        export const agents = make();`,
      "user.ts": user,
    };
    const statements = reached(files)["user.ts"] ?? [];
    // Whatever the statement is in which it is used, that one is looked at.
    expect(statements.at(-1)).toBe(user.slice(user.indexOf(statements.at(-1) ?? "never")));
  });

  it("by an augmentation, under the name of another file's export, through a barrel too", () => {
    const files = {
      "slots.ts": `export interface Slots { n: number } export interface Holder { slots: Slots }`,
      "barrel.ts": `export * from "./slots.js";`,
      "user.ts": `import type { Holder } from "./slots.js"; export const f = (h: Holder) => h.slots;`,
    };
    const augmenting = (name: string): string =>
      `import type { Budget } from "./marker.js"; declare module "${name}" { interface Slots { b: Budget } }`;
    expect(filesReached({ ...files, "augment.ts": augmenting("./slots.js") })).toContain("user.ts");
    expect(filesReached({ ...files, "augment.ts": augmenting("./barrel.js") })).toContain("user.ts");
    expect(
      filesReached({
        "one.d.ts": `declare namespace one { interface Slots { n: number } } export = one;`,
        "user.ts": `import one = require("./one.js"); declare const slots: one.Slots;`,
        "augment.ts": augmenting("./one.js"),
      }),
    ).toContain("user.ts");
    expect(filesReached({ ...files, "augment.ts": `declare module "./slots.js" {} export {}` })).toEqual([]);
  });

  it.each([
    [
      "`declare global`",
      { "g.ts": `import type { Budget } from "./marker.js"; declare global { const kept: Budget; }` },
    ],
    ["a script", { "g.ts": `declare const kept: import("./marker.js").Budget;` }],
    [
      "an ambient module",
      {
        "g.d.ts": `declare module "store" { export { mk as kept } from "maker"; }`,
        "node_modules/maker/index.d.ts": `export { mk } from "../../maker.js";`,
      },
    ],
    [
      "`export as namespace`",
      { "g.d.ts": `import { Budget } from "./marker.js"; export as namespace kept; export const b: Budget;` },
    ],
  ])("by a global from %s: then everything counts", (_, files: Readonly<Record<string, string>>) => {
    expect(filesReached({ ...files, "user.ts": `export const f = () => kept;` })).toContain("user.ts");
  });

  it("by JavaScript, for what it exports is not declared", () => {
    expect(
      filesReached({
        "m.js": `const { mk } = require("./maker.js"); module.exports.f = mk;`,
        "user.ts": `import { f } from "./m.js"; export const x = f();`,
      }),
    ).toEqual(["m.js", "user.ts"]);
  });

  it("by JSX, whose element types are named nowhere", () => {
    const runtime = `
      import type { Budget } from "../../maker.js";
      export namespace JSX { interface IntrinsicElements { agent: { run(take: (b: ReturnType<typeof import("../../maker.js").mk>) => void): void } } }`;
    expect(
      filesReached(
        {
          "node_modules/h/jsx-runtime.d.ts": runtime,
          "user.tsx": `export const view = <agent run={(b) => { b; }} />;`,
          "plain.ts": `export const n = 1;`,
        },
        { jsx: ts.JsxEmit.ReactJSX, jsxImportSource: "h" },
      ),
    ).toEqual(["node_modules/h/jsx-runtime.d.ts", "user.tsx"]);
    expect(
      filesReached(
        {
          "h.ts": `import { mk } from "./maker.js"; export const React = { mk }; export namespace React { export namespace JSX {} }`,
          "user.tsx": `import { React } from "./h.js"; export const view = <agent />;`,
        },
        { jsx: ts.JsxEmit.React },
      ),
    ).toEqual(["h.ts", "user.tsx"]);
  });
});

describe("what is looked at after an edit", () => {
  const files = {
    "/lib.d.ts": "interface Array<T> {} interface Boolean {} interface Function {} interface IArguments {}",
    "/marker.ts": marker,
    "/maker.ts": maker,
    "/other.ts": `import { make } from "./user.js"; export const other = () => make();`,
    "/user.ts": `import { mk } from "./maker.js";
export const make = () => { mk(); };
export const count = () => { return 1; };
export const twice = () => count();`,
  };
  const name = "/user.ts";
  let text = files[name];
  let version = 0;
  const options: ts.CompilerOptions = { types: [], module: ts.ModuleKind.ESNext, noEmit: true };
  const texts = new Map<string, string>(Object.entries(files));
  const service = ts.createLanguageService({
    getCompilationSettings: () => options,
    getScriptFileNames: () => Object.keys(files),
    getScriptVersion: (file) => (file === name ? String(version) : "0"),
    getScriptSnapshot: (file) => {
      const found = file === name ? text : texts.get(file);
      return found === undefined ? undefined : ts.ScriptSnapshot.fromString(found);
    },
    getCurrentDirectory: () => "/",
    getDefaultLibFileName: () => "/lib.d.ts",
    fileExists: (file) => texts.has(file),
    readFile: (file) => texts.get(file),
  });

  /** The first words of the statements that are reached, and whether imports were followed to find them. */
  function look(edited: string) {
    text = edited;
    version++;
    const program = service.getProgram();
    if (program === undefined) throw new Error("no program");
    let followed = false;
    const watched = new Proxy(program, {
      get: (target, key) => {
        followed ||= key === "getResolvedModuleFromModuleSpecifier";
        return Reflect.get(target, key) as unknown;
      },
    });
    const reach = affineReach(ts, watched, program.getTypeChecker());
    const reached = program
      .getSourceFiles()
      .filter((file) => reach.reaches(file) && !["/marker.ts", "/maker.ts"].includes(file.fileName))
      .flatMap((file) => file.statements.filter((each) => reach.reachesStatement(each)))
      .map((statement) => /const (\w+)/.exec(statement.getText())?.[1]);
    return { reached, followed };
  }

  it("is found without following imports, as long as nothing that it hangs on is edited", () => {
    const original = files[name];
    look(original);
    // The first edit of a file tells that it is one to remember.
    look(original.replace("return 1", "return 2"));
    const usual = ["make", "other"];
    expect(look(original.replace("return 1", "const n = 3; return n"))).toEqual({
      reached: usual,
      followed: false,
    });
    expect(look(original.replace("return 1", "make(); return 1"))).toEqual({
      reached: ["make", "count", "twice", "other"],
      followed: true,
    });
    expect(look(original.replace("mk();", ""))).toEqual({ reached: [], followed: true });
    expect(look(original)).toEqual({ reached: usual, followed: true });
    expect(look(`export const first = 1;\n${original}`)).toEqual({ reached: usual, followed: true });
    expect(look(`${original}\nexport type { Budget } from "./marker.js";`)).toEqual({
      reached: usual,
      followed: true,
    });
  });
});
