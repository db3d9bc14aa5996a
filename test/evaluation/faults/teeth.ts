import { fork, type ChildProcess } from "node:child_process";
import { Checker } from "../subject/Checker.js";
import { bundle, loadCheck } from "./bundle.js";
import { faults } from "./catalogue/index.js";
import type { Fault } from "./Fault.js";
import { tryGenerated, tryHandwritten, type Catch } from "./trials.js";

const batchSize = 100;
const processes = 2;
/** The checker without a fault is compared on at least as many programs. */
const unmutatedAtLeast = 2000;

/** What one process is asked to try; `checks` are the bundles by the names of their faults. */
interface Job {
  readonly batch: number | "handwritten";
  readonly seed: number;
  readonly checks: Readonly<Record<string, string>>;
}

interface Result {
  readonly batch: Job["batch"];
  readonly caught: Readonly<Record<string, Catch>>;
  readonly programs: number;
  readonly missed: number;
  readonly falseAlarms: number;
}

export interface Teeth {
  readonly caught: ReadonlyMap<Fault, Catch>;
  readonly unmutated: { programs: number; missed: number; falseAlarms: number };
  /** How many programs a survivor has passed. */
  readonly programs: number;
  readonly handwritten: number;
}

/** Answers jobs until the parent goes away. */
export function serve(root: string): void {
  const checker = new Checker(root);
  const loaded = new Map<string, ReturnType<typeof loadCheck>>();
  process.on("message", ({ batch, seed, checks }: Job) => {
    const faulty = new Map(
      Object.entries(checks).map(([name, file]) => {
        const check = loaded.get(file) ?? loadCheck(file);
        loaded.set(file, check);
        return [name, check];
      }),
    );
    process.send?.(
      batch === "handwritten" ? tryByHand(root, faulty) : tryBatch(checker, faulty, seed, batch),
    );
  });
  process.on("disconnect", () => process.exit(0));
}

function tryByHand(root: string, faulty: Parameters<typeof tryHandwritten>[1]): Result {
  const { caught, programs } = tryHandwritten(root, faulty);
  return { batch: "handwritten", caught: Object.fromEntries(caught), programs, missed: 0, falseAlarms: 0 };
}

function tryBatch(
  checker: Checker,
  faulty: Parameters<typeof tryGenerated>[1],
  seed: number,
  batch: number,
): Result {
  const { caught, unmutated } = tryGenerated(checker, faulty, seed, batch, batchSize);
  const missed = unmutated.filter((kind) => kind === "missed").length;
  const programs = batchSize;
  return {
    batch,
    caught: Object.fromEntries(caught),
    programs,
    missed,
    falseAlarms: unmutated.length - missed,
  };
}

/** The faults whose names hold one of some parts, as `one|other`; all of them for the empty text. */
export function chosen(only: string): readonly Fault[] {
  return faults.filter(({ name }) => only.split("|").some((part) => name.includes(part)));
}

/** Tries every fault until it is caught, on at most `limit` generated programs, or on the handwritten ones. */
export async function measureTeeth(
  root: string,
  worker: string,
  { limit, seed, only }: { readonly limit: number; readonly seed: number; readonly only: string },
): Promise<Teeth> {
  const tried = chosen(only);
  const bundles = new Map<Fault, string>();
  for (const fault of tried) bundles.set(fault, await bundle(root, fault));
  const caught = new Map<Fault, Catch>();
  const unmutated = { programs: 0, missed: 0, falseAlarms: 0 };
  const checksOf = (by: Fault["by"]): Record<string, string> =>
    Object.fromEntries(
      tried
        .filter((fault) => fault.by === by && !caught.has(fault))
        .map((fault) => [fault.name, bundles.get(fault) ?? ""]),
    );
  let nextBatch = 0;
  let handwrittenPrograms = 0;
  let handwritten = Object.keys(checksOf("handwritten")).length > 0;
  const nextJob = (): Job | null => {
    if (handwritten) {
      handwritten = false;
      return { batch: "handwritten", seed, checks: checksOf("handwritten") };
    }
    const checks = checksOf("generated");
    const done = nextBatch * batchSize;
    if (done >= limit || (done >= unmutatedAtLeast && Object.keys(checks).length === 0)) return null;
    return { batch: nextBatch++, seed, checks };
  };
  const take = (result: Result): void => {
    if (result.batch === "handwritten") handwrittenPrograms = result.programs;
    else unmutated.programs += result.programs;
    unmutated.missed += result.missed;
    unmutated.falseAlarms += result.falseAlarms;
    for (const [name, found] of Object.entries(result.caught)) {
      const fault = tried.find((it) => it.name === name);
      if (fault === undefined) throw new Error(`no fault ${name}`);
      // Batches end in any order: the first program counts.
      const known = caught.get(fault);
      if (known === undefined || found.programs < known.programs) caught.set(fault, found);
    }
  };
  await Promise.all(
    Array.from({ length: processes }, async () => {
      const child = fork(worker, ["--worker", root]);
      try {
        for (let job = nextJob(); job !== null; job = nextJob()) take(await ask(child, job));
      } finally {
        child.disconnect();
      }
    }),
  );
  return { caught, unmutated, programs: nextBatch * batchSize, handwritten: handwrittenPrograms };
}

function ask(child: ChildProcess, job: Job): Promise<Result> {
  return new Promise((resolve, reject) => {
    const died = (code: number | null): void => {
      reject(new Error(`a process ended with code ${String(code)}`));
    };
    child.once("exit", died);
    child.once("message", (result) => {
      child.off("exit", died);
      resolve(result as Result);
    });
    child.send(job);
  });
}
