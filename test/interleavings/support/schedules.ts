/**
 * Every order in which tasks can take their steps: a schedule names, step by step, the task that goes next. Each task
 * takes its own steps in order, so there are (n₁ + … + nₖ)! / (n₁! · … · nₖ!) schedules.
 */

/** @param lengths how many steps each task has */
export function* schedules(lengths: readonly number[]): Generator<readonly number[]> {
  const left = [...lengths];
  const schedule: number[] = [];

  function* extend(): Generator<readonly number[]> {
    let complete = true;
    for (const [task, steps] of left.entries()) {
      if (steps === 0) continue;
      complete = false;
      left[task] = steps - 1;
      schedule.push(task);
      yield* extend();
      schedule.pop();
      left[task] = steps;
    }
    if (complete) yield schedule;
  }

  yield* extend();
}

/** How many schedules there are, by the formula rather than by counting them. */
export function multinomial(lengths: readonly number[]): number {
  const factorial = (n: number): number => (n <= 1 ? 1 : n * factorial(n - 1));
  const total = lengths.reduce((sum, length) => sum + length, 0);
  return lengths.reduce((quotient, length) => quotient / factorial(length), factorial(total));
}
