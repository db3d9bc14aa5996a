/**
 * What an emitted program runs on. Nothing here knows of places or paths through a program: a value dies when it is moved
 * or overwritten, the mover gets a new handle, and whoever still holds the old one is caught when he uses it.
 */
export interface Value {
  dead: boolean;
  /** Parts by name, elements by any name; null for what has none. */
  readonly parts: Record<string, Value> | null;
  /** An element of a container as its reader gets it: to be looked at only (P3). */
  readonly isShared: boolean;
  /** Where it was before it was moved, so that a throwing method can leave it there (T10). */
  readonly origin: Value | null;
}

/** Everything a borrow can reach, when it was made: it may be used while all of that is alive (B1). */
export interface Borrow {
  readonly seen: readonly Value[];
}

/** Shape by part; null for shapes without parts. */
export type Layout = (shape: string) => readonly (readonly [key: string, shape: string])[] | null;

/** A generator that yields where it is suspended: the task that it waits for, or nothing. */
type Steps = Iterator<Task | undefined, unknown>;

interface Task {
  readonly steps: Steps;
  waitsFor: Task | undefined;
  state: "running" | "done" | "thrown";
}

/** A throw of the program itself; anything else that is thrown ends the run. */
class Thrown extends Error {}

class Stop extends Error {}

// One of each: millions are thrown, and nobody asks where.
const thrown = new Thrown();
const stopped = new Stop();

export type End = "clean" | "dead use" | "cut";

/** How deep functions may be within each other without being recursive. */
const maxNesting = 4;

/** One run: every open question is answered by the next number of `choices`, and by 0 when they are used up. */
export class Machine {
  /** How many answers there were to each question asked. */
  readonly asked: number[] = [];
  #end: End = "clean";
  #depth = 0;
  #names = 0;
  readonly #tasks: Task[] = [];
  /** Elements that an iteration owns (K1), though they are missed in their container only once they have left. */
  readonly #handedOut = new Set<Value>();
  /** Borrows of callees that may still be running (B3). */
  readonly #pending = new Set<Borrow>();
  readonly #choices: readonly number[];
  readonly #turns: number;
  readonly #layout: Layout;

  /** `turns`: how often a loop is entered before the run is given up. */
  constructor(choices: readonly number[], turns: number, layout: Layout) {
    this.#choices = choices;
    this.#turns = turns;
    this.#layout = layout;
  }

  run(program: ($: Machine) => unknown): End {
    try {
      const main = program(this);
      if (isSteps(main)) this.started(main);
      this.#runTasks();
    } catch (error) {
      if (error instanceof Thrown) this.#rest();
      else if (!(error instanceof Stop)) throw error;
    }
    return this.#end;
  }

  /** A synchronous program has thrown; its tasks go on. */
  #rest(): void {
    try {
      this.#runTasks();
    } catch (error) {
      if (!(error instanceof Stop)) throw error;
    }
  }

  #stop(end: End): never {
    this.#end = end;
    throw stopped;
  }

  // Questions

  choose(answers: number): number {
    const answer = this.#choices[this.asked.length] ?? 0;
    this.asked.push(answers);
    return answer;
  }

  /** An opaque condition (M4). */
  is(): boolean {
    return this.choose(2) === 1;
  }

  /** A function may call itself as often as a loop may turn. */
  enter(): void {
    this.#depth++;
    if (this.#depth > this.#turns + maxNesting) this.#stop("cut");
  }

  leave(): void {
    this.#depth--;
  }

  turn(count: number): void {
    if (count >= this.#turns) this.#stop("cut");
  }

  // Exceptions

  /** Whether a call throws, where there is somebody to catch it. */
  throws(): void {
    if (this.choose(2) === 1) throw thrown;
  }

  fail(): never {
    throw thrown;
  }

  /** First in every handler: only the program's own exceptions are its to catch. */
  caught(error: unknown): void {
    if (!(error instanceof Thrown)) throw error;
  }

  /** First in every finalizer: one that jumps would hide the end of the run. */
  finalizing(): void {
    if (this.#end !== "clean") throw stopped;
  }

  // Tasks

  /** Runs a function up to its first suspension. */
  started(steps: Steps): Task {
    const task: Task = { steps, waitsFor: undefined, state: "running" };
    this.#tasks.push(task);
    this.#step(task);
    return task;
  }

  #step(task: Task): void {
    try {
      const { done, value } = task.steps.next();
      if (done === true) task.state = "done";
      else task.waitsFor = value;
    } catch (error) {
      this.caught(error);
      task.state = "thrown";
    }
  }

  #runTasks(): void {
    for (;;) {
      const ready = this.#tasks.filter(
        ({ state, waitsFor }) => state === "running" && waitsFor?.state !== "running",
      );
      const task = ready[ready.length > 1 ? this.choose(ready.length) : 0];
      if (task === undefined) return;
      this.#step(task);
    }
  }

  /** What is awaited may have come already, or anything else may run before it does. */
  *pause(): Generator<undefined, void> {
    if (this.#tasks.filter(({ state }) => state === "running").length > 1 && this.is()) yield undefined;
  }

  *awaited(task: Task | undefined): Generator<Task | undefined, void> {
    while (task?.state === "running") yield task;
    yield* this.pause();
    if (task?.state === "thrown") throw thrown;
  }

  /** Hands a borrow to an asynchronous callee. */
  begin(borrow: Borrow): Borrow {
    const task = { seen: borrow.seen };
    this.#pending.add(task);
    return task;
  }

  /** A promise may be awaited again, when its callee looks at nothing any more. */
  end(task: Borrow, throws: boolean): number {
    if (this.#pending.delete(task)) this.use(task);
    if (throws) this.throws();
    return 1;
  }

  // Values

  fresh(shape: string): Value {
    const layout = this.#layout(shape);
    if (layout === null) return { dead: false, parts: null, isShared: false, origin: null };
    return this.whole(Object.fromEntries(layout.map(([key, of]) => [key, this.fresh(of)])));
  }

  whole(parts: Record<string, Value>): Value {
    return { dead: false, parts, isShared: false, origin: null };
  }

  /** A part, whatever became of it; that of a dead whole is nobody's. */
  part(value: Value, key: string): Value {
    if (value.dead) this.#stop("dead use");
    const part = value.parts?.[key];
    if (part === undefined) throw new Error(`no part ${key}`);
    return part;
  }

  /** Reads what owns nothing, such as a number, out of a value that may have lost parts. */
  reach(value: Value): number {
    if (value.dead) this.#stop("dead use");
    return 1;
  }

  use<T extends Value | Borrow>(value: T): T {
    if (!("seen" in value)) this.#alive(value);
    else
      value.seen.forEach((it) => {
        if (it.dead) this.#stop("dead use");
      });
    return value;
  }

  #alive(value: Value): void {
    if (value.dead) this.#stop("dead use");
    for (const part of Object.values(value.parts ?? {})) this.#alive(part);
  }

  /** Kills the handle, and hands out a new one for the same thing. */
  move(value: Value | Borrow): Value {
    if ("seen" in value || value.isShared) this.#stop("dead use");
    this.#alive(value);
    return this.#renew(value);
  }

  #renew(value: Value): Value {
    this.#kill(value);
    const parts =
      value.parts === null
        ? null
        : Object.fromEntries(Object.entries(value.parts).map(([key, part]) => [key, this.#renew(part)]));
    return { dead: false, parts, isShared: false, origin: value };
  }

  #revive(value: Value): void {
    value.dead = false;
    for (const part of Object.values(value.parts ?? {})) this.#revive(part);
  }

  #kill(value: Value): void {
    for (const { seen } of this.#pending) if (seen.includes(value)) this.#stop("dead use");
    value.dead = true;
  }

  /** Before a variable is written: whoever looks at what it held, loses it. */
  overwrite(value: Value): void {
    this.#kill(value);
    for (const part of Object.values(value.parts ?? {})) if (!this.#handedOut.has(part)) this.overwrite(part);
  }

  /** Writes a part, of a whole that must be there though parts of it may not (R1). */
  write(whole: Value, key: string, value: Value): Value {
    this.overwrite(this.part(whole, key));
    if (whole.parts !== null) whole.parts[key] = value;
    return value;
  }

  /** Moves the parts that a later key does not overwrite (M1). */
  spread(source: Value, except: string | null): Value {
    const parts: Record<string, Value> = {};
    for (const [key, part] of Object.entries(source.parts ?? {})) {
      if (source.dead) this.#stop("dead use");
      if (key !== except) parts[key] = this.move(part);
    }
    return this.whole(parts);
  }

  // Calls: the arguments have been evaluated, and each use is looked at once more when the call happens

  borrow(value: Value | Borrow): Borrow {
    this.use(value);
    return "seen" in value ? value : { seen: reachable(value) };
  }

  together(...borrows: readonly Borrow[]): Borrow {
    return { seen: borrows.flatMap(({ seen }) => seen) };
  }

  /** A number read out of what has just been looked at. */
  number(_: Value | Borrow): number {
    return 1;
  }

  /** A member of what may be empty after all (F3). */
  reached<T>(value: T): T {
    this.throws();
    return value;
  }

  look(borrow: Borrow, _amount: unknown, throws: boolean): number {
    this.use(borrow);
    if (throws) this.throws();
    return 1;
  }

  /** A consuming, atomic method (T10): what it is called on leaves when it cannot throw any more (M6). */
  consume(receiver: Value | Borrow, _amount: unknown, throws: boolean, result: string): Value {
    this.use(receiver);
    if (throws) this.throws();
    this.move(receiver);
    return this.fresh(result);
  }

  merge(receiver: Value | Borrow, argument: Value, throws: boolean): Value {
    this.use(receiver);
    if (throws && this.is()) {
      if (argument.origin !== null) this.#revive(argument.origin);
      throw thrown;
    }
    this.move(receiver);
    return this.fresh("budget");
  }

  // Containers: elements come into being when somebody asks for them

  /** The same element for every reader: another may have taken it (K1). */
  element(container: Value): Value {
    const { parts } = container;
    if (parts === null) throw new Error("no container");
    return (parts["shared"] ??= { dead: false, parts: null, isShared: true, origin: null });
  }

  /** The next element of an iteration, which whoever takes it takes out of the container. */
  next(container: Value, isOwned: boolean): Value {
    const element = this.fresh("budget");
    if (isOwned) this.#handedOut.add(element);
    if (container.parts !== null) container.parts[`next${this.#names++}`] = element;
    return element;
  }

  insert(container: Value, value: Value, throws: boolean): void {
    this.#alive(container);
    if (throws) this.throws();
    if (container.parts !== null) container.parts[`in${this.#names++}`] = value;
  }

  /** Takes out one element, and one cannot say which. */
  remove(container: Value): Value {
    for (const [key, element] of Object.entries(container.parts ?? {})) {
      this.overwrite(element);
      delete container.parts?.[key];
    }
    return this.fresh("optional");
  }

  /** Moves all elements into a new container; the old one stays, without any of them. */
  takeElements(container: Value): Value {
    this.#alive(container);
    const gone = this.fresh("budget");
    for (const element of Object.values(container.parts ?? {})) this.overwrite(element);
    gone.dead = true;
    if (container.parts !== null) container.parts["gone"] = gone;
    return this.whole({});
  }

  /** Empties a container, which must be there though its elements may not (R4). */
  clear(container: Value): void {
    if (container.dead) this.#stop("dead use");
    for (const [key, element] of Object.entries(container.parts ?? {})) {
      if (!this.#handedOut.has(element)) this.overwrite(element);
      delete container.parts?.[key];
    }
  }
}

function isSteps(value: unknown): value is Steps {
  return typeof value === "object" && value !== null && "next" in value;
}

function reachable(value: Value): readonly Value[] {
  return [value, ...Object.values(value.parts ?? {}).flatMap(reachable)];
}
