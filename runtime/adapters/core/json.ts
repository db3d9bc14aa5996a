/** What is known of a value of unknown shape: its properties, if it has any. */
export type Fields = Readonly<Record<string, unknown>>;

const none: Fields = {};

/** The properties of `value`; none if it is no object. */
export function fieldsOf(value: unknown): Fields {
  return typeof value === "object" && value !== null ? (value as Fields) : none;
}

/** The properties of what `parseJson` returned, for whoever is to change them; none if it is no object. */
export function ownFieldsOf(parsed: unknown): Record<string, unknown> {
  return typeof parsed === "object" && parsed !== null && !Array.isArray(parsed)
    ? (parsed as Record<string, unknown>)
    : {};
}

/** Whether a property says anything. */
export function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null;
}

/** The elements of `value`; none if it is no array. */
export function itemsOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** `undefined` if `text` is no JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
