import { describe, expect, it } from "vitest";
import { dumpOf } from "../support/dumpOf.js";

describe("the intermediate representation, as `affine-budget dump` prints it", () => {
  it("a straight line: places, moves with their reasons, and what may throw", () => {
    expect(
      dumpOf(`function f(b: Budget): Budget {
  look(b);
  const c = b.spend(1);
  return c;
}`),
    ).toMatchInlineSnapshot(`
      "
      \`f\` at 2:1
      bb0 (entry):
        declare b
        hold b                                                   // 2:12
        balance of b is unknown
        borrow b                                                 // 3:8
        this call of \`look\`, throws, reenters                    // 3:3
        end loan of b                                            // 3:3
        borrow b (spent)                                         // 4:13
        withdraw 1 from balance of b                             // 4:13
        m0: move b, receiver of spend                            // 4:13
        this call of \`spend\`, throws, a throw restores m0        // 4:13
        declare c
        hold c                                                   // 4:9
        balance of c is balance of b less 1
        m1: move c, return                                       // 5:10
        exit                                                     // 5:3
        goto bb1
      bb1:
        return
      "
    `);
  });

  it("`if`: a branch on an opaque condition, and a join", () => {
    expect(dumpOf(`function f(b: Budget) { if (cond()) take(b); else look(b); }`)).toMatchInlineSnapshot(`
      "
      \`f\` at 2:1
      bb0 (entry):
        declare b
        hold b                                                   // 2:12
        balance of b is unknown
        this call of \`cond\`, throws, reenters                    // 2:29
        branch bb3, bb4
      bb3:
        m0: move b, argument b of take                           // 2:42
        this call of \`take\`, throws, reenters                    // 2:37
        goto bb2
      bb4:
        borrow b                                                 // 2:56
        this call of \`look\`, throws, reenters                    // 2:51
        end loan of b                                            // 2:51
        goto bb2
      bb2:
        exit                                                     // 2:60
        goto bb1
      bb1:
        return
      "
    `);
  });

  it("a loop: a back edge to its head, and the way out", () => {
    expect(dumpOf(`function f(b: Budget) { while (cond()) look(b); }`)).toMatchInlineSnapshot(`
      "
      \`f\` at 2:1
      bb0 (entry):
        declare b
        hold b                                                   // 2:12
        balance of b is unknown
        goto bb2
      bb2 (loop 2:25):
        this call of \`cond\`, throws, reenters                    // 2:32
        branch bb3, bb5
      bb3 (loop 2:25):
        borrow b                                                 // 2:45
        this call of \`look\`, throws, reenters                    // 2:40
        end loan of b                                            // 2:40
        goto bb4
      bb4 (loop 2:25):
        goto bb2 [back]
      bb5:
        exit                                                     // 2:49
        goto bb1
      bb1:
        return
      "
    `);
  });

  it("`for` with `continue` and a labelled `break`: the update is on the way back, the outer loop is left", () => {
    expect(
      dumpOf(`function f(b: Budget) {
  outer: for (;;) {
    for (let i = 0; i < 3; i++) {
      if (cond()) continue;
      if (cond()) break outer;
      look(b);
    }
  }
  take(b);
}`),
    ).toMatchInlineSnapshot(`
      "
      \`f\` at 2:1
      bb0 (entry):
        declare b
        hold b                                                   // 2:12
        balance of b is unknown
        goto bb2
      bb2 (loop 3:10):
        goto bb3
      bb3 (loop 3:10):
        balance of i is unknown
        goto bb8
      bb8 (loop 4:5):
        branch bb9, bb11
      bb9 (loop 4:5):
        this call of \`cond\`, throws, reenters                    // 5:11
        branch bb15, bb16
      bb15 (loop 4:5):
        goto bb10
      bb16 (loop 4:5):
        goto bb14
      bb14 (loop 4:5):
        this call of \`cond\`, throws, reenters                    // 6:11
        branch bb23, bb24
      bb23 (loop 4:5):
        goto bb5
      bb5:
        m0: move b, argument b of take                           // 10:8
        this call of \`take\`, throws, reenters                    // 10:3
        exit                                                     // 11:1
        goto bb1
      bb1:
        return
      bb24 (loop 4:5):
        goto bb22
      bb22 (loop 4:5):
        borrow b                                                 // 7:12
        this call of \`look\`, throws, reenters                    // 7:7
        end loan of b                                            // 7:7
        goto bb10
      bb10 (loop 4:5):
        goto bb8 [back]
      bb11 (loop 3:10):
        goto bb4
      bb4 (loop 3:10):
        goto bb2 [back]
      "
    `);
  });

  it("`try`, `catch` and `finally`: exception edges, and a copy of the finalizer for each completion", () => {
    expect(
      dumpOf(`function f(b: Budget) {
  try {
    if (cond()) return;
    take(b);
  } catch {
    cond();
  } finally {
    look(b);
  }
}`),
    ).toMatchInlineSnapshot(`
      "
      \`f\` at 2:1
      bb0 (entry):
        declare b
        hold b                                                   // 2:12
        balance of b is unknown
        goto bb6
      bb6:
        goto bb10
      bb10:
        this call of \`cond\`, throws, reenters                    // 4:9
        branch bb13, bb14
        on exception bb8
      bb13:
        exit                                                     // 4:17
        goto bb16 [finalizer]
      bb16 (finalizer for return):
        borrow b                                                 // 9:10
        this call of \`look\`, throws, reenters                    // 9:5
        end loan of b                                            // 9:5
        goto bb1
      bb14:
        goto bb12
      bb12:
        m0: move b, argument b of take                           // 5:10
        this call of \`take\`, throws, reenters                    // 5:5
        goto bb9
        on exception bb8
      bb8:
        this call of \`cond\`, throws, reenters                    // 7:5
        goto bb9
        on exception bb5
      bb9:
        goto bb23 [finalizer]
      bb23 (finalizer for normal):
        borrow b                                                 // 9:10
        this call of \`look\`, throws, reenters                    // 9:5
        end loan of b                                            // 9:5
        goto bb2
      bb2:
        exit                                                     // 11:1
        goto bb1
      bb1:
        return
      bb5 (finalizer for throw):
        borrow b                                                 // 9:10
        this call of \`look\`, throws, reenters                    // 9:5
        end loan of b                                            // 9:5
        goto bb3
      bb3:
        throw
      "
    `);
  });

  it("`throw` in a `try` jumps to its handler; outside of any it leaves", () => {
    expect(dumpOf(`function f(b: Budget) { try { throw b; } catch { throw 1; } }`)).toMatchInlineSnapshot(`
      "
      \`f\` at 2:1
      bb0 (entry):
        declare b
        hold b                                                   // 2:12
        balance of b is unknown
        goto bb4
      bb4:
        m0: move b, throw                                        // 2:37
        goto bb2 [exception]
      bb2:
        throw
      "
    `);
  });

  it("short circuits are blocks: the right operand may not be evaluated", () => {
    expect(dumpOf(`function f(b: Budget) { cond() && take(b); const c = mk() ?? b; take(c); }`))
      .toMatchInlineSnapshot(`
      "
      \`f\` at 2:1
      bb0 (entry):
        declare b
        hold b                                                   // 2:12
        balance of b is unknown
        this call of \`cond\`, throws, reenters                    // 2:25
        branch bb2, bb3
      bb2:
        m0: move b, argument b of take                           // 2:40
        this call of \`take\`, throws, reenters                    // 2:35
        goto bb3
      bb3:
        this call of \`mk\`, throws, reenters                      // 2:54
        branch bb7, bb6
      bb6:
        m1: move b, binding c, into c                            // 2:62
        goto bb7
      bb7:
        declare c
        hold c                                                   // 2:50
        balance of c is unknown
        m2: move c, argument b of take                           // 2:70
        this call of \`take\`, throws, reenters                    // 2:65
        exit                                                     // 2:74
        goto bb1
      bb1:
        return
      "
    `);
  });

  it("an optional chain: `?.` skips the rest of it, arguments included", () => {
    expect(dumpOf(`function f(b: Budget, o?: { m(b: Budget): { n(): void } }) { o?.m(b).n(); }`))
      .toMatchInlineSnapshot(`
      "
      \`f\` at 2:1
      bb0 (entry):
        declare b
        hold b                                                   // 2:12
        balance of b is unknown
        balance of o is unknown
        branch bb3, bb2
      bb3:
        m0: move b, argument b of m                              // 2:67
        this call of \`m\`, throws, reenters                       // 2:62
        this call of \`n\`, throws, reenters                       // 2:62
        goto bb2
      bb2:
        exit                                                     // 2:75
        goto bb1
      bb1:
        return
      "
    `);
  });

  it("`switch`: tests in order, then the bodies, which fall through", () => {
    expect(
      dumpOf(`function f(b: Budget, n: number) {
  switch (n) {
    case 1:
      look(b);
    default:
      take(b);
      break;
    case 2:
      cond();
  }
}`),
    ).toMatchInlineSnapshot(`
      "
      \`f\` at 2:1
      bb0 (entry):
        declare b
        hold b                                                   // 2:12
        balance of b is unknown
        balance of n is unknown
        branch bb2, bb6
      bb2:
        borrow b                                                 // 5:12
        this call of \`look\`, throws, reenters                    // 5:7
        end loan of b                                            // 5:7
        goto bb3
      bb6:
        branch bb4, bb8
      bb4:
        this call of \`cond\`, throws, reenters                    // 10:7
        goto bb5
      bb8:
        goto bb3
      bb3:
        m0: move b, argument b of take                           // 7:12
        this call of \`take\`, throws, reenters                    // 7:7
        goto bb5
      bb5:
        exit                                                     // 12:1
        goto bb1
      bb1:
        return
      "
    `);
  });

  it("a labelled block: `break` goes behind it", () => {
    expect(dumpOf(`function f(b: Budget) { l: { if (cond()) break l; take(b); } }`)).toMatchInlineSnapshot(`
      "
      \`f\` at 2:1
      bb0 (entry):
        declare b
        hold b                                                   // 2:12
        balance of b is unknown
        this call of \`cond\`, throws, reenters                    // 2:34
        branch bb4, bb5
      bb4:
        goto bb2
      bb5:
        goto bb3
      bb3:
        m0: move b, argument b of take                           // 2:56
        this call of \`take\`, throws, reenters                    // 2:51
        goto bb2
      bb2:
        exit                                                     // 2:62
        goto bb1
      bb1:
        return
      "
    `);
  });

  it("closures: a body of their own, invoked where they are called", () => {
    expect(dumpOf(`function f(b: Budget) { const g = () => take(b); g(); }`)).toMatchInlineSnapshot(`
      "
      \`f\` at 2:1
      bb0 (entry):
        declare b
        hold b                                                   // 2:12
        balance of g is unknown
        this call of \`g\`, throws, reenters                       // 2:50
        invoke g, now                                            // 2:50
        exit                                                     // 2:55
        goto bb1
      bb1:
        return

      \`g\` at 2:35
      bb0 (entry):
        m0: move b, argument b of take                           // 2:46
        this call of \`take\`, throws, reenters                    // 2:41
        exit                                                     // 2:47
        goto bb1
      bb1:
        return
      "
    `);
  });

  it("straight-line code of any length is cut into blocks", () => {
    const dump = dumpOf(`function f(b: Budget) {\n${"look(b);\n".repeat(200)}}`);
    const lengths = dump.split(/^bb\d+.*:$/m).map((block) => block.trim().split("\n").length);
    expect(lengths.length).toBeGreaterThan(4);
    expect(Math.max(...lengths)).toBeLessThanOrEqual(101);
  });
});

describe("the states of ownership, as `affine-budget dump --states` prints them", () => {
  it("a place moved on one of two paths is maybe live where they meet", () => {
    expect(dumpOf(`function f(b: Budget) { if (cond()) take(b); cond(); look(b); }`, { states: true }))
      .toMatchInlineSnapshot(`
      "
      \`f\` at 2:1
      bb0 (entry):
        in:  nothing moved or lent
        declare b
        hold b                                                   // 2:12
        balance of b is unknown
        this call of \`cond\`, throws, reenters                    // 2:29
        branch bb3, bb4
        out: nothing moved or lent
      bb3:
        in:  nothing moved or lent
        m0: move b, argument b of take                           // 2:42
        this call of \`take\`, throws, reenters                    // 2:37
        goto bb2
        out: moved: b by m0
      bb4:
        in:  nothing moved or lent
        goto bb2
        out: nothing moved or lent
      bb2:
        in:  moved: b by m0, or live
        this call of \`cond\`, throws, reenters                    // 2:46
        borrow b                                                 // 2:59
        this call of \`look\`, throws, reenters                    // 2:54
        end loan of b                                            // 2:54
        exit                                                     // 2:63
        goto bb1
        out: moved: b (reported)
      bb1:
        in:  nothing moved or lent
        return
        out: nothing moved or lent
      "
    `);
  });

  it("a move in a loop comes round as one of an earlier iteration", () => {
    expect(dumpOf(`function f(b: Budget) { while (cond()) take(b); }`, { states: true }))
      .toMatchInlineSnapshot(`
      "
      \`f\` at 2:1
      bb0 (entry):
        in:  nothing moved or lent
        declare b
        hold b                                                   // 2:12
        balance of b is unknown
        goto bb2
        out: nothing moved or lent
      bb2 (loop 2:25):
        in:  moved: b by m0 of an earlier iteration, or live
        this call of \`cond\`, throws, reenters                    // 2:32
        branch bb3, bb5
        out: moved: b by m0 of an earlier iteration, or live
      bb3 (loop 2:25):
        in:  moved: b by m0 of an earlier iteration, or live
        m0: move b, argument b of take                           // 2:45
        this call of \`take\`, throws, reenters                    // 2:40
        goto bb4
        out: moved: b by m0
      bb4 (loop 2:25):
        in:  moved: b by m0
        goto bb2 [back]
        out: moved: b by m0
      bb5:
        in:  nothing moved or lent
        exit                                                     // 2:49
        goto bb1
        out: nothing moved or lent
      bb1:
        in:  nothing moved or lent
        return
        out: nothing moved or lent
      "
    `);
  });

  it("a handler begins with the join of the states in which something threw", () => {
    expect(
      dumpOf(`function f(b: Budget, c: Budget) { try { take(b); take(c); } catch { look(b); look(c); } }`, {
        states: true,
      }),
    ).toMatchInlineSnapshot(`
      "
      \`f\` at 2:1
      bb0 (entry):
        in:  nothing moved or lent
        declare b
        hold b                                                   // 2:12
        balance of b is unknown
        declare c
        hold c                                                   // 2:23
        balance of c is unknown
        goto bb4
        out: nothing moved or lent
      bb4:
        in:  nothing moved or lent
        m0: move b, argument b of take                           // 2:47
        this call of \`take\`, throws, reenters                    // 2:42
        m1: move c, argument b of take                           // 2:56
        this call of \`take\`, throws, reenters                    // 2:51
        goto bb3
        on exception bb2
        out: moved: b by m0; c by m1
      bb2:
        in:  moved: b by m0; c by m1, or live
        borrow b                                                 // 2:75
        this call of \`look\`, throws, reenters                    // 2:70
        end loan of b                                            // 2:70
        borrow c                                                 // 2:84
        this call of \`look\`, throws, reenters                    // 2:79
        end loan of c                                            // 2:79
        goto bb3
        out: moved: b (reported); c (reported)
      bb3:
        in:  nothing moved or lent
        exit                                                     // 2:90
        goto bb1
        out: nothing moved or lent
      bb1:
        in:  nothing moved or lent
        return
        out: nothing moved or lent
      "
    `);
  });

  it("a named borrow looks at its owner, and is broken when that is moved", () => {
    expect(
      dumpOf(
        `function f(b: Budget) { const r: Borrowed<Budget> = b; if (cond()) { take(b); cond(); } look(r); }`,
        {
          states: true,
        },
      ),
    ).toMatchInlineSnapshot(`
      "
      \`f\` at 2:1
      bb0 (entry):
        in:  nothing moved or lent
        declare b
        hold b                                                   // 2:12
        balance of b is unknown
        borrow b                                                 // 2:53
        declare r
        lend b to r
        this call of \`cond\`, throws, reenters                    // 2:60
        branch bb3, bb4
        out: borrowing: r looks at b (2:53)
      bb3:
        in:  borrowing: r looks at b (2:53)
        m0: move b, argument b of take                           // 2:75
        this call of \`take\`, throws, reenters                    // 2:70
        this call of \`cond\`, throws, reenters                    // 2:79
        goto bb2
        out: moved: b by m0
        out: borrowing: r looks at b (2:53)
        out: broken: r since 2:75, of b (2:53)
      bb4:
        in:  borrowing: r looks at b (2:53)
        goto bb2
        out: borrowing: r looks at b (2:53)
      bb2:
        in:  borrowing: r looks at b (2:53)
        in:  broken: r since 2:75, of b (2:53)
        borrow r                                                 // 2:94
        this call of \`look\`, throws, reenters                    // 2:89
        end loan of what r holds                                 // 2:89
        exit                                                     // 2:98
        goto bb1
        out: borrowing: r looks at b (2:53)
      bb1:
        in:  nothing moved or lent
        return
        out: nothing moved or lent
      "
    `);
  });
});
