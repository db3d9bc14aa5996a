import { Worker } from "node:worker_threads";
import { add, emptyEvaluation, type Evaluation } from "./Evaluation.js";
import type { Task } from "./evaluate.js";
import type { WorkerSettings } from "./worker.js";

/** Shares the batches out to worker threads, each of which takes the next one when it is done. */
export async function evaluateInWorkers(
  tasks: readonly Task[],
  { script, workers, ...settings }: { script: URL; workers: number } & Omit<WorkerSettings, "index">,
  progress: (done: Evaluation) => void,
): Promise<Evaluation> {
  // Batches are added in their order, so that the results do not depend on who was faster.
  const results: (Evaluation | undefined)[] = tasks.map(() => undefined);
  const sum = emptyEvaluation();
  let next = 0;
  const run = (index: number): Promise<void> =>
    new Promise((resolve, reject) => {
      const workerData: WorkerSettings = { ...settings, index };
      const worker = new Worker(script, { workerData });
      let current = -1;
      const send = (): void => {
        current = next++;
        const task = tasks[current];
        if (task === undefined)
          void worker.terminate().then(() => {
            resolve();
          }, reject);
        else worker.postMessage(task);
      };
      worker.on("message", (result: Evaluation) => {
        results[current] = result;
        add(sum, result);
        progress(sum);
        send();
      });
      worker.on("error", reject);
      send();
    });
  await Promise.all(Array.from({ length: Math.min(workers, tasks.length) }, (_, index) => run(index)));
  const ordered = emptyEvaluation();
  for (const it of results) if (it !== undefined) add(ordered, it);
  return ordered;
}
