import path from "node:path";
import { readFileSync } from "node:fs";
import { defaultOptions, type CheckOptions } from "../../../plugin/options/CheckOptions.js";
import { parseOptions } from "../../../plugin/options/parseOptions.js";
import { fixtureFiles, fixtures } from "../../fixtures/fixtureProgram.js";
import { readOptions } from "../../fixtures/markers.js";
import { nextCase } from "../evaluate.js";
import { Random } from "../generate/Random.js";
import { prelude } from "../language/print/prelude.js";
import { printProgram } from "../language/print/printProgram.js";

/** A program of one file. */
export interface Subject {
  readonly fileName: string;
  readonly text: string;
  readonly options: CheckOptions;
}

/** Programs that are compiled together. */
export interface Corpus {
  readonly name: string;
  readonly subjects: readonly Subject[];
  readonly globals: readonly string[];
}

/** Generated programs, one to a file. */
export function generatedCorpus(root: string, seed: number, programs: number): Corpus {
  const random = new Random(seed);
  const subjects = Array.from({ length: programs }, (_, index) => ({
    fileName: path.join(root, ".tmp/evaluation/metamorphic", `g${index}.ts`),
    text: prelude + printProgram("t", nextCase(random).program),
    options: defaultOptions,
  }));
  return { name: "generated", subjects, globals: [] };
}

/** The project's fixtures; those of which the options name files or functions are bound to their text as it stands. */
export function fixtureCorpus(): Corpus {
  const world = path.join(fixtures, "rules/world.d.ts");
  const subjects = fixtureFiles("rules")
    .filter((file) => /(?<!\.d)\.ts$/.test(file))
    .flatMap((fileName): readonly Subject[] => {
      const text = readFileSync(fileName, "utf8");
      const given = readOptions(text);
      const parsed = parseOptions(given);
      return "errors" in parsed || Object.keys(given as object).length > 0
        ? []
        : [{ fileName, text, options: parsed.options }];
    });
  const others = fixtureFiles("rules").filter((file) => file.endsWith(".d.ts") && file !== world);
  return { name: "fixtures", subjects, globals: [world, ...others] };
}
