/** Control characters and those that turn the direction of text: a name must not break a line, nor reorder a row. */
const unprintable = /[\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069]/gu;

/** A name as a report shows it, whoever gave it. */
export function printable(name: string): string {
  return name.replace(unprintable, "\uFFFD");
}
