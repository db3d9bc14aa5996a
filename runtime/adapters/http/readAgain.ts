const unusable = (): TypeError => new TypeError("Body is unusable: Body has already been read");

/** The body of a response that was read, and who has read it since. */
class Reply {
  isRead = false;
  #body: ReadableStream<Uint8Array> | undefined;

  constructor(
    readonly response: Response,
    readonly text: string,
    /** What the text says as JSON; undefined if it is none. Handed out once, so that its owner may change it. */
    readonly json: unknown,
  ) {}

  /** Clients ask for it that only want to know whether it is locked: nothing is encoded before it is read. */
  get body(): ReadableStream<Uint8Array> {
    this.#body ??= new ReadableStream({
      type: "bytes",
      pull: (controller) => {
        if (this.isRead) throw unusable();
        this.isRead = true;
        if (this.text !== "") controller.enqueue(new TextEncoder().encode(this.text));
        controller.close();
        // Whoever reads into a buffer of his own is told that nothing more comes.
        controller.byobRequest?.respond(0);
      },
      cancel: () => {
        this.isRead = true;
      },
    });
    return this.#body;
  }

  /** For whatever is asked for less often than the text. */
  copy(): Response {
    const { status, statusText, headers } = this.response;
    return new Response(this.text, { status, statusText, headers });
  }

  take(): this {
    if (this.isRead || this.#body?.locked === true) throw unusable();
    this.isRead = true;
    return this;
  }
}

const reply = Symbol("reply");
type Again = Response & { [reply]: Reply };

/** What replaces the methods of responses that inherit from a prototype, for each prototype: clients bring their own. */
const prototypes = new WeakMap<object, object>();

/**
 * `response`, whose body was read and said `text`, as if it had not been read. It stays the object that it is, with its
 * address and its headers: a copy, with a stream for a body that is here already, would be half of what a guard costs.
 */
export function readAgain(response: Response, text: string, json: unknown): Response {
  const inherited = Object.getPrototypeOf(response) as object;
  let prototype = prototypes.get(inherited);
  if (prototype === undefined) {
    prototype = Object.create(inherited, methods) as object;
    prototypes.set(inherited, prototype);
  }
  (response as Again)[reply] = new Reply(response, text, json);
  return Object.setPrototypeOf(response, prototype) as Response;
}

const methods: PropertyDescriptorMap & ThisType<Again> = {
  text: {
    // Asynchronous, though nothing is awaited: as with the methods that it replaces, what is thrown is a rejection.
    // eslint-disable-next-line @typescript-eslint/require-await
    async value(): Promise<string> {
      return this[reply].take().text;
    },
  },
  json: {
    // eslint-disable-next-line @typescript-eslint/require-await -- see above
    async value(): Promise<unknown> {
      const { text, json } = this[reply].take();
      return json === undefined ? (JSON.parse(text) as unknown) : json;
    },
  },
  arrayBuffer: later("arrayBuffer"),
  blob: later("blob"),
  bytes: later("bytes"),
  formData: later("formData"),
  clone: {
    value(): Response {
      if (this[reply].isRead) throw new TypeError("Response.clone: Body has already been consumed.");
      return this[reply].copy();
    },
  },
  body: {
    get() {
      return this[reply].body;
    },
  },
  bodyUsed: {
    get() {
      return this[reply].isRead;
    },
  },
};

/** The method of a copy, once nothing has been read. */
function later(method: "arrayBuffer" | "blob" | "bytes" | "formData"): PropertyDescriptor & ThisType<Again> {
  return {
    async value(): Promise<unknown> {
      const copy = this[reply].take().copy();
      return await (copy as unknown as Record<typeof method, () => Promise<unknown>>)[method]();
    },
  };
}
