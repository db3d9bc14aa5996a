import type ts from "typescript";
import type { DistantImporters } from "../../typescript/reach/DistantProgram.js";
import type { FileTexts } from "../texts/FileTexts.js";

/** Who imports what, by the texts alone; trees are sent for those who are asked for. */
export function importersByText(
  fileNames: () => readonly string[],
  texts: FileTexts,
  filesNamed: (names: readonly string[]) => readonly ts.SourceFile[],
): DistantImporters {
  let index: {
    readonly any: readonly string[];
    readonly named: ReadonlyMap<string, readonly string[]>;
  } | null = null;
  const indexed = (): NonNullable<typeof index> => {
    if (index !== null) return index;
    const any: string[] = [];
    const named = new Map<string, string[]>();
    for (const file of fileNames()) {
      const imports = texts.imports(file);
      if (imports.any) any.push(file);
      for (const name of imports.names) {
        const known = named.get(name);
        if (known === undefined) named.set(name, [file]);
        else known.push(file);
      }
    }
    return (index = { any, named });
  };
  return {
    ofAny: () => filesNamed(indexed().any),
    of: (name) => filesNamed(indexed().named.get(name) ?? []),
    names: () => [...indexed().named.keys()],
  };
}
