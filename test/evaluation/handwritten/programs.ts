import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

/** A program written to mislead a checker, and what the ownership rules say of it. */
export interface HandwrittenProgram {
  readonly name: string;
  readonly verdict: "ok" | "error";
  readonly source: string;
}

/** `### name | verdict`, then the program, up to the next such line; a name that ends in `.js` or `.tsx` is such a file. */
export function readPrograms(folder: string): readonly HandwrittenProgram[] {
  const texts = readdirSync(folder).filter((file) => file.endsWith(".txt"));
  return texts.flatMap((file) =>
    readFileSync(path.join(folder, file), "utf8")
      .split(/^### /m)
      .slice(1)
      .map((part) => {
        const [head = "", ...lines] = part.split("\n");
        const [name = "", verdict = ""] = head.split("|").map((it) => it.trim());
        if (verdict !== "ok" && verdict !== "error") throw new Error(`${file}: ${name} has no verdict`);
        return { name, verdict, source: lines.join("\n").trim() };
      }),
  );
}
