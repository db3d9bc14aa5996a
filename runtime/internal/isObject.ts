/** Whether `#field in value` may be asked. For callers that were never checked, whatever the declared type says. */
export function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
