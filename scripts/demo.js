/**
 * `npm run demo`: an orchestrator and four sub-agents, written twice (fixtures/demo). The one that gives all four the
 * same budget must be rejected by `tspc`, the one that splits it must compile, run, and account for every token.
 * Exit code 0 only if all of that held.
 */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from "node:fs";
import os from "node:os";
import path from "node:path";

const root = path.resolve(import.meta.dirname, "..");
const tspc = path.join(root, "node_modules/ts-patch/bin/tspc.js");

/** Code of the rule `use-after-delegation`. */
const useAfterDelegation = 71003;

function node(cwd, ...args) {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd, encoding: "utf8" });
  return { status, output: stdout + stderr };
}

/** A project as a user has it: the sources, and the package (as built here) in `node_modules`. */
function project() {
  const folder = realpathSync(mkdtempSync(path.join(os.tmpdir(), "affine-budget-demo-")));
  cpSync(path.join(root, "fixtures/demo"), folder, { recursive: true });
  mkdirSync(path.join(folder, "node_modules"));
  symlinkSync(root, path.join(folder, "node_modules/affine-budget"), "junction");
  return folder;
}

function rejectNaive(folder) {
  heading("naive: four sub-agents, one budget for all of them", "tspc -p naive");
  const { status, output } = node(folder, tspc, "-p", "naive", "--pretty");
  console.log(output.trim());
  assert.notEqual(status, 0, "the naive version must not compile");
  assert.ok(!existsSync(path.join(folder, "dist")), "nothing of it may be emitted");

  const plain = node(folder, tspc, "-p", "naive", "--pretty", "false").output;
  const lines = [...plain.matchAll(/^naive\/main\.ts\((\d+),\d+\): error \w*?(\d+): /gm)]
    .filter(([, , code]) => Number(code) === useAfterDelegation)
    .map(([, line]) => Number(line));
  assert.deepEqual(lines, [8, 9, 10], "the second, third and fourth use of the budget must be reported");
  assert.doesNotMatch(plain, /error TS(?!71\d{3}:)/, "TypeScript itself must have nothing against it");
}

function runOwned(folder) {
  heading("owned: a slice for each", "tspc -p owned && node dist/owned/main.js");
  const built = node(folder, tspc, "-p", "owned");
  assert.equal(built.output, "", "the owned version must compile without a word");
  assert.equal(built.status, 0);
  const ran = node(folder, "dist/owned/main.js");
  assert.equal(ran.status, 0, ran.output);
  return JSON.parse(ran.output);
}

function account({ issued, accounts, left }) {
  const sum = (column) => accounts.reduce((total, it) => total + it[column], 0);
  const columns = ["given", "calls", "reserved", "billed", "returned"];
  const rows = accounts.map((it) => [it.topic, ...columns.map((column) => it[column])]);
  const totals = ["all", ...columns.map(sum)];
  const width = 10;
  for (const [name, ...cells] of [["agent", ...columns], ...rows, totals]) {
    console.log(name.padEnd(width) + cells.map((cell) => String(cell).padStart(width)).join(""));
  }
  console.log(`\n${issued} issued = ${sum("billed")} billed + ${left} left (tokens)`);

  assert.equal(accounts.length, 4);
  for (const it of accounts) {
    assert.ok(it.calls > 0, `${it.topic} must have called the model`);
    assert.equal(it.given, it.billed + it.returned, `${it.topic}: given = billed + returned`);
    assert.ok(it.billed <= it.reserved, `${it.topic}: nothing may be billed that was not reserved`);
  }
  assert.deepEqual(
    accounts.map((it) => it.given),
    [300, 220, 260, 220],
  );
  assert.equal(sum("given"), issued);
  assert.equal(sum("returned"), left);
  assert.equal(issued, sum("billed") + left);
}

function heading(title, command) {
  console.log(`\n== ${title}\n$ ${command}\n`);
}

const build = node(root, "scripts/build.js");
assert.equal(build.status, 0, build.output);

const folder = project();
try {
  rejectNaive(folder);
  account(runOwned(folder));
  console.log("\nThe first version was rejected; in the second, every token is accounted for.");
} finally {
  rmSync(folder, { recursive: true, force: true });
}
