/** Reverses the end of a list in place: of children pushed on a stack, the first is then the next to be visited. */
export function reverseFrom<T>(list: T[], first: number): void {
  for (let low = first, high = list.length - 1; low < high; low++, high--) {
    const swapped = list[low] as T;
    list[low] = list[high] as T;
    list[high] = swapped;
  }
}
