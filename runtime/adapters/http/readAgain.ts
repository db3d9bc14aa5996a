/** The body of a response that was read, and who has read it since. */
class Reply {
  isRead = false;
  #copy: Response | undefined;

  constructor(
    readonly response: Response,
    readonly text: string,
    /** What the text says as JSON; undefined if it is none. Handed out once, so that its owner may change it. */
    readonly json: unknown,
  ) {}

  /** For whatever is asked for less often than the text. */
  get whole(): Response {
    const { status, statusText, headers } = this.response;
    this.#copy ??= new Response(this.text, { status, statusText, headers });
    return this.#copy;
  }

  get bodyUsed(): boolean {
    return this.isRead || this.#copy?.bodyUsed === true;
  }

  take(): this {
    if (this.bodyUsed) throw new TypeError("Body is unusable: Body has already been read");
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
    value(): Promise<string> {
      return settled(() => this[reply].take().text);
    },
  },
  json: {
    value(): Promise<unknown> {
      return settled(() => {
        const { text, json } = this[reply].take();
        return json === undefined ? (JSON.parse(text) as unknown) : json;
      });
    },
  },
  arrayBuffer: later("arrayBuffer"),
  blob: later("blob"),
  bytes: later("bytes"),
  formData: later("formData"),
  clone: {
    value(): Response {
      const { isRead, whole } = this[reply];
      if (isRead) throw new TypeError("Response.clone: Body has already been consumed.");
      return whole.clone();
    },
  },
  body: {
    get() {
      return this[reply].whole.body;
    },
  },
  bodyUsed: {
    get() {
      return this[reply].bodyUsed;
    },
  },
};

/** The method of a copy, once nothing has been read. */
function later(method: "arrayBuffer" | "blob" | "bytes" | "formData"): PropertyDescriptor & ThisType<Again> {
  return {
    value(): Promise<unknown> {
      return settled(() => {
        const { whole } = this[reply].take();
        return (whole as unknown as Record<typeof method, () => Promise<unknown>>)[method]();
      });
    },
  };
}

/** What `read` returns, or throws, as a promise. */
async function settled<T>(read: () => T | Promise<T>): Promise<T> {
  return await read();
}
