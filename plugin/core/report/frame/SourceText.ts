/** The text of a file, with lines found by offset. Lines end as ECMAScript's do: LF, CRLF, CR, U+2028, U+2029. */
export class SourceText {
  readonly #text: string;
  /** Offset of each line's first character. */
  readonly #starts: readonly number[];

  /** @param displayName what reports call the file */
  constructor(
    readonly displayName: string,
    text: string,
  ) {
    this.#text = text;
    this.#starts = [
      0,
      ...Array.from(text.matchAll(/\r\n|[\n\r\u2028\u2029]/g), (m) => m.index + m[0].length),
    ];
  }

  get lineCount(): number {
    return this.#starts.length;
  }

  /** Line from 0 and UTF-16 offset in that line, from 0. Offsets past the end are those of the end. */
  position(offset: number): { readonly line: number; readonly character: number } {
    const clamped = Math.max(0, Math.min(offset, this.#text.length));
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((this.#starts[middle] ?? 0) <= clamped) low = middle;
      else high = middle - 1;
    }
    return { line: low, character: clamped - (this.#starts[low] ?? 0) };
  }

  /** A line without its terminator. */
  line(index: number): string {
    return this.#text.slice(this.#starts[index], this.#starts[index + 1]).replace(/[\n\r\u2028\u2029]+$/, "");
  }
}
