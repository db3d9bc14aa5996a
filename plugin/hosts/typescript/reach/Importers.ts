import type ts from "typescript";
import type { DistantImporters } from "./DistantProgram.js";
import { withoutRedirect, type InternalSourceFile } from "./InternalSourceFile.js";
import { outlineOf, type Use } from "./outline.js";

/** A use of an export that some file makes, of whichever module. */
export interface Importer {
  readonly file: InternalSourceFile;
  readonly use: Use;
  readonly specifier: ts.StringLiteralLike;
  /** Which the specifier is resolved for: where it stands, or a copy of that. */
  readonly at: InternalSourceFile;
}

export interface Importers {
  /** Those to whom every export of a module matters. */
  readonly ofAny: readonly Importer[];
  /** Those to whom the export of that name does. */
  of(name: string): readonly Importer[];
  names(): readonly string[];
}

/** Null where the compiler does not tell. */
export function importersAmong(
  typescript: typeof ts,
  files: readonly InternalSourceFile[],
): Importers | null {
  const ofAny: Importer[] = [];
  const named = new Map<string, Importer[]>();
  for (const file of files) {
    if (file.imports === undefined) return null;
    for (const importer of importersIn(typescript, file)) {
      const name = exportNamed(importer);
      if (name === null) {
        ofAny.push(importer);
        continue;
      }
      const known = named.get(name);
      if (known === undefined) named.set(name, [importer]);
      else known.push(importer);
    }
  }
  return { ofAny, of: (name) => named.get(name) ?? [], names: () => [...named.keys()] };
}

/** The same, where files are looked into only when a name that they may import is asked for. */
export function distantImporters(typescript: typeof ts, distant: DistantImporters): Importers | null {
  const near = importersAmong(typescript, distant.ofAny());
  return (
    near && {
      ofAny: near.ofAny,
      of: (name) => [
        ...near.of(name),
        ...distant
          .of(name)
          .flatMap((file) => importersIn(typescript, file))
          .filter((importer) => exportNamed(importer) === name),
      ],
      names: () => [...new Set([...near.names(), ...distant.names()])],
    }
  );
}

function importersIn(typescript: typeof ts, at: InternalSourceFile): readonly Importer[] {
  const file = withoutRedirect(at);
  return outlineOf(typescript, file).uses.map(({ specifier, use }) => ({ file, at, specifier, use }));
}

/** Null: any may be meant. A default import of a module without a default export is the module itself. */
function exportNamed({ use }: Importer): string | null {
  return !("exported" in use) || use.exported === "*" || use.exported === "default" ? null : use.exported;
}
