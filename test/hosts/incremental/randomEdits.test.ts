import path from "node:path";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import { checkSourceFile } from "../../../plugin/hosts/typescript/checkSourceFile.js";
import { createRecheck } from "../../../plugin/hosts/typescript/incremental/createRecheck.js";
import { hiddenBodies } from "../../../plugin/hosts/typescript/incremental/hiddenBodies.js";
import { defaultOptions } from "../../../plugin/options/CheckOptions.js";
import { Random } from "../../evaluation/generate/Random.js";
import { fixtureFiles, fixtureOptions, fixtures } from "../../fixtures/fixtureProgram.js";

/** `EDITS=6` makes so many in each fixture; without it there are a few in every 300th. */
const editsEach = Number(process.env["EDITS"] ?? 0);
const world = path.join(fixtures, "rules/world.d.ts");
const all = fixtureFiles("rules", "paper").filter((file) => /(?<!\.d)\.tsx?$/.test(file));
const files = editsEach > 0 ? all : all.filter((_, index) => index % 300 === 50);
const registry = ts.createDocumentRegistry(true, fixtures);
const onDisk = new Map<string, ts.IScriptSnapshot>();

describe("after edits in bodies, a check that remembers finds what one from the start finds", () => {
  it.each(files.map((file) => [path.relative(fixtures, file), file]))("%s", (_, file) => {
    const original = ts.sys.readFile(file) ?? "";
    let text = original;
    let version = 0;
    const service = ts.createLanguageService(
      {
        getCompilationSettings: () => fixtureOptions,
        getScriptFileNames: () => [file, world],
        getScriptVersion: (name) => (name === file ? String(version) : "0"),
        getScriptSnapshot: (name) => (name === file ? new Typed(text) : snapshotOf(name)),
        getCurrentDirectory: () => fixtures,
        getDefaultLibFileName: (options) => ts.getDefaultLibFilePath(options),
        fileExists: (name) => ts.sys.fileExists(name),
        readFile: (name) => ts.sys.readFile(name),
        directoryExists: (name) => ts.sys.directoryExists(name),
      },
      registry,
    );
    const recheck = createRecheck();
    const look = (edited: string): ts.SourceFile => {
      text = edited;
      version++;
      const program = service.getProgram();
      const source = program?.getSourceFile(file);
      if (program === undefined || source === undefined) throw new Error(`not in the program: ${file}`);
      const checker = program.getTypeChecker();
      const found = recheck(ts, program, checker, source, defaultOptions);
      expect(found, edited).toEqual(checkSourceFile(ts, program, checker, source, defaultOptions));
      return source;
    };
    const source = look(original);
    const bodies = hiddenBodies(ts, source).map((body) => stretchOf(source, body as ts.Block));
    const random = Random.of(1, all.indexOf(file));
    for (let edit = 0; edit < (bodies.length === 0 ? 0 : editsEach || 3); edit++) {
      look(editIn(random, original, random.pick(bodies)));
      if (random.chance(0.5)) look(original);
    }
    service.dispose();
  });
});

interface Stretch {
  readonly start: number;
  readonly end: number;
  readonly statements: readonly ts.TextRange[];
}

function stretchOf(source: ts.SourceFile, body: ts.Block): Stretch {
  const statements = body.statements.map((each) => ({ pos: each.getStart(source), end: each.end }));
  return { start: body.getStart(source) + 1, end: body.end - 1, statements };
}

/** One that a programmer might make, or the first half of one. */
function editIn(random: Random, text: string, { start, end, statements }: Stretch): string {
  const replaced = (pos: number, until: number, by: string): string =>
    text.slice(0, pos) + by + text.slice(until);
  const words = [...text.matchAll(/[A-Za-z_$][\w$]*/g)].map((match) => ({ word: match[0], at: match.index }));
  const within = words.filter(({ at }) => at >= start && at < end);
  const typed = `${random.pick(words).word};`;
  if (statements.length === 0 || within.length === 0) return replaced(start, start, typed);
  const statement = random.pick(statements);
  const { word, at } = random.pick(within);
  switch (random.below(5)) {
    case 0:
      return replaced(start, start, ` ${typed}`);
    case 1:
      return replaced(statement.pos, statement.end, "");
    case 2:
      return replaced(statement.end, statement.end, `\n${text.slice(statement.pos, statement.end)}`);
    case 3:
      return replaced(at, at + word.length, random.pick(words).word);
    default:
      return replaced(
        statement.pos,
        statement.pos,
        random.pick(["{", "}", "(", "`", "/*", "return; ", "import.meta;"]),
      );
  }
}

function snapshotOf(name: string): ts.IScriptSnapshot | undefined {
  let snapshot = onDisk.get(name);
  const text = snapshot === undefined ? ts.sys.readFile(name) : undefined;
  if (text !== undefined) onDisk.set(name, (snapshot = ts.ScriptSnapshot.fromString(text)));
  return snapshot;
}

/** Tells what has changed since, as an editor does, so that the parser keeps the nodes of all else. */
class Typed implements ts.IScriptSnapshot {
  constructor(private readonly text: string) {}

  getText(start: number, end: number): string {
    return this.text.slice(start, end);
  }

  getLength(): number {
    return this.text.length;
  }

  getChangeRange(before: ts.IScriptSnapshot): ts.TextChangeRange {
    const old = before.getText(0, before.getLength());
    const most = Math.min(old.length, this.text.length);
    let same = 0;
    while (same < most && old[same] === this.text[same]) same++;
    let sameAtEnd = 0;
    while (sameAtEnd < most - same && old.at(-1 - sameAtEnd) === this.text.at(-1 - sameAtEnd)) sameAtEnd++;
    const span = ts.createTextSpan(same, old.length - same - sameAtEnd);
    return ts.createTextChangeRange(span, this.text.length - same - sameAtEnd);
  }
}
