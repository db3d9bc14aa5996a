import type ts from "typescript";
import type { Finding } from "../../../core/findings.js";
import type { CheckOptions } from "../../../options/CheckOptions.js";
import { hiddenBodies } from "./hiddenBodies.js";
import { mayMention, moduleVariables } from "./moduleVariables.js";
import type { Replacement } from "./shiftFinding.js";

interface Stretch {
  readonly kind: ts.SyntaxKind;
  readonly pos: number;
  readonly end: number;
}

/**
 * A file as it was when it was checked. An edit makes a new tree of the nodes of the old one, so nothing of that can be kept.
 */
export interface FileSnapshot {
  readonly options: CheckOptions;
  readonly findings: readonly Finding[];
  readonly text: string;
  readonly statements: readonly Stretch[];
  /** See `hiddenBodies`. */
  readonly bodies: readonly Stretch[];
  readonly moduleVariables: ReadonlySet<string>;
}

export function snapshotOf(
  typescript: typeof ts,
  file: ts.SourceFile,
  options: CheckOptions,
  findings: readonly Finding[],
): FileSnapshot {
  return {
    ...{ options, findings },
    text: file.text,
    statements: file.statements.map(stretchOf),
    bodies: hiddenBodies(typescript, file).map(stretchOf),
    moduleVariables: moduleVariables(typescript, file),
  };
}

function stretchOf({ kind, pos, end }: ts.Node): Stretch {
  return { kind, pos, end };
}

export interface BodyEdit {
  /** In which the edited body stands. */
  readonly statement: ts.Statement;
  readonly replacement: Replacement;
}

/**
 * The one edit that made a file of another, if it is one within a hidden body which names no variable that other statements
 * share. Both versions of the body are looked at: what it does no longer may have mattered as well.
 */
export function editWithinBody(
  typescript: typeof ts,
  before: FileSnapshot,
  file: ts.SourceFile,
): BodyEdit | null {
  const { text } = file;
  const unchanged = commonStart(before.text, text);
  const unchangedAtEnd = commonEnd(before.text, text, unchanged);
  const by = text.length - before.text.length;
  const body = hiddenBodies(typescript, file).find(
    ({ pos, end }) => pos <= unchanged && text.length - end <= unchangedAtEnd,
  );
  if (body === undefined || unchanged === text.length) return null;
  const { pos: start, end: newEnd } = body;
  const oldEnd = newEnd - by;
  if (!before.bodies.some(({ pos, end }) => pos === start && end === oldEnd)) return null;
  const moved = (at: number): number => (at < oldEnd ? at : at + by);
  const statements = file.statements.map(stretchOf);
  const sameStatements =
    statements.length === before.statements.length &&
    before.statements.every(({ kind, pos, end }, index) => {
      const now = statements[index];
      return now?.kind === kind && now.pos === moved(pos) && now.end === moved(end);
    });
  const statement = file.statements.find(({ pos, end }) => pos <= start && newEnd <= end);
  if (!sameStatements || statement === undefined) return null;
  const shared = new Set([...before.moduleVariables, ...moduleVariables(typescript, file)]);
  const bodyBefore = before.text.slice(start, oldEnd);
  if (mayMention(bodyBefore, shared) || mayMention(text.slice(statement.pos, statement.end), shared))
    return null;
  return { statement, replacement: { file: file.fileName, start, oldEnd, newEnd } };
}

function commonStart(one: string, other: string): number {
  const most = Math.min(one.length, other.length);
  let count = 0;
  while (count < most && one.charCodeAt(count) === other.charCodeAt(count)) count++;
  return count;
}

/** Without what is common at the start. */
function commonEnd(one: string, other: string, start: number): number {
  const most = Math.min(one.length, other.length) - start;
  let count = 0;
  while (
    count < most &&
    one.charCodeAt(one.length - 1 - count) === other.charCodeAt(other.length - 1 - count)
  )
    count++;
  return count;
}
