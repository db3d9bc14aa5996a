import type { Difference } from "./transform.js";

export function describeDifference({
  transformation,
  subject,
  before,
  after,
  what,
  text,
}: Difference): string {
  return [
    "",
    `${transformation.name}, ${transformation.law}: ${subject.fileName}`,
    ...what.map((it) => `  ${it}`),
    `  before: ${before.join(", ")}`,
    `  after:  ${after.join(", ")}`,
    text.slice(Math.max(text.indexOf("function t("), 0)),
  ].join("\n");
}
