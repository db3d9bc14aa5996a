import type fc from "fast-check";

const fromEnvironment = Number.parseInt(process.env["FC_SEED"] ?? "", 10);

/**
 * A new seed for every run of the tests, printed so that a run can be repeated: `FC_SEED=<seed> npx vitest run
 * test/properties`. Fast-check itself prints the smallest counterexample when a property fails.
 */
const seed = Number.isSafeInteger(fromEnvironment) ? fromEnvironment : Date.now() % 0x7fff_ffff;

process.stdout.write(`fast-check seed ${seed}\n`);

/** What every property runs with. */
export const runs = { numRuns: 10_000, seed } satisfies fc.Parameters<unknown>;
