import path from "node:path";

import type { IncidentModule } from "../../fixtures/incidents/Incident.js";
import { fixtureFiles, fixtures } from "../fixtures/fixtureProgram.js";

export const folder = path.join(fixtures, "incidents");

/** The clusters of the catalogue, each with the one thing that defines it. */
export const clusters: Readonly<Record<string, string>> = {
  "retry-loop": "one agent repeats calls",
  "cost-observability": "spend is invisible, or counted wrongly",
  "context-amplification": "the prompt that is sent with each call grows",
  "storage-amplification": "persisted state grows, and is billed again",
  "no-budget-primitive": "no cap exists at all",
  "delegation-fan-out": "several agents consume in aggregate",
  "provider-options-dropped": "a setting that the user made is ignored",
  "multimodal-amplification": "images or audio drive the tokens",
};

/** A program of `fixtures/incidents`. */
export interface Program {
  /** Its path from that folder, such as `retry-loop/tool-always-fails.ts`. */
  readonly name: string;
  readonly cluster: string;
  readonly file: string;
}

export const programs: readonly Program[] = fixtureFiles("incidents")
  .filter((file) => path.dirname(file) !== folder)
  .map((file) => {
    const name = path.relative(folder, file).replaceAll(path.sep, "/");
    return { name, cluster: name.split("/")[0] ?? "", file };
  });

export async function load({ file }: Program): Promise<IncidentModule> {
  return (await import(/* @vite-ignore */ file)) as IncidentModule;
}
