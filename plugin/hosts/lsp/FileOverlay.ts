/** The texts of the documents that an editor has open, by file name: they stand before what is on the disk. */
export class FileOverlay {
  readonly #texts = new Map<string, { readonly text: string; readonly version: number }>();

  set(fileName: string, text: string, version: number): void {
    this.#texts.set(fileName, { text, version });
  }

  delete(fileName: string): void {
    this.#texts.delete(fileName);
  }

  text(fileName: string): string | undefined {
    return this.#texts.get(fileName)?.text;
  }

  version(fileName: string): number | undefined {
    return this.#texts.get(fileName)?.version;
  }
}
