import path from "node:path";
import type { Program } from "../../language/syntax.js";
import type { Opinion, Oracle } from "../Oracle.js";
import { compile, rustcVersion, type Errors } from "./compile.js";
import { rustPrelude } from "./prelude.js";
import { sharedWithRust } from "./shared.js";

/** One process compiles so many functions. */
const batch = 2000;

/** What the borrow checker reports: uses of what was moved, moves and writes of what is on loan. */
const ownershipErrors: ReadonlySet<string> = new Set([
  ...["E0381", "E0382", "E0499", "E0502", "E0503", "E0505", "E0506", "E0507", "E0509", "E0510", "E0713"],
]);

/** In Rust a variable ends with its scope, in JavaScript with the last that looks at it. */
const scopeErrors: ReadonlySet<string> = new Set(["E0597", "E0716"]);

/** rustc's borrow checker, on the part of the language that Rust has as well. */
export class RustcOracle implements Oracle {
  readonly name: string;
  readonly unavailable: string | null;
  readonly #folder: string;

  /** `root`: the folder of the package. */
  constructor(root: string) {
    const version = rustcVersion();
    this.name = version ?? "rustc";
    this.unavailable = version === null ? "rustc not found, skipped" : null;
    this.#folder = path.join(root, ".tmp", "evaluation", "rustc");
  }

  judge(programs: readonly Program[]): readonly Opinion[] {
    const opinions: (Opinion | null)[] = [];
    const functions: string[] = [];
    for (const program of programs) {
      const shared = sharedWithRust(`f${functions.length}`, program);
      if (shared.answer) {
        functions.push(shared.text);
        opinions.push(null);
      } else opinions.push({ verdict: "none", reason: shared.reason });
    }
    const errors: Errors[] = [];
    for (let start = 0; start < functions.length; start += batch)
      errors.push(...compile(this.#folder, rustPrelude, functions.slice(start, start + batch)));
    let next = 0;
    return opinions.map((opinion) => opinion ?? opinionOf(errors[next++] ?? []));
  }
}

function opinionOf(errors: Errors): Opinion {
  const other = errors.find((code) => !ownershipErrors.has(code) && !scopeErrors.has(code));
  if (other !== undefined) return { verdict: "none", reason: `Rust rejects it for its types (${other})` };
  if (errors.length > 0 && errors.every((code) => scopeErrors.has(code)))
    return { verdict: "none", reason: "a borrow that outlives the scope of its owner" };
  return { verdict: errors.length === 0 ? "ok" : "error" };
}
