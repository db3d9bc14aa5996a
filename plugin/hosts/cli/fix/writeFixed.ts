import { readFileSync, writeFileSync } from "node:fs";
import type { Fixed } from "./fixProjects.js";

const byteOrderMark = "\ufeff";

/** Why a file is not written; null if it has been. */
export type Refusal = "changed-meanwhile" | "not-utf-8" | null;

/** Writes what the fixes made of a file, in the encoding that it has, unless it is no longer what was checked. */
export function writeFixed(name: string, { before, after }: Fixed): Refusal {
  const bytes = readFileSync(name);
  const text = bytes.toString("utf8");
  // What is not UTF-8 would not come back as it was.
  if (!Buffer.from(text, "utf8").equals(bytes)) return "not-utf-8";
  const mark = text.startsWith(byteOrderMark) ? byteOrderMark : "";
  // TypeScript hands out texts without the mark.
  if (text.slice(mark.length) !== before) return "changed-meanwhile";
  writeFileSync(name, mark + after, "utf8");
  return null;
}
