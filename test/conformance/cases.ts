import { readFileSync } from "node:fs";
import path from "node:path";
import type { RuleName } from "../../plugin/core/findings.js";

/** One program of `cases.json` with the verdict that the ownership rules give it. */
export interface Case {
  readonly id: string;
  readonly section: string;
  readonly verdict: "ok" | "error";
  readonly rule: RuleName | null;
  readonly why: string;
  readonly source: readonly string[];
}

const read = (file: string): string => readFileSync(path.join(import.meta.dirname, file), "utf8");

export const prelude = read("prelude.ts");
export const cases = JSON.parse(read("cases.json")) as readonly Case[];
