import type { ModelServer } from "../../adapters/support/server/ModelServer.js";

/** What a condition is repeated on. */
interface Repetition {
  readonly server: ModelServer;
  /** How often. */
  readonly runs: number;
  readonly progress: (what: string) => void;
}

/** What came of the runs, each in its turn. */
export interface Runs<Result> {
  readonly results: readonly Result[];
  /** What the server billed in each. */
  readonly billed: readonly number[];
}

/**
 * Runs a condition again and again, each time on a server that has forgotten what was before.
 *
 * @param condition names it in the progress
 * @param once scripts the server and runs; gets the number of the run, from 0
 */
export async function repeatedly<Result>(
  { server, runs, progress }: Repetition,
  condition: string,
  once: (run: number) => Promise<Result>,
): Promise<Runs<Result>> {
  const results: Result[] = [];
  const billed: number[] = [];
  for (let run = 0; run < runs; run++) {
    server.reset();
    results.push(await once(run));
    billed.push(server.billed);
    progress(`${condition}, ${run + 1} of ${runs}`);
  }
  return { results, billed };
}
