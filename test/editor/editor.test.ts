import path from "node:path";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import { hintText, ownershipText } from "../../plugin/core/report/ownershipText.js";
import { hintsIn, placeAt } from "../../plugin/hosts/typescript/editorFacts.js";
import { defaultOptions } from "../../plugin/options/CheckOptions.js";
import { fixtureProgram, fixtures, ownDiagnostics, sourceFileOf } from "../fixtures/fixtureProgram.js";

const name = path.join(fixtures, "editor/shown.ts");
const program = fixtureProgram([name, path.join(fixtures, "rules/world.d.ts")]);
const file = sourceFileOf(program, name);
const lineOf = (offset: number): number => file.getLineAndCharacterOfPosition(offset).line + 1;
const linesOf = file.text.split("\n");

/** What is said of `word` where it stands for the nth time in the first line that holds `passage`. */
function hover(passage: string, word: string, nth = 1): string {
  const line = linesOf.findIndex((text) => text.includes(passage));
  let column = linesOf[line]?.indexOf(passage) ?? -1;
  for (let n = 0; n < nth; n++) column = linesOf[line]?.indexOf(word, n === 0 ? column : column + 1) ?? -1;
  const offset = file.getPositionOfLineAndCharacter(line, column);
  const state = placeAt(ts, program, file, offset, defaultOptions);
  return state === null ? "" : ownershipText(state, ({ start }) => lineOf(start)).join("; ");
}

/** The lines from one that holds `first`, with their hints written in. */
function hinted(first: string, count: number, options = defaultOptions): string {
  const from = linesOf.findIndex((text) => text.includes(first));
  const start = file.getPositionOfLineAndCharacter(from, 0);
  const end = file.getPositionOfLineAndCharacter(from + count, 0);
  let text = file.text.slice(start, end);
  for (const hint of hintsIn(ts, program, file, { start, end }, options).toReversed()) {
    const at = (hint.kind === "balance" ? hint.at.end : hint.at.start) - start;
    text = `${text.slice(0, at)}[${hintText(hint)}]${text.slice(at)}`;
  }
  return `\n${text}`;
}

describe("the program of these tests", () => {
  it("is one that TypeScript accepts", () => {
    expect(ownDiagnostics(program, file)).toEqual([]);
  });
});

describe("pointing at a place", () => {
  it("says that it is owned, what happens to it here, and what is left", () => {
    expect(hover("budget.split(300)", "budget")).toMatchInlineSnapshot(
      `"owned until here: receiver of consuming method \`split\`; balance: 1000"`,
    );
    expect(hover("console.log(rest.remaining)", "rest")).toMatchInlineSnapshot(
      `"owned; borrowed here; balance: 700"`,
    );
  });

  it("says at its declaration what it starts with", () => {
    expect(hover("const budget = mint", "budget")).toMatchInlineSnapshot(
      `"owned from here on; balance: 1000"`,
    );
    expect(hover("const [part, rest]", "rest")).toMatchInlineSnapshot(`"owned from here on; balance: 700"`);
  });

  it("says where it was moved, and by whom", () => {
    expect(hover("console.log(part.remaining)", "part")).toMatchInlineSnapshot(
      `"moved at line 15 (passed to owned parameter \`b\` of \`take\`)"`,
    );
  });

  it("says if it was moved on some paths only", () => {
    expect(hover("return b.remaining; // maybe", "b")).toMatchInlineSnapshot(
      `"may have been moved at line 20 (passed to owned parameter \`b\` of \`take\`)"`,
    );
  });

  it("says which part has left", () => {
    expect(hover("return pair; // partly", "pair")).toMatchInlineSnapshot(
      `"partly moved: \`pair.a\` at line 25 (passed to owned parameter \`b\` of \`take\`)"`,
    );
  });

  it("says who borrows it, and until when", () => {
    expect(hover("console.log(lent.remaining)", "lent")).toMatchInlineSnapshot(
      `"owned; borrowed here; borrowed by \`view\` until line 32"`,
    );
    expect(hover("console.log(view.remaining)", "view")).toMatchInlineSnapshot(`"borrows \`lent\`"`);
  });

  it("speaks of a field under its whole name", () => {
    expect(hover("this.held = this.held.spend", "held", 2)).toMatchInlineSnapshot(
      `"owned until here: receiver of consuming method \`spend\`"`,
    );
  });

  it("says nothing of what holds no budget", () => {
    expect(hover("const amount = 1", "amount")).toBe("");
  });
});

describe("hints", () => {
  it("name moves and borrows at arguments and receivers, and what a split leaves", () => {
    expect(hinted("const budget = mint", 5)).toMatchInlineSnapshot(`
      "
        const budget = mint.issue(1_000);
        const [part[= 300], rest[= 700]] = [move]budget.split(300);
        take([move]part);
        console.log(rest.remaining);
        two([move]rest, peek([borrow]rest));
      "
    `);
  });

  it("can be switched off, each by itself", () => {
    const options = { ...defaultOptions, hints: { move: true, borrow: false, balance: false } };
    expect(hinted("const budget = mint", 5, options)).toMatchInlineSnapshot(`
      "
        const budget = mint.issue(1_000);
        const [part, rest] = [move]budget.split(300);
        take([move]part);
        console.log(rest.remaining);
        two([move]rest, peek(rest));
      "
    `);
  });
});
