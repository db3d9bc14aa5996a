// @ts-check
/**
 * What is to be seen: for each picture a program, and what a person does in the editor until it shows.
 *
 * @typedef {object} Shot
 * @property {string} name
 * @property {string} file
 * @property {string} text
 * @property {boolean} inlayHints
 * @property {(editor: import("./Editor.js").Editor) => Promise<import("playwright-core").Locator | null>} stage
 */

/** The program of the README. */
const fanOut = `import type { Budget } from "affine-budget";

declare function research(topic: string, budget: Budget): Promise<string>;

export async function fanOut(budget: Budget): Promise<string[]> {
  return Promise.all([research("prices", budget), research("weather", budget)]);
}
`;

const slices = `import { BudgetMint, type Borrowed, type Budget } from "affine-budget";

declare function research(topic: string, budget: Budget): Promise<string>;
declare function log(budget: Borrowed<Budget>): void;

const budget = BudgetMint.takeAuthority().issue(1_000);
const [prices, rest] = budget.split(300);
log(rest);
const [weather, left] = rest.split(200);
log(left);
await Promise.all([research("prices", prices), research("weather", weather)]);
`;

const borrowed = `import { BudgetMint, type Borrowed, type Budget } from "affine-budget";

declare function log(budget: Borrowed<Budget>): void;

const budget = BudgetMint.takeAuthority().issue(1_000);
const [prices, rest] = budget.split(300);
const gauge: Borrowed<Budget> = rest;
log(prices);
log(rest);
log(gauge);
`;

const unassigned = `import type { Budget } from "affine-budget";

declare function ask(question: string, budget: Budget): Promise<string>;

export async function answer(question: string, budget: Budget): Promise<string> {
  budget.spend(question.length);
  return ask(question, budget);
}
`;

/** @type {readonly Shot[]} */
export const shots = [
  {
    name: "report",
    file: "src/fan-out.ts",
    text: fanOut,
    inlayHints: false,
    stage: async (editor) => {
      await editor.reports(1);
      return editor.pointAt("budget", 4);
    },
  },
  {
    name: "hover",
    file: "src/gauge.ts",
    text: borrowed,
    inlayHints: false,
    stage: (editor) => editor.pointAt("rest", 3),
  },
  {
    name: "hints",
    file: "src/slices.ts",
    text: slices,
    inlayHints: true,
    stage: async (editor) => {
      await editor.hints(10);
      return null;
    },
  },
  {
    name: "fixes",
    file: "src/answer.ts",
    text: unassigned,
    inlayHints: false,
    stage: async (editor) => {
      await editor.reports(2);
      return editor.fixesAt("budget", 4);
    },
  },
  {
    name: "fixed",
    file: "src/answer.ts",
    text: unassigned,
    inlayHints: false,
    stage: async (editor) => {
      await editor.reports(2);
      await editor.fixesAt("budget", 4);
      await editor.take();
      await editor.reports(0);
      return null;
    },
  },
];
