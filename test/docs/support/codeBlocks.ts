/** A fenced block of a Markdown text. */
export interface CodeBlock {
  /** The heading above it, and its line in the text: names a block in a list of tests. */
  readonly name: string;
  readonly language: string;
  readonly source: string;
}

export function codeBlocks(markdown: string): readonly CodeBlock[] {
  const blocks = markdown.matchAll(/^( *)```(\w+)\n([\s\S]*?)^ *```$/gm);
  return [...blocks].map(({ index, 1: indent = "", 2: language = "", 3: source = "" }) => {
    const before = markdown.slice(0, index);
    const heading = [...before.matchAll(/^#+ (.+)$/gm)].at(-1)?.[1] ?? "";
    return {
      name: `${heading}, line ${String(before.split("\n").length)}`,
      language,
      source: source.replaceAll(new RegExp(`^${indent}`, "gm"), ""),
    };
  });
}
