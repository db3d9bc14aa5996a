import { describe, expect, it } from "vitest";
import { ruleNamed, rules } from "../../plugin/core/catalogue/index.js";
import type {
  Finding,
  Label,
  MoveFinding,
  MoveReason,
  SignatureProblem,
  Span,
  UseVerb,
} from "../../plugin/core/findings.js";
import { renderFinding } from "../../plugin/core/report/renderFinding.js";

const at: Span = { file: "a.ts", start: 10, end: 11 };
const declaredAt: Span = { file: "lib.ts", start: 0, end: 1 };
const spend: MoveReason = { kind: "receiver", method: "spend" };
const passed: MoveReason = { kind: "argument", callee: "run", parameter: "x", declaredAt: null };

function moveFinding(finding: Partial<MoveFinding> & Pick<MoveFinding, "rule" | "reason">): MoveFinding {
  return { at, subject: "b", verb: "moved", onEveryPath: true, part: null, labels: [], ...finding };
}

const messageOf = (finding: Finding): string => renderFinding(finding).message;
const messages = (findings: readonly Finding[]): string => `\n${findings.map(messageOf).join("\n")}\n`;

/** What the labels of a finding about `b` say. */
function labelTexts(labels: readonly Label[]): string {
  const { related } = renderFinding(moveFinding({ rule: "double-spend", reason: spend, labels }));
  return `\n${related.map(({ message }) => message).join("\n")}\n`;
}

describe("the message about a use after a move", () => {
  it("tells the use and the move, by rule", () => {
    expect(
      messages([
        moveFinding({ rule: "aliasing", reason: { kind: "binding", name: "c" }, verb: "spent" }),
        moveFinding({ rule: "double-spend", reason: spend, verb: "spent" }),
        moveFinding({ rule: "double-spend", reason: spend, verb: "moved" }),
        moveFinding({ rule: "use-after-delegation", reason: passed }),
        moveFinding({ rule: "use-after-move", reason: spend, verb: "borrowed" }),
        moveFinding({ rule: "moved-in-loop", reason: spend, verb: "spent" }),
        moveFinding({ rule: "moved-in-loop", reason: passed }),
        moveFinding({ rule: "partially-moved", subject: "p", part: "p.a", reason: passed }),
      ]),
    ).toMatchInlineSnapshot(`
      "
      \`b\` is spent after it was moved into \`c\`, which owns it now [aliasing]
      \`b\` is spent again after it was consumed by \`spend\` [double-spend]
      \`b\` is given away after it was consumed by \`spend\` [double-spend]
      \`b\` is used after it was passed to \`run\`, which owns it now [use-after-delegation]
      \`b\` is borrowed after it was consumed by \`spend\` [use-after-move]
      \`b\` is spent again in the next iteration of the loop, after it was consumed by \`spend\` [moved-in-loop]
      \`b\` is used in the next iteration of the loop, after it was passed to \`run\` [moved-in-loop]
      \`p\` is used after its part \`p.a\` was passed to \`run\` [partially-moved]
      "
    `);
  });

  it("says 'may have been' where only some paths have moved the place", () => {
    const onEveryPath = false;
    expect(
      messages([
        moveFinding({ rule: "aliasing", reason: { kind: "assignment", target: "o.b" }, onEveryPath }),
        moveFinding({ rule: "double-spend", reason: spend, verb: "spent", onEveryPath }),
        moveFinding({ rule: "use-after-delegation", reason: passed, onEveryPath }),
        moveFinding({ rule: "use-after-move", reason: spend, verb: "borrowed", onEveryPath }),
        moveFinding({ rule: "partially-moved", subject: "p", part: "p.a", reason: spend, onEveryPath }),
      ]),
    ).toMatchInlineSnapshot(`
      "
      \`b\` is used after it may have been stored in \`o.b\`, which would own it now [aliasing]
      \`b\` is spent again after it may have been consumed by \`spend\` [double-spend]
      \`b\` is used after it may have been passed to \`run\`, which would own it now [use-after-delegation]
      \`b\` is borrowed after it may have been consumed by \`spend\` [use-after-move]
      \`p\` is used after its part \`p.a\` may have been consumed by \`spend\` [partially-moved]
      "
    `);
  });

  it("fits the verb to the use", () => {
    const verbs: readonly UseVerb[] = ["spent", "moved", "borrowed", "captured", "assigned into"];
    expect(messages(verbs.map((verb) => moveFinding({ rule: "use-after-delegation", reason: passed, verb }))))
      .toMatchInlineSnapshot(`
      "
      \`b\` is spent after it was passed to \`run\`, which owns it now [use-after-delegation]
      \`b\` is used after it was passed to \`run\`, which owns it now [use-after-delegation]
      \`b\` is borrowed after it was passed to \`run\`, which owns it now [use-after-delegation]
      \`b\` is captured after it was passed to \`run\`, which owns it now [use-after-delegation]
      \`b\` is assigned into after it was passed to \`run\`, which owns it now [use-after-delegation]
      "
    `);
  });

  it("fits the owner to the move", () => {
    const reasons: readonly MoveReason[] = [
      { kind: "capture", closure: "" },
      { kind: "capture", closure: "job" },
      { kind: "return" },
      { kind: "throw" },
      { kind: "yield" },
      { kind: "await" },
      { kind: "iteration" },
    ];
    expect(messages(reasons.map((reason) => moveFinding({ rule: "use-after-delegation", reason }))))
      .toMatchInlineSnapshot(`
      "
      \`b\` is used after it was captured by a closure, which owns it now [use-after-delegation]
      \`b\` is used after it was captured by the closure \`job\`, which owns it now [use-after-delegation]
      \`b\` is used after it was returned, and the caller owns it now [use-after-delegation]
      \`b\` is used after it was thrown, and its handler owns it now [use-after-delegation]
      \`b\` is used after it was yielded, and the iterator's caller owns it now [use-after-delegation]
      \`b\` is used after it was awaited [use-after-delegation]
      \`b\` is used after it was iterated by value [use-after-delegation]
      "
    `);
    const stored: readonly MoveReason[] = [
      { kind: "element" },
      { kind: "property", name: "b" },
      { kind: "spread" },
    ];
    expect(messages(stored.map((reason) => moveFinding({ rule: "aliasing", reason }))))
      .toMatchInlineSnapshot(`
      "
      \`b\` is used after it was stored as an element [aliasing]
      \`b\` is used after it was stored in property \`b\` [aliasing]
      \`b\` is used after it was spread into another value [aliasing]
      "
    `);
  });

  it("quotes what was written on one line, and not without end", () => {
    const subject = `pool\n    .get("${"x".repeat(80)}")`;
    expect(messageOf(moveFinding({ rule: "double-spend", reason: spend, subject, verb: "spent" }))).toBe(
      `\`pool .get("${"x".repeat(46)}...\` is spent again after it was consumed by \`spend\` [double-spend]`,
    );
  });
});

describe("the messages of the other rules", () => {
  const plain = (
    rule: Extract<Finding, { detail: string | null }>["rule"],
    detail: string | null,
  ): Finding => ({
    rule,
    at,
    subject: "b",
    labels: [],
    detail,
  });

  it("read without their details", () => {
    const names = rules.map(({ name }) => name).filter((name) => isPlain(name));
    expect(messages(names.map((name) => plain(name, null)))).toMatchInlineSnapshot(`
      "
      \`b\` is moved while it is borrowed [move-while-borrowed]
      \`b\` is only borrowed, and cannot be kept beyond the loan [borrow-escape]
      \`b\` is consumed by every run of this callback, which may run more than once [repeatable-callback]
      \`b\` may be called only once, but flows into a type that allows more calls [closure-escape]
      \`b\` owns an affine value and is exported: every module that imports it would share it [export-owned]
      \`b\` is moved away, but the end of its \`using\` scope disposes of it [move-out-of-using]
      \`b\` always fails here: it asks for more than can be left [overdraft]
      \`b\` is not resolved on every path: a linear value must be settled, forfeited or handed on [unresolved]
      the budget that \`b\` returns is dropped, and with it what was left [discarded]
      \`b\` takes minting authority in a file that the option \`authority\` does not name [unauthorised-mint]
      \`b\` is copied: a copy of a budget is no budget [copy]
      \`b\` is taken for an affine type, but nothing shows that nobody else owns it [forged]
      "
    `);
  });

  it("read with them", () => {
    expect(
      messages([
        plain("move-while-borrowed", "overwritten"),
        plain("borrow-escape", "stored in `this.seen`"),
        plain("repeatable-callback", "forEach"),
        plain("closure-escape", "passed to `on`"),
        plain("move-out-of-using", "returned"),
        plain("overdraft", "needs 350, but at most 300 is left"),
        plain("unresolved", "Receipt"),
        plain("discarded", "overwritten"),
        plain("unauthorised-mint", "src/main.ts"),
        plain("copy", "structuredClone"),
        plain("forged", "Budget"),
      ]),
    ).toMatchInlineSnapshot(`
      "
      \`b\` is overwritten while it is borrowed [move-while-borrowed]
      \`b\` is only borrowed, and cannot be stored in \`this.seen\` [borrow-escape]
      \`b\` is consumed by every run of this callback, and \`forEach\` may run it more than once [repeatable-callback]
      \`b\` is moved by a function that may be called again: the function is passed to \`on\` [closure-escape]
      \`b\` is returned, but the end of its \`using\` scope disposes of it [move-out-of-using]
      \`b\` always fails here: it needs 350, but at most 300 is left [overdraft]
      \`b\`, a \`Receipt\`, is not resolved on every path: a linear value must be settled, forfeited or handed on [unresolved]
      \`b\` still holds a live budget when it is overwritten [discarded]
      \`b\` takes minting authority a second time: \`src/main.ts\` takes it already [unauthorised-mint]
      \`b\` is copied by \`structuredClone\`: a copy of a budget is no budget [copy]
      \`b\` is taken for \`Budget\`, but nothing shows that nobody else owns it [forged]
      "
    `);
  });

  it("say how a function differs from the type that its callers know", () => {
    const mismatch = (problem: SignatureProblem, parameter: string | null): Finding => ({
      rule: "ownership-mismatch",
      at,
      subject: "see",
      parameter,
      problem,
      target: "Observer",
      labels: [],
    });
    expect(
      messages([
        mismatch("owns-what-is-lent", "budget"),
        mismatch("loses-sight", "budget"),
        mismatch("loses-sight", null),
        mismatch("takes-any-for-owned", "budget"),
      ]),
    ).toMatchInlineSnapshot(`
      "
      \`see\` takes ownership of parameter \`budget\`, which \`Observer\` only lends [ownership-mismatch]
      \`see\` hides the type of parameter \`budget\`, whose ownership \`Observer\` follows [ownership-mismatch]
      \`see\` returns an owned value, which \`Observer\` hides [ownership-mismatch]
      \`see\` takes ownership of parameter \`budget\`, which is \`any\` in \`Observer\` [ownership-mismatch]
      "
    `);
  });

  it("say how tracking is lost", () => {
    const why = ["any", "type-parameter", "consuming-view", "class", "jsx"] as const;
    expect(
      messages([
        ...why.map((each): Finding => ({
          rule: "escape",
          at,
          subject: "b",
          labels: [],
          into: "T",
          why: each,
        })),
        { rule: "unsupported", at, subject: "b", labels: [], construct: "`with`" },
      ]),
    ).toMatchInlineSnapshot(`
      "
      \`b\` flows into \`T\`, a type through which its ownership cannot be followed [escape]
      \`b\` flows into \`T\`, where a type parameter hides that it has one owner [escape]
      \`b\` flows into \`T\`, a type that can consume it but does not own it [escape]
      \`b\` flows into \`T\`, but a class instance can be shared and that type must have one owner [escape]
      \`b\` flows into \`T\`, a JSX attribute that may be read any number of times [escape]
      cannot follow the ownership through \`with\` [unsupported]
      "
    `);
  });

  it("say what a shared slot is left with", () => {
    const slots = ["field", "static", "module", "import", "element", "captured", "property"] as const;
    const whys = ["never-filled", "interrupted", "unstable"] as const;
    const shared = (slot: (typeof slots)[number], why: (typeof whys)[number]): Finding => ({
      rule: "move-out-of-shared",
      at,
      subject: "this.b",
      labels: [],
      slot,
      why,
    });
    expect(
      messages([
        ...slots.map((slot) => shared(slot, "never-filled")),
        ...whys.slice(1).map((why) => shared("field", why)),
      ]),
    ).toMatchInlineSnapshot(`
      "
      \`this.b\` is moved out of a field that others can reach, which still holds it afterwards: nothing is stored back [move-out-of-shared]
      \`this.b\` is moved out of a static field, which still holds it afterwards: nothing is stored back [move-out-of-shared]
      \`this.b\` is moved out of a module-level binding, which still holds it afterwards: nothing is stored back [move-out-of-shared]
      \`this.b\` is moved out of an imported binding, which still holds it afterwards: nothing is stored back [move-out-of-shared]
      \`this.b\` is moved out of a container, which still holds it afterwards: nothing is stored back [move-out-of-shared]
      \`this.b\` is moved out of a captured variable, which still holds it afterwards: nothing is stored back [move-out-of-shared]
      \`this.b\` is moved out of a property that others can reach, which still holds it afterwards: nothing is stored back [move-out-of-shared]
      \`this.b\` is moved out of a field that others can reach, and other code may run before a value is stored back [move-out-of-shared]
      \`this.b\` is moved out of a field that others can reach, which still holds it afterwards: this expression cannot be replaced in one step [move-out-of-shared]
      "
    `);
  });

  function isPlain(name: string): name is Extract<Finding, { detail: string | null }>["rule"] {
    const others = ["aliasing", "double-spend", "use-after-delegation", "use-after-move", "moved-in-loop"];
    return ![
      ...others,
      "partially-moved",
      "escape",
      "unsupported",
      "move-out-of-shared",
      "ownership-mismatch",
    ].includes(name);
  }
});

describe("labels", () => {
  const move = (reason: MoveReason, place = "b", previousIteration = false): Label => ({
    kind: "move",
    at,
    place,
    reason,
    previousIteration,
  });

  it("give every move its reason", () => {
    expect(
      labelTexts([
        move({ kind: "binding", name: "c" }),
        move({ kind: "assignment", target: "o.b" }),
        move({ kind: "element" }),
        move({ kind: "property", name: "b" }),
        move({ kind: "spread" }),
        move(spend),
        move({ kind: "consumed-argument", method: "merge", parameter: "other" }),
        move(passed),
        move({ kind: "capture", closure: "" }),
        move({ kind: "capture", closure: "job" }),
        move({ kind: "return" }),
        move({ kind: "throw" }),
        move({ kind: "yield" }),
        move({ kind: "await" }),
        move({ kind: "iteration" }),
        move(spend, "b.part"),
        move(passed, "b", true),
      ]),
    ).toMatchInlineSnapshot(`
      "
      moved here: bound to \`c\`
      moved here: stored in \`o.b\`
      moved here: stored as an element
      moved here: stored in property \`b\`
      moved here: spread into another value
      moved here: receiver of consuming method \`spend\`
      moved here: passed to owned parameter \`other\` of \`merge\`
      moved here: passed to owned parameter \`x\` of \`run\`
      moved here: captured by the closure created here
      moved here: captured by the closure \`job\` created here
      moved here: returned
      moved here: thrown
      moved here: yielded
      moved here: awaited
      moved here: iterated by value
      \`b.part\` moved here: receiver of consuming method \`spend\`
      moved here, in the previous iteration of the loop: passed to owned parameter \`x\` of \`run\`
      "
    `);
  });

  it("explain the rest", () => {
    expect(
      labelTexts([
        { kind: "more-moves", at, count: 2 },
        { kind: "loop", at },
        { kind: "skipped-reinitialisation", at, place: "b" },
        { kind: "owning-parameter", at, callee: "run", parameter: "x" },
        { kind: "borrow", at, place: "b" },
        { kind: "later-use-of-borrow", at, place: "view" },
        { kind: "declaration", at, place: "b" },
        { kind: "exit", at },
        { kind: "interference", at, what: "`await`" },
      ]),
    ).toMatchInlineSnapshot(`
      "
      and 2 more
      inside of this loop
      this re-initialisation is skipped on some path
      parameter \`x\` of \`run\` takes ownership
      \`b\` is borrowed here
      the borrow is still used here, through \`view\`
      \`b\` is declared here
      still unresolved on a path that leaves here
      other code may run here: \`await\`
      "
    `);
  });

  it("point at the callee's parameter, once, wherever it is declared", () => {
    const known: MoveReason = { ...passed, declaredAt };
    const once = renderFinding(
      moveFinding({ rule: "use-after-delegation", reason: known, labels: [move(known)] }),
    );
    expect(once.related).toEqual([
      { at, message: "moved here: passed to owned parameter `x` of `run`" },
      { at: declaredAt, message: "parameter `x` of `run` takes ownership" },
    ]);
    const labelled = moveFinding({
      rule: "use-after-delegation",
      reason: known,
      labels: [
        move(known),
        move(known),
        { kind: "owning-parameter", at: declaredAt, callee: "run", parameter: "x" },
      ],
    });
    expect(renderFinding(labelled).related.filter((label) => label.at === declaredAt)).toHaveLength(1);
  });
});

describe("the catalogue", () => {
  it("finds each rule by its name", () => {
    for (const rule of rules) expect(ruleNamed(rule.name)).toBe(rule);
  });
});
