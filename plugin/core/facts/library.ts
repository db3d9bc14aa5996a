/**
 * The library's signatures with ownership (K1): what a member does with its receiver, how it runs a callback, what its
 * result is. Everything else about a call is read from its declared types.
 */
export interface LibraryMember {
  readonly receiver:
    | "borrows"
    /** Elements leave it, or others take their place. */
    | "disturbs"
    /** Takes over the container and what is in it. */
    | "consumes"
    /** Empties the container (R4). */
    | "empties"
    /** Consumes the container iff the callback takes its elements over. */
    | "elements-to-callback"
    /** Yields the elements: consumes the container iff what iterates over them takes them over. */
    | "elements-to-iteration";
  readonly callback?: Callback;
  /** The result lends an element, whatever its declared type. */
  readonly lends?: true;
  /** The first argument says which element it is about. */
  readonly keyed?: true;
  /** Stores one value in more than one place. */
  readonly duplicates?: true;
  /** The result is the receiver again: dropping it drops nothing, and whoever takes it over takes the receiver. */
  readonly returnsReceiver?: true;
  /** The result is the first argument again, which is only lent where the result is dropped. */
  readonly returnsArgument?: true;
  /** The result is a new list of what the only argument holds: whoever only looks at it looks at the argument (K1). */
  readonly listsArgument?: true;
  /** The arguments are only looked at, though their declared types say less. */
  readonly inspects?: true;
}

/** How often a callback runs (C2), and which of its parameters are elements of the receiver. */
export interface Callback {
  readonly argument: number;
  readonly runs: CallbackRuns;
  readonly elements: readonly number[];
}

export type CallbackRuns = "repeatedly" | "now" | "later";

const onElements = (elements: readonly number[] = [0]): LibraryMember => ({
  receiver: "elements-to-callback",
  callback: { argument: 0, runs: "repeatedly", elements },
});
/** A callback that sees elements it may not keep. */
const onLentElements = (elements: readonly number[] = [0]): LibraryMember => ({
  receiver: "borrows",
  callback: { argument: 0, runs: "repeatedly", elements },
});
const borrows: LibraryMember = { receiver: "borrows" };
const disturbs: LibraryMember = { receiver: "disturbs" };
const consumes: LibraryMember = { receiver: "consumes" };
const lends: LibraryMember = { receiver: "borrows", lends: true };
const iterates: LibraryMember = { receiver: "elements-to-iteration" };
const inspects: LibraryMember = { receiver: "borrows", inspects: true };
const returnsArgument: LibraryMember = { receiver: "borrows", returnsArgument: true };
const listsArgument: LibraryMember = { receiver: "borrows", listsArgument: true };
const later = (argument = 0): LibraryMember => ({
  receiver: "borrows",
  callback: { argument, runs: "later", elements: [] },
});
const settles: LibraryMember = {
  receiver: "consumes",
  callback: { argument: 0, runs: "later", elements: [] },
};

const array: Readonly<Record<string, LibraryMember>> = {
  push: borrows,
  unshift: borrows,
  pop: disturbs,
  shift: disturbs,
  splice: disturbs,
  at: lends,
  includes: inspects,
  indexOf: inspects,
  lastIndexOf: inspects,
  join: borrows,
  toString: borrows,
  toLocaleString: borrows,
  keys: borrows,
  values: iterates,
  entries: iterates,
  forEach: onElements(),
  map: onElements(),
  flatMap: onElements(),
  reduce: onElements([1]),
  reduceRight: onElements([1]),
  some: onLentElements(),
  every: onLentElements(),
  find: { ...onLentElements(), lends: true },
  findLast: { ...onLentElements(), lends: true },
  findIndex: onLentElements(),
  findLastIndex: onLentElements(),
  filter: { receiver: "consumes", callback: { argument: 0, runs: "repeatedly", elements: [0] } },
  slice: consumes,
  concat: consumes,
  flat: consumes,
  with: consumes,
  reverse: { receiver: "borrows", returnsReceiver: true },
  toReversed: consumes,
  toSpliced: consumes,
  sort: { ...onLentElements([0, 1]), returnsReceiver: true },
  toSorted: { receiver: "consumes", callback: { argument: 0, runs: "repeatedly", elements: [0, 1] } },
  fill: { receiver: "consumes", duplicates: true },
  copyWithin: { receiver: "consumes", duplicates: true },
};

const map: Readonly<Record<string, LibraryMember>> = {
  get: { ...lends, keyed: true },
  set: { receiver: "disturbs", keyed: true, returnsReceiver: true },
  has: inspects,
  delete: inspects,
  clear: { receiver: "empties" },
  forEach: onElements([0, 1]),
  keys: iterates,
  values: iterates,
  entries: iterates,
};

const set: Readonly<Record<string, LibraryMember>> = {
  ...map,
  forEach: onElements(),
  add: { receiver: "borrows", returnsReceiver: true },
};

const iterator: Readonly<Record<string, LibraryMember>> = {
  next: borrows,
  return: consumes,
  throw: consumes,
  forEach: onElements(),
  map: onElements(),
  flatMap: onElements(),
  reduce: onElements([1]),
  some: onLentElements(),
  every: onLentElements(),
  find: { ...onLentElements(), lends: true },
  filter: { receiver: "consumes", callback: { argument: 0, runs: "repeatedly", elements: [0] } },
  take: consumes,
  drop: consumes,
  toArray: consumes,
};

const promise: Readonly<Record<string, LibraryMember>> = {
  then: settles,
  catch: settles,
  finally: settles,
};

const functions: Readonly<Record<string, LibraryMember>> = {
  "Array.from": {
    receiver: "borrows",
    callback: { argument: 1, runs: "repeatedly", elements: [0] },
    listsArgument: true,
  },
  "Array.isArray": inspects,
  "Object.assign": returnsArgument,
  "Object.defineProperty": returnsArgument,
  "Object.defineProperties": returnsArgument,
  "Object.freeze": returnsArgument,
  "Object.seal": returnsArgument,
  "Object.preventExtensions": returnsArgument,
  "Object.setPrototypeOf": returnsArgument,
  "Object.keys": inspects,
  "Object.values": listsArgument,
  "Object.entries": listsArgument,
  "Object.is": inspects,
  "Object.hasOwn": inspects,
  "Object.getPrototypeOf": inspects,
  "Object.getOwnPropertyNames": inspects,
  "Promise.new": { receiver: "borrows", callback: { argument: 0, runs: "now", elements: [] } },
  setTimeout: later(),
  setImmediate: later(),
  queueMicrotask: later(),
  requestAnimationFrame: later(),
  requestIdleCallback: later(),
  "Process.nextTick": later(),
};

const members: ReadonlyMap<string, LibraryMember> = new Map([
  ...named(["Array", "ReadonlyArray"], array),
  ...named(["Map", "ReadonlyMap", "WeakMap"], map),
  ...named(["Set", "ReadonlySet", "WeakSet"], set),
  ...named(
    ["Iterator", "IteratorObject", "Generator", "AsyncIterator", "AsyncIteratorObject", "AsyncGenerator"],
    iterator,
  ),
  ...named(["WeakRef"], { deref: lends }),
  // What a stack disposes of is the stack's.
  ...named(["DisposableStack", "AsyncDisposableStack"], { use: lends, adopt: lends, defer: later() }),
  ...named(["Promise", "PromiseLike"], promise),
  ...Object.entries(functions),
]);

function named(
  types: readonly string[],
  table: Readonly<Record<string, LibraryMember>>,
): readonly (readonly [string, LibraryMember])[] {
  return types.flatMap((type) =>
    Object.entries(table).map(([name, member]) => [`${type}.${name}`, member] as const),
  );
}

/** What the table says of `Array.push` or `structuredClone`; null: nothing. */
export function libraryMember(name: string | null): LibraryMember | null {
  return name === null ? null : (members.get(name) ?? null);
}

/** C2: how often a call of the member runs its argument; null: not at all, or nobody knows. */
export function callbackRuns(member: string | null, argument: number): CallbackRuns | null {
  const callback = libraryMember(member)?.callback;
  if (callback === undefined) return null;
  // `then` has one handler for each of its arguments.
  const isHandler = callback.runs === "later" && member?.startsWith("Promise.") === true;
  return callback.argument === argument || isHandler ? callback.runs : null;
}
