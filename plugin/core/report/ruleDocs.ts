import { rules } from "../catalogue/index.js";
import { rulePage, rulesTable } from "./rulePage.js";

/** The files of `docs/rules/`, by name: one page for each rule, and the table that leads to them. */
export function ruleDocs(): ReadonlyMap<string, string> {
  return new Map([
    ["README.md", rulesTable(rules)],
    ...rules.map((rule) => [`${rule.name}.md`, rulePage(rule)] as const),
  ]);
}
