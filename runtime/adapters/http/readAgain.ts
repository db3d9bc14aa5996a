/**
 * `response`, whose body was read and said `text`, as if it had not been read. It stays the object that it is, with its
 * address and its headers; a copy, and a stream for a body that is here already, would cost a third of what a guard does.
 */
export function readAgain(response: Response, text: string): Response {
  let isRead = false;
  let copy: Response | undefined;
  /** For whatever is asked for less often than the text. */
  const whole = (): Response => {
    const { status, statusText, headers } = response;
    copy ??= new Response(text, { status, statusText, headers });
    return copy;
  };
  const take = (): string => {
    if (isRead || copy?.bodyUsed === true)
      throw new TypeError("Body is unusable: Body has already been read");
    isRead = true;
    return text;
  };
  // eslint-disable-next-line @typescript-eslint/require-await -- what it throws has to be a rejection
  const textOf = async (): Promise<string> => take();
  // eslint-disable-next-line @typescript-eslint/require-await
  const jsonOf = async (): Promise<unknown> => JSON.parse(take());
  /** The copy's own method, once nothing has been read. */
  const later =
    (method: "arrayBuffer" | "blob" | "bytes" | "formData") =>
    // eslint-disable-next-line @typescript-eslint/require-await
    async (): Promise<unknown> => {
      take();
      return (whole() as unknown as Record<typeof method, () => Promise<unknown>>)[method]();
    };
  return Object.defineProperties(response, {
    text: { value: textOf },
    json: { value: jsonOf },
    arrayBuffer: { value: later("arrayBuffer") },
    blob: { value: later("blob") },
    bytes: { value: later("bytes") },
    formData: { value: later("formData") },
    clone: {
      value: () => {
        if (isRead) throw new TypeError("Response.clone: Body has already been consumed.");
        return whole().clone();
      },
    },
    body: { get: () => whole().body },
    bodyUsed: { get: () => isRead || copy?.bodyUsed === true },
  });
}
