import type ts from "typescript";
import { hiddenBodies } from "../../typescript/incremental/hiddenBodies.js";

/** What other files can see of a file: its text, but for the bodies that decide nothing elsewhere. Errs towards too much. */
export function surfaceOf(typescript: typeof ts, file: ts.SourceFile): string {
  const { text } = file;
  let surface = "";
  let done = 0;
  for (const { pos, end } of hiddenBodies(typescript, file)) {
    surface += `${text.slice(done, pos)}{}`;
    done = end;
  }
  return surface + text.slice(done);
}
