/** Only used for whole texts: nothing is kept from one to the next. */
const wholeTexts = new TextDecoder();

/**
 * The text of a reply, by its own reader: most replies come in one piece, which need not be collected. It is decoded as
 * `response.text()` does.
 */
export async function textOf(response: Response): Promise<string> {
  const reader = readerOf(response);
  if (reader === undefined) return await response.text();
  const first = await reader.read();
  if (first.done) return "";
  let next = await reader.read();
  if (next.done) return wholeTexts.decode(first.value);
  const decoder = new TextDecoder();
  let text = decoder.decode(first.value, { stream: true });
  for (; !next.done; next = await reader.read()) text += decoder.decode(next.value, { stream: true });
  return text + decoder.decode();
}

/** None where there is no body, or where a `fetch` of the caller's own has a body of another kind. */
function readerOf({ body }: Response): ReadableStreamDefaultReader<Uint8Array> | undefined {
  const stream = body as Partial<ReadableStream<Uint8Array>> | null | undefined;
  return typeof stream?.getReader === "function" ? stream.getReader() : undefined;
}
