import path from "node:path";
import { parentPort, workerData } from "node:worker_threads";
import { evaluateBatch, type Task } from "./evaluate.js";
import { furtherOracles } from "./furtherOracles.js";
import { Checker } from "./subject/Checker.js";

export interface WorkerSettings {
  /** The folder of the package. */
  readonly root: string;
  readonly index: number;
  readonly further: number | null;
}

/** Evaluates the batches that it is sent, one after another. */
export function work(): void {
  const port = parentPort;
  if (port === null) throw new Error("not a worker");
  const { root, index, further } = workerData as WorkerSettings;
  const checker = new Checker(root);
  const oracles =
    further === null ? [] : furtherOracles(path.join(root, ".tmp", "evaluation", `worker${index}`));
  port.on("message", (task: Task) => {
    port.postMessage(evaluateBatch(checker, { oracles, every: further ?? 1 }, task));
  });
}
