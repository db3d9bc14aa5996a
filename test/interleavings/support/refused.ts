/** The operation has to be refused with such an error. As `expect(...).toThrow(...)`, but fit for a loop of millions. */
export function refused(operation: () => unknown, kind: new (...args: never) => Error): void {
  try {
    operation();
  } catch (error) {
    if (error instanceof kind) return;
    throw error;
  }
  throw new Error(`expected a ${kind.name}`);
}
