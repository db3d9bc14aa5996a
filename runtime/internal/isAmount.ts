// Taken now: patching `Number` later must not turn negative amounts into valid ones.
const { isSafeInteger } = Number;

/** Whether `value` is a non-negative safe integer. */
export function isAmount(value: unknown): value is number {
  return isSafeInteger(value) && (value as number) >= 0;
}
