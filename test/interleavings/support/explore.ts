import { schedules } from "./schedules.js";

/** One atomic piece of a task: what runs without giving way to another task. */
export type Step = () => void | Promise<void>;

/** One run's own state: its tasks, what must hold after each step, and how it ended. */
export interface World {
  readonly tasks: readonly (readonly Step[])[];
  /** Throws if the invariant does not hold. */
  readonly check: () => void;
  /** A short description of the final state: how many different ones were seen shows that the order mattered. */
  readonly outcome: () => string;
}

export interface Exploration {
  readonly schedules: number;
  readonly steps: number;
  readonly outcomes: ReadonlyMap<string, number>;
}

/** Runs a fresh world under every schedule of its tasks, checking it at the start and after each step. */
export async function explore(create: () => World): Promise<Exploration> {
  const lengths = create().tasks.map((task) => task.length);
  const outcomes = new Map<string, number>();
  let explored = 0;
  let steps = 0;

  for (const schedule of schedules(lengths)) {
    const world = create();
    world.check();
    const position = lengths.map(() => 0);
    for (const [at, task] of schedule.entries()) {
      const step = world.tasks[task]?.[position[task] ?? 0];
      if (step === undefined) throw new Error(`task ${task} has no step ${position[task]}`);
      position[task] = (position[task] ?? 0) + 1;
      try {
        const pending = step();
        if (pending !== undefined) await pending;
        world.check();
      } catch (error) {
        throw new Error(`step ${at} of the schedule ${schedule.join(" ")} broke the invariant`, {
          cause: error,
        });
      }
      steps += 1;
    }
    const outcome = world.outcome();
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    explored += 1;
  }
  return { schedules: explored, steps, outcomes };
}

/** One line for the log. */
export function summary(name: string, { schedules: explored, steps, outcomes }: Exploration): string {
  const count = (n: number): string => n.toLocaleString("en");
  return `${name}: ${count(explored)} schedules, ${count(steps)} steps, ${count(outcomes.size)} different outcomes\n`;
}
