import {
  modify,
  applyEdits,
  parse,
  printParseErrorCode,
  type FormattingOptions,
  type JSONPath,
  type ParseError,
} from "jsonc-parser";
import { CannotRun } from "../CannotRun.js";

const BYTE_ORDER_MARK = "\ufeff";

/** JSON with comments and trailing commas, edited in place: what is not changed keeps its comments, indentation and line ends. */
export class JsonText {
  readonly #file: string;
  readonly #mark: string;
  #text: string;

  /** Throws `CannotRun` if the text does not parse: an edit of it might lose something. */
  constructor(file: string, text: string) {
    this.#file = file;
    this.#mark = text.startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK : "";
    this.#text = text.slice(this.#mark.length);
    this.#parse();
  }

  get text(): string {
    return this.#mark + this.#text;
  }

  /** The value at a path; undefined if there is none. */
  at(path: JSONPath): unknown {
    let value: unknown = this.#parse();
    for (const key of path) {
      if (typeof value !== "object" || value === null) return undefined;
      value = (value as Readonly<Record<string | number, unknown>>)[key];
    }
    return value;
  }

  set(path: JSONPath, value: unknown): void {
    this.#edit(path, value, false);
  }

  append(path: JSONPath, value: unknown): void {
    this.#edit([...path, -1], value, true);
  }

  #edit(path: JSONPath, value: unknown, isArrayInsertion: boolean): void {
    const formattingOptions = formattingOf(this.#text);
    this.#text = applyEdits(
      this.#text,
      modify(this.#text, path, value, { formattingOptions, isArrayInsertion }),
    );
  }

  #parse(): unknown {
    const errors: ParseError[] = [];
    const value: unknown = parse(this.#text, errors, { allowTrailingComma: true });
    const [error] = errors;
    if (error === undefined) return value;
    const line = this.#text.slice(0, error.offset).split("\n").length;
    throw new CannotRun(
      `${this.#file}:${line} is not valid JSON (${printParseErrorCode(error.error)}): nothing was changed`,
    );
  }
}

/** As the file already is: its line ends, and the indentation of its first indented line. */
function formattingOf(text: string): FormattingOptions {
  const indentation = /^([ \t]+)\S/m.exec(text)?.[1] ?? "  ";
  return {
    eol: text.includes("\r\n") ? "\r\n" : "\n",
    insertSpaces: !indentation.includes("\t"),
    tabSize: indentation.includes("\t") ? 1 : indentation.length,
  };
}
