/** A type of the platform or of a package that has one owner by nature, and is made affine for the run. */
interface StandIn {
  /** Module that declares it, relative to the package; null: global. */
  readonly module: string | null;
  /** With its type parameters as declared. */
  readonly type: string;
  /** Name and parameters of methods that use the value up, in the way that the platform's own documentation says. */
  readonly consumes: readonly string[];
}

const platform: readonly StandIn[] = [
  global("ReadableStreamDefaultReader<R>", ["releaseLock(): void", "cancel(reason?: any): Promise<void>"]),
  global("WritableStreamDefaultWriter<W>", [
    "releaseLock(): void",
    "close(): Promise<void>",
    "abort(reason?: any): Promise<void>",
  ]),
  global("ReadableStream<R>", [
    "getReader(): ReadableStreamDefaultReader<R>",
    "cancel(reason?: any): Promise<void>",
    "pipeTo(destination: WritableStream<R>, options?: StreamPipeOptions): Promise<void>",
    "pipeThrough<T>(transform: ReadableWritablePair<T, R>, options?: StreamPipeOptions): ReadableStream<T>",
    "tee(): [ReadableStream<R>, ReadableStream<R>]",
  ]),
  global("AbortController", ["abort(reason?: any): void"]),
  global("Iterator<T, TReturn, TNext>", ["return?(value?: TReturn): IteratorResult<T, TReturn>"]),
  global("AsyncIterator<T, TReturn, TNext>", [
    "return?(value?: TReturn | PromiseLike<TReturn>): Promise<IteratorResult<T, TReturn>>",
  ]),
  global("MessagePort", ["close(): void"]),
  global("ImageBitmap", ["close(): void"]),
];

const perPackage: Readonly<Record<string, readonly StandIn[]>> = {
  rxjs: [
    {
      module: "./src/internal/Subscriber",
      type: "Subscriber<T>",
      consumes: ["complete(): void", "error(err?: any): void", "unsubscribe(): void"],
    },
  ],
  openai: [
    {
      module: "./src/core/streaming",
      type: "Stream<Item>",
      consumes: ["tee(): [Stream<Item>, Stream<Item>]", "toReadableStream(): ReadableStream"],
    },
  ],
  "@anthropic-ai/sdk": [
    {
      module: "./src/core/streaming",
      type: "Stream<Item>",
      consumes: ["tee(): [Stream<Item>, Stream<Item>]", "toReadableStream(): ReadableStream"],
    },
  ],
  "puppeteer-core": [
    {
      module: "./src/api/JSHandle",
      type: "JSHandle<T = unknown>",
      consumes: ["dispose(): Promise<void>", "move(): this"],
    },
  ],
  mongodb: [
    {
      module: "./src/sessions",
      type: "ClientSession",
      consumes: ["endSession(options?: EndSessionOptions): Promise<void>"],
    },
  ],
};

function global(type: string, consumes: readonly string[]): StandIn {
  return { module: null, type, consumes };
}

/**
 * A declaration file that makes them affine, as docs/libraries.md tells users to. The marker is optional, so that what
 * the package puts together by hand still has the type.
 */
export function standInsFor(packageName: string): string {
  const own = (perPackage[packageName] ?? []).map(
    (each) => `declare module ${JSON.stringify(each.module)} {\n${declarationOf(each)}\n}`,
  );
  return [
    'import type { affine } from "affine-budget";',
    `declare global {\n${platform.map(declarationOf).join("\n")}\n}`,
    ...own,
    "",
  ].join("\n\n");
}

function declarationOf({ type, consumes }: StandIn): string {
  const self = type.replace(/ = \w+/, "");
  const methods = consumes.map((method) => {
    const receiver = method.includes("()") ? `(this: ${self}` : `(this: ${self}, `;
    return `    ${method.replace("(", receiver)};`;
  });
  return [`  interface ${type} {`, `    readonly [affine]?: "affine";`, ...methods, "  }"].join("\n");
}
