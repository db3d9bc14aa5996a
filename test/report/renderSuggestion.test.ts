import { describe, expect, it } from "vitest";
import type { Suggestion } from "../../plugin/core/fixes/Fix.js";
import { plainPaint } from "../../plugin/core/report/frame/Paint.js";
import { renderSuggestion } from "../../plugin/core/report/renderSuggestion.js";

/** What is written: in the place of a passage that stands once in the text, or before it. */
type Change =
  { readonly replace: string; readonly by: string } | { readonly before: string; readonly by: string };

function drawn(text: string, ...changes: readonly Change[]): string {
  const edits = changes.map((change) => {
    const passage = "replace" in change ? change.replace : change.before;
    const start = text.indexOf(passage);
    const end = "replace" in change ? start + passage.length : start;
    return { at: { file: "a.ts", start, end }, text: change.by };
  });
  const suggestion: Suggestion = {
    ...{ fix: "read-before", applicability: "machine-applicable", title: "Do this", declares: [] },
    edits,
  };
  return `\n${renderSuggestion(suggestion, text, plainPaint)}`;
}

describe("a suggestion", () => {
  it("shows the edited line, and what is inserted", () => {
    expect(drawn("one();\n  b.spend(1);\n", { before: "b.spend", by: "b = " })).toMatchInlineSnapshot(`
      "
      help: Do this
        |
      2 |   b = b.spend(1);
        |   ++++
      "
    `);
  });

  it("tells what is replaced from what is inserted", () => {
    expect(
      drawn(
        "const b = mk();\nb.spend(1);\n",
        { replace: "const", by: "let" },
        { before: "b.spend", by: "b = " },
      ),
    ).toMatchInlineSnapshot(`
      "
      help: Do this
        |
      1 | let b = mk();
        | ~~~
      2 | b = b.spend(1);
        | ++++
      "
    `);
  });

  it("marks whole new lines in the margin, and leaves lines out that stay as they are", () => {
    const text = 'import { a } from "a";\n\nf(1);\n\n  two(b, b.remaining);\n';
    expect(
      drawn(
        text,
        { before: "\n\nf", by: '\nimport { b } from "b";' },
        { before: "two", by: "const remaining = b.remaining;\n  " },
        { replace: "b.remaining", by: "remaining" },
      ),
    ).toMatchInlineSnapshot(`
      "
      help: Do this
        |
      2 + import { b } from "b";
      ...
      6 +   const remaining = b.remaining;
      7 |   two(b, remaining);
        |          ~~~~~~~~~
      "
    `);
  });
});
