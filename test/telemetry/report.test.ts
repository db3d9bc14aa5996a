import { type Budget, usd } from "affine-budget";
import { type GuardEvent, OpenAIGuard } from "affine-budget/openai";
import { UsdTariff } from "affine-budget/prices";
import { BudgetReport, type ReportNode } from "affine-budget/report";
import { BudgetMint } from "affine-budget/testing";
import { describe, expect, it } from "vitest";

import { contrast, palettesOf } from "./contrast.js";
import { useModelServer } from "../adapters/support/server/useModelServer.js";
import { agentOn } from "./support.js";

const mint = BudgetMint.forTesting();
const server = useModelServer();

/** A planner with two readers, of whom the second has a helper; all of them give back what they left. */
async function runTree(report: BudgetReport, name = "planner"): Promise<Budget> {
  const { onEvent } = report;
  const planner = agentOn(server, mint.issue(5_000), { name, onEvent });
  await planner.ask("Which papers are worth reading?");
  const first = agentOn(server, planner.guard.split(1_000), { name: "reader 1", onEvent });
  const second = agentOn(server, planner.guard.split(1_000), { name: "reader 2", onEvent });
  await Promise.all([first.ask("Read one."), second.ask("Read two.")]);
  const helper = agentOn(server, second.guard.split(100), { name: "helper", onEvent });
  await helper.ask("Look this up: " + "lorem ipsum ".repeat(50)).catch(() => undefined);
  second.guard.merge(await helper.guard.release());
  planner.guard.merge(await first.guard.release());
  planner.guard.merge(await second.guard.release());
  return await planner.guard.release();
}

function nodesOf(nodes: readonly ReportNode[]): ReportNode[] {
  return nodes.flatMap((node) => [node, ...nodesOf(node.children)]);
}

const balance = (node: ReportNode): number =>
  node.given + node.takenBack - node.spent - node.reserved - node.remaining - node.passedOn - node.returned;

describe("a report of the tree", () => {
  it("says who got, spent, passed on and returned what", async () => {
    const report = new BudgetReport();
    const rest = await runTree(report);
    const [planner, ...others] = report.roots;
    expect(others).toEqual([]);
    expect(nodesOf(report.roots).map(({ name }) => name)).toEqual([
      "planner",
      "reader 1",
      "reader 2",
      "helper",
    ]);
    const [, , second, helper] = nodesOf(report.roots);
    expect(planner).toMatchObject({
      given: 5_000,
      passedOn: 2_000,
      returned: rest.remaining,
      remaining: 0,
      calls: 1,
    });
    expect(second).toMatchObject({ given: 1_000, passedOn: 100, takenBack: 100, calls: 1, refused: 0 });
    expect(helper).toMatchObject({ given: 100, spent: 0, returned: 100, calls: 0, refused: 1 });
    const spent = nodesOf(report.roots).reduce((sum, node) => sum + node.spent, 0);
    expect(spent).toBe(server.billed);
    expect(spent + rest.remaining).toBe(5_000);
  });

  it("balances for every guard after every event, calls in flight and refusals included", async () => {
    const report = new BudgetReport();
    const wrong: string[] = [];
    let events = 0;
    const spy = new BudgetReport();
    const onEvent = (event: GuardEvent): void => {
      spy.onEvent(event);
      report.onEvent(event);
      events += 1;
      for (const node of nodesOf(report.roots))
        if (balance(node) !== 0) wrong.push(`${event.type}: ${node.name}`);
    };
    const { guard, ask } = agentOn(server, mint.issue(900), { name: "planner", onEvent });
    server.next({ kind: "error", status: 500 }, { kind: "drop" }, { kind: "reply", withoutUsage: true });
    for (let call = 0; call < 3; call++) await ask("hello").catch(() => undefined);
    // Over its reservation, and over all that is left.
    const text = Array.from({ length: 3_000 }, () => "word").join(" ");
    server.next({ kind: "reply", text, ignoresMaximum: true });
    await ask("hello");
    await ask("hello").catch(() => undefined);
    const [node] = report.roots;
    expect(node).toMatchObject({
      spent: 900,
      remaining: 0,
      calls: 4,
      refused: 1,
      uncovered: guard.uncovered,
    });
    expect(guard.uncovered).toBeGreaterThan(0);
    expect(events).toBeGreaterThan(8);
    expect(wrong).toEqual([]);
  });

  it("passes over a guard that was made without it", () => {
    const report = new BudgetReport();
    const { onEvent } = report;
    const root = new OpenAIGuard(mint.issue(100), { name: "root", onEvent });
    const silent = new OpenAIGuard(root.split(50), { name: "silent" });
    new OpenAIGuard(silent.split(20), { name: "grandchild", onEvent });
    expect(report.roots.map(({ name }) => name)).toEqual(["root"]);
    expect(report.roots[0]?.children.map(({ name }) => name)).toEqual(["grandchild"]);
  });

  it("is a snapshot: what happens later does not change it", () => {
    const report = new BudgetReport();
    const guard = new OpenAIGuard(mint.issue(100), { onEvent: report.onEvent });
    const before = report.roots;
    guard.split(40);
    expect(before[0]?.remaining).toBe(100);
    expect(report.roots[0]?.remaining).toBe(60);
  });
});

describe("the report as text", () => {
  it("is a table that is indented as the tree is", async () => {
    const report = new BudgetReport();
    await runTree(report);
    expect(report.toText()).toMatchInlineSnapshot(`
      "tokens        given  spent  passed on  taken back  reserved  left  returned  calls  refused
      planner       5,000     21      2,000       1,970         0     0     4,949      1        0
      ├─ reader 1   1,000     15          0           0         0     0       985      1        0
      └─ reader 2   1,000     15        100         100         0     0       985      1        0
         └─ helper    100      0          0           0         0     0       100      0        1
      spent by all: 51"
    `);
  });

  it("keeps units apart, and shows dollars to the nano-USD", () => {
    const report = new BudgetReport();
    const { onEvent } = report;
    const tariff = new UsdTariff({ prices: {} });
    new OpenAIGuard(mint.issue(usd("1234.5"), { unit: "usd" }), { name: "dear", tariff, onEvent });
    const cheap = new OpenAIGuard(mint.issue(usd("0.000000012"), { unit: "usd" }), {
      name: "cheap",
      tariff,
      onEvent,
    });
    cheap.split(usd("0.000000002"));
    new OpenAIGuard(mint.issue(1_000), { name: "counted", onEvent });
    expect(report.toText()).toMatchInlineSnapshot(`
      "usd           given  spent     passed on  taken back  reserved         left  returned  calls  refused
      dear      $1,234.50  $0.00         $0.00       $0.00     $0.00    $1,234.50     $0.00      0        0
      cheap  $0.000000012  $0.00  $0.000000002       $0.00     $0.00  $0.00000001     $0.00      0        0
      spent by all: $0.00

      tokens   given  spent  passed on  taken back  reserved   left  returned  calls  refused
      counted  1,000      0          0           0         0  1,000         0      0        0
      spent by all: 0"
    `);
  });

  it("says so if there is nothing to report", () => {
    expect(new BudgetReport().toText()).toBe("no budgets");
  });

  it("lets no name break a line or turn the text round", () => {
    const report = new BudgetReport();
    new OpenAIGuard(mint.issue(1), { name: "a\nspent by all: 0\u202E\u001B[2J", onEvent: report.onEvent });
    expect(report.toText().split("\n")).toHaveLength(3);
    expect(report.toText()).toContain("a\uFFFDspent by all: 0\uFFFD\uFFFD[2J");
  });
});

describe("the report as JSON", () => {
  it("is the tree", async () => {
    const report = new BudgetReport();
    await runTree(report);
    expect(JSON.parse(JSON.stringify(report))).toEqual({ roots: report.roots });
  });
});

describe("the report as a page", () => {
  it("draws each guard as wide as what it and those below it spent", async () => {
    const report = new BudgetReport();
    await runTree(report);
    const html = report.toHtml();
    const frames = [...html.matchAll(/<li style="width:([\d.]+)%"><div class="frame[^>]*>([^<]*) </g)];
    expect(frames.map(([, , name]) => name)).toEqual(["planner", "reader 1", "reader 2"]);
    const [planner, first, second] = nodesOf(report.roots).map(({ spent }) => spent);
    if (planner === undefined || first === undefined || second === undefined) throw new Error("no tree");
    const all = planner + first + second;
    const widths = frames.map(([, width]) => Number(width));
    expect(widths[0]).toBe(100);
    expect(widths[1]).toBeCloseTo((100 * first) / all, 3);
    expect(widths[2]).toBeCloseTo((100 * second) / all, 3);
    // Who spent nothing has no frame, but a row.
    expect(html).toContain(">helper</th>");
  });

  it("loads nothing and runs nothing, whatever the names are", async () => {
    const report = new BudgetReport();
    const evil = `</style><script src="https://evil.example/x.js">alert(1)</script>" onmouseover='x' <img src=x>`;
    await runTree(report, evil);
    const html = report.toHtml();
    const tags = new Set([...html.matchAll(/<([a-z][a-z0-9]*)/gi)].map(([, tag]) => tag));
    expect([...tags].sort()).toEqual(
      // prettier-ignore
      ["body", "div", "h1", "h2", "head", "html", "li", "meta", "p", "section", "small", "style", "table", "tbody", "td", "th", "thead", "title", "tr", "ul"],
    );
    // Within tags, quotes are those of attributes alone, and no attribute is one that loads or runs.
    const attributes = new Set(
      [...html.matchAll(/<[a-z][^>]*>/gi)].flatMap(([tag]) =>
        [...tag.matchAll(/ ([a-z-]+)="[^"]*"/g)].map(([, name]) => name),
      ),
    );
    expect([...attributes].sort()).toEqual([
      "charset",
      "class",
      "content",
      "http-equiv",
      "lang",
      "name",
      "scope",
      "style",
      "tabindex",
      "title",
    ]);
    expect(html).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`);
    expect(html).not.toMatch(/@import|url\(/);
    expect(html).toContain("&lt;script src=&quot;https://evil.example/x.js&quot;&gt;");
  });

  it("is readable in both colour schemes: every text on every ground has a contrast of 4.5 (WCAG AA)", () => {
    const palettes = palettesOf(new BudgetReport().toHtml());
    expect(palettes).toHaveLength(2);
    for (const palette of palettes) {
      const grounds = [...palette.keys()].filter((name) => name === "page" || /^c\d$/.test(name));
      expect(grounds).toHaveLength(5);
      for (const ground of grounds)
        expect(contrast(palette, "text", ground), ground).toBeGreaterThanOrEqual(4.5);
      expect(contrast(palette, "muted", "page")).toBeGreaterThanOrEqual(4.5);
    }
    const [light, dark] = palettes.map((palette) => palette.get("page"));
    expect(light).not.toBe(dark);
  });
});
