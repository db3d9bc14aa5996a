import { describe, expect, it } from "vitest";
import { draw } from "./support/frames.js";

describe("a code frame", () => {
  it("marks the use with ^ and explains it with - labels", () => {
    expect(
      draw(
        {
          "plan.ts": [
            "export function plan(budget: Budget) {",
            "  run(«move:budget»);",
            "  return «use:budget».close();",
            "}",
          ].join("\n"),
        },
        { use: "spent here", move: "moved here: passed to owned parameter `b` of `run`" },
        [
          { kind: "help", text: "split `budget` first, and give away one part" },
          { kind: "note", text: "affine-budget explain use-after-delegation" },
        ],
      ),
    ).toMatchInlineSnapshot(`
      "
      error[demo]: what is wrong
       --> plan.ts:3:10
        |
      2 |   run(budget);
        |       ------ moved here: passed to owned parameter \`b\` of \`run\`
      3 |   return budget.close();
        |          ^^^^^^ spent here
        |
        = help: split \`budget\` first, and give away one part
        = note: affine-budget explain use-after-delegation
      "
    `);
  });

  it("hangs labels of one line below each other, the rightmost beside its mark", () => {
    expect(
      draw(
        { "a.ts": "if (c) { take(«a:b»); } else { «c:b».spend(1); } peek(«use:b»);" },
        { use: "used here", a: "moved here: passed", c: "moved here: receiver" },
      ),
    ).toMatchInlineSnapshot(`
      "
      error[demo]: what is wrong
       --> a.ts:1:47
        |
      1 | if (c) { take(b); } else { b.spend(1); } peek(b);
        |               -            -                  ^ used here
        |               |            |
        |               |            moved here: receiver
        |               moved here: passed
        |
      "
    `);
  });

  it("shows a gap of one line, and cuts longer ones", () => {
    expect(
      draw(
        {
          "a.ts": [
            "«declaration:b»",
            "",
            "«move:b»",
            ...Array.from({ length: 7 }, (_, i) => `line${i}();`),
            "«use:b»",
          ].join("\n"),
        },
        { declaration: "declared here", move: "moved here", use: "used here" },
      ),
    ).toMatchInlineSnapshot(`
      "
      error[demo]: what is wrong
        --> a.ts:11:1
         |
       1 | b
         | - declared here
       2 |
       3 | b
         | - moved here
      ...
      11 | b
         | ^ used here
         |
      "
    `);
  });

  it("draws a bar along a range of several lines", () => {
    expect(
      draw(
        {
          "a.ts": [
            "const job = «closure:() => {",
            "  run(b);",
            "  log();",
            "  done();",
            "}»;",
            "«use:b».close();",
          ].join("\n"),
        },
        { closure: "captured by the closure created here", use: "spent here" },
      ),
    ).toMatchInlineSnapshot(`
      "
      error[demo]: what is wrong
       --> a.ts:6:1
        |
      1 |   const job = () => {
        |  _____________-
      ... |
      5 | | };
        | |_- captured by the closure created here
      6 |   b.close();
        |   ^ spent here
        |
      "
    `);
  });

  it("shows with a slash that a range begins with its line", () => {
    expect(
      draw(
        {
          "a.ts": [
            "  «loop:for (const x of xs) {",
            "    if (x) {",
            "      run(«use:budget»);",
            "    }",
            "  }»",
          ].join("\n"),
        },
        { loop: "inside of this loop", use: "moved here, in the previous iteration of the loop" },
      ),
    ).toMatchInlineSnapshot(`
      "
      error[demo]: what is wrong
       --> a.ts:3:11
        |
      1 | /   for (const x of xs) {
      2 | |     if (x) {
      3 | |       run(budget);
        | |           ^^^^^^ moved here, in the previous iteration of the loop
      4 | |     }
      5 | |   }
        | |___- inside of this loop
        |
      "
    `);
  });

  it("nests bars of ranges that overlap", () => {
    expect(
      draw(
        {
          "a.ts": ["«outer:while (x) {", "  each(«inner:() => {", "    run(«use:b»);", "  }»);", "}»"].join(
            "\n",
          ),
        },
        { outer: "inside of this loop", inner: "the closure", use: "used here" },
      ),
    ).toMatchInlineSnapshot(`
      "
      error[demo]: what is wrong
       --> a.ts:3:9
        |
      1 | /  while (x) {
      2 | |    each(() => {
        | | ________-
      3 | ||     run(b);
        | ||         ^ used here
      4 | ||   });
        | ||___- the closure
      5 | |  }
        | |__- inside of this loop
        |
      "
    `);
  });

  it("draws a primary range of several lines", () => {
    expect(
      draw(
        { "a.ts": ["take(«move:b»);", "use(«use:b", "  .spend(1)", "  .close()»);"].join("\n") },
        { move: "moved here", use: "spent again here" },
      ),
    ).toMatchInlineSnapshot(`
      "
      error[demo]: what is wrong
       --> a.ts:2:5
        |
      1 |   take(b);
        |        - moved here
      2 |   use(b
        |  _____^
      3 | |   .spend(1)
      4 | |   .close());
        | |__________^ spent again here
        |
      "
    `);
  });

  it("gives other files a frame of their own, lined up with the first", () => {
    expect(
      draw(
        {
          "a.ts": "take(«move:b»); peek(«use:b»);",
          "lib.ts": `${"\n".repeat(99)}export declare function take(«parameter:b: Budget»): void;`,
        },
        { move: "moved here", use: "borrowed here", parameter: "parameter `b` of `take` takes ownership" },
      ),
    ).toMatchInlineSnapshot(`
      "
      error[demo]: what is wrong
         --> a.ts:1:15
          |
        1 | take(b); peek(b);
          |      -        ^ borrowed here
          |      |
          |      moved here
          |
         ::: lib.ts:100:30
          |
      100 | export declare function take(b: Budget): void;
          |                              --------- parameter \`b\` of \`take\` takes ownership
          |
      "
    `);
  });

  it("merges a use and a move that are the same expression", () => {
    const files = { "a.ts": "for (;;) take(«use:«move:b»»);" };
    expect(draw(files, { use: "used here", move: "moved here, in the previous iteration" }))
      .toMatchInlineSnapshot(`
      "
      error[demo]: what is wrong
       --> a.ts:1:15
        |
      1 | for (;;) take(b);
        |               ^ moved here, in the previous iteration
        |
      "
    `);
  });

  it("keeps its marks below tabs, wide characters, emoji and combining accents", () => {
    expect(
      draw(
        {
          "a.ts": [
            '\tlog("日本語", «tab:b»);',
            '\tx\tlog("👩‍👩‍👧 ok", «emoji:b»);',
            'log("e\u0301", «use:b»);',
          ].join("\n"),
        },
        { tab: "after wide characters", emoji: "after a family", use: "after an accent" },
      ),
    ).toMatchInlineSnapshot(`
      "
      error[demo]: what is wrong
       --> a.ts:3:11
        |
      1 |     log("日本語", b);
        |                   - after wide characters
      2 |     x   log("👩‍👩‍👧 ok", b);
        |                      - after a family
      3 | log("é", b);
        |          ^ after an accent
        |
      "
    `);
  });

  it("lets no source text steer the terminal", () => {
    expect(draw({ "a.ts": "\u001b[2J\u202e take(«use:b»)" }, { use: "here" })).toMatchInlineSnapshot(`
      "
      error[demo]: what is wrong
       --> a.ts:1:12
        |
      1 | ␛[2J� take(b)
        |            ^ here
        |
      "
    `);
  });

  it("cuts bundled code to the neighbourhood of its marks", () => {
    const filler = "x();".repeat(200);
    expect(
      draw(
        { "a.ts": `${filler}take(«move:b»);peek(«use:b»);${filler}` },
        { move: "moved here", use: "used here" },
      ),
    ).toMatchInlineSnapshot(`
      "
      error[demo]: what is wrong
       --> a.ts:1:814
        |
      1 | ...();x();x();x();x();x();x();x();x();take(b);peek(b);x();x();x();x();x();x();x();x();x();x();x();x();x();x();x();x();x();x();x();x();x();x();x();x();x();x();x();x...
        |                                            -       ^ used here
        |                                            |
        |                                            moved here
        |
      "
    `);
  });

  it("counts lines as ECMAScript does, whatever ends them", () => {
    expect(draw({ "a.ts": "one\r\ntwo\rthree\n«use:four»\r\n" }, { use: "here" })).toMatchInlineSnapshot(`
      "
      error[demo]: what is wrong
       --> a.ts:4:1
        |
      4 | four
        | ^^^^ here
        |
      "
    `);
  });

  it("marks an empty range with one character", () => {
    expect(draw({ "a.ts": "run(«use:»)" }, { use: "here" })).toMatchInlineSnapshot(`
      "
      error[demo]: what is wrong
       --> a.ts:1:5
        |
      1 | run()
        |     ^ here
        |
      "
    `);
  });
});
