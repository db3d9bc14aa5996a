import { describe, expect, it } from "vitest";
import { defaultOptions } from "../../../plugin/options/CheckOptions.js";
import { parseOptions } from "../../../plugin/options/parseOptions.js";

describe("options that are accepted", () => {
  it("none: the defaults", () => {
    expect(parseOptions(undefined)).toEqual({ options: defaultOptions });
    expect(parseOptions({})).toEqual({ options: defaultOptions });
  });

  it("all of them, beside the keys of ts-patch and tsserver", () => {
    const raw = {
      name: "affine-budget",
      transform: "affine-budget/plugin",
      transformProgram: true,
      tsConfig: "./tsconfig.json",
      authority: ["src/mint.ts", "scripts/**/*.ts"],
      inspect: ["logger.info", "assert", "this.#log.debug"],
      severity: { discarded: "error", unresolved: "warning", copy: "suggestion", overdraft: "off" },
      hints: { borrow: false },
    };
    expect(parseOptions(raw)).toEqual({
      options: {
        authority: raw.authority,
        inspect: raw.inspect,
        severity: raw.severity,
        hints: { move: true, borrow: false, balance: true },
      },
    });
  });

  it("an empty `authority`, which allows no file to mint, is not the default, which allows one", () => {
    expect(parseOptions({ authority: [] })).toEqual({ options: { ...defaultOptions, authority: [] } });
  });
});

describe("options that are refused", () => {
  it.each([
    { raw: null, error: "The options must be an object, not null." },
    { raw: ["src"], error: 'The options must be an object, not ["src"].' },
    { raw: { authorty: [] }, error: "Unknown option: `authorty`. Did you mean `authority`?" },
    { raw: { Severity: {} }, error: "Unknown option: `Severity`. Did you mean `severity`?" },
    {
      raw: { transfromProgram: true },
      error: "Unknown option: `transfromProgram`. Did you mean `transformProgram`?",
    },
    {
      raw: { strictness: 3 },
      error: "Unknown option: `strictness`. Known are authority, inspect, severity, hints.",
    },
    {
      raw: { authority: "src/mint.ts" },
      error: 'Option `authority` must be an array of strings, not "src/mint.ts".',
    },
    { raw: { authority: ["a.ts", 1] }, error: "Option `authority[1]` must be a glob, not 1." },
    { raw: { authority: [""] }, error: 'Option `authority[0]` must be a glob, not "".' },
    {
      raw: { inspect: ["console.log()"] },
      error: 'Option `inspect[0]` must be a dotted name such as `logger.info`, not "console.log()".',
    },
    {
      raw: { hints: { moves: true } },
      error: "Unknown hint in option `hints`: `moves`. Did you mean `move`?",
    },
    { raw: { hints: { move: 1 } }, error: 'Option `hints["move"]` must be true or false, not 1.' },
    {
      raw: { severity: "off" },
      error: 'Option `severity` must be an object from rule names to severities, not "off".',
    },
    {
      raw: { severity: { aliassing: "off" } },
      error: "Unknown rule in option `severity`: `aliassing`. Did you mean `aliasing`?",
    },
    {
      raw: { severity: { aliasing: "warn" } },
      error:
        'Option `severity["aliasing"]` must be "error" or "warning" or "suggestion" or "off", not "warn".',
    },
  ])("$error", ({ raw, error }) => {
    expect(parseOptions(raw)).toEqual({ errors: [error] });
  });

  it("all at once, so that one edit mends them", () => {
    const parsed = parseOptions({ inspekt: [], authority: 1, severity: { forged: 2 } });
    expect(parsed).toHaveProperty("errors.length", 3);
  });
});
