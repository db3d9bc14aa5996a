/** What a file may use of other files, as far as its text tells: more is allowed, less is not. */
export interface ImportedNames {
  /** Exports that it names in the braces of an import or a re-export. */
  readonly names: ReadonlySet<string>;
  /** It may use others: a module as a whole, its default export, or what could not be made out. */
  readonly any: boolean;
}

const keyword = /\b(?:import|export|require)\b/g;
const space = /\s*/y;
const word = /[\w$]+/y;
/** Names alone: comments, escapes and names in quotes are left to whoever has a syntax tree. */
const braces = /\{([\w$\s,]*)\}/y;
const from = /\s*from\b/y;

const everything: ImportedNames = { names: new Set(), any: true };

/**
 * Reads the imports of a file without parsing it. The words may stand in comments and strings as well, so what does not go
 * on as an import does counts for nothing; and what goes on in a way that is not understood counts as everything.
 */
export function importedNames(fileName: string, text: string): ImportedNames {
  // JSX imports what its elements are compiled to without a word, and JavaScript may require anything anywhere.
  if (/\.(?:[jt]sx|[cm]?js)$/.test(fileName)) return everything;
  const names = new Set<string>();
  for (const { 0: found, index } of text.matchAll(keyword)) {
    const end = index + found.length;
    const outcome =
      found === "import"
        ? afterImport(text, end, names)
        : found === "export"
          ? afterExport(text, end, names)
          : "none";
    if (outcome === "any") return everything;
  }
  // A module without a default export may be meant as a whole.
  return names.has("default") ? everything : { names, any: false };
}

type Outcome = "any" | "none";

function afterImport(text: string, start: number, names: Set<string>): Outcome {
  let at = start;
  // `import type { a }`, `import defer * as a`, `import type a = require("m")`: then it is prose.
  for (let words = 0; words < 4; words++) {
    at = after(space, text, at);
    switch (text[at]) {
      case "{":
        return inBraces(text, at, names, "any");
      case '"':
      case "'":
        // For its effects; `from "m"` otherwise.
        return words === 0 ? "none" : "any";
      case "*":
      case "(":
      case ",":
      case "=":
      case "/":
      case "\\":
        return "any";
      case ".":
        return text.startsWith(".meta", at) ? "none" : "any";
      default:
        break;
    }
    const next = after(word, text, at);
    if (next === at) return isPlain(text, at) ? "none" : "any";
    at = next;
  }
  return "none";
}

function afterExport(text: string, start: number, names: Set<string>): Outcome {
  let at = after(space, text, start);
  if (text.startsWith("type", at)) at = after(space, text, at + "type".length);
  switch (text[at]) {
    case "{":
      return inBraces(text, at, names, "none");
    case "*":
    case "/":
      return "any";
    default:
      return "none";
  }
}

/** @param otherwise what braces are that no `from` follows */
function inBraces(text: string, at: number, names: Set<string>, otherwise: Outcome): Outcome {
  braces.lastIndex = at;
  const found = braces.exec(text);
  if (found === null) return "any";
  const end = braces.lastIndex;
  if (after(from, text, end) === end) return text[after(space, text, end)] === "/" ? "any" : otherwise;
  // Words such as `type` and `as` among them, and the names that they get here: they do no harm.
  for (const [name] of found[1]?.matchAll(/[\w$]+/g) ?? []) names.add(name);
  return "none";
}

function after(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  const found = pattern.exec(text);
  return found === null ? at : at + found[0].length;
}

/** The text ends here, or goes on with what no name in any alphabet begins with. */
function isPlain(text: string, at: number): boolean {
  return at >= text.length || text.charCodeAt(at) < 0x80;
}
