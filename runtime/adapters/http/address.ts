/** An address without what follows its path. To parse it would cost a tenth of what all the rest of a guard does. */
export function withoutQuery(url: string): string {
  const end = url.search(/[?#]/);
  return end < 0 ? url : url.slice(0, end);
}
