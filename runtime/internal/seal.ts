interface HandleClass {
  readonly prototype: { readonly toString: (this: unknown) => string };
}

/**
 * Closes a class: nothing can be written on it or its prototype, so no code can change what its methods do. Node's
 * `util.inspect` shows `toString()`; its symbol is registered, so that no import of Node's is needed.
 */
export function seal(handleClass: HandleClass): void {
  const { prototype } = handleClass;
  const { toString } = prototype;
  Object.defineProperty(prototype, Symbol.for("nodejs.util.inspect.custom"), {
    value(this: unknown) {
      return toString.call(this);
    },
  });
  Object.freeze(prototype);
  Object.freeze(handleClass);
}
