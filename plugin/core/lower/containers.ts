/**
 * What a member of a library container does with the container itself (K1); its arguments go by their declared types.
 */
export type ContainerMember = "borrows" | "empties" | "unknown";

const members: ReadonlyMap<string, ContainerMember> = new Map([
  ["Array.push", "borrows"],
  ["Array.unshift", "borrows"],
  ["Array.includes", "borrows"],
  ["Array.indexOf", "borrows"],
  ["Array.lastIndexOf", "borrows"],
  ["Array.keys", "borrows"],
  ["ReadonlyArray.includes", "borrows"],
  ["ReadonlyArray.indexOf", "borrows"],
  ["ReadonlyArray.keys", "borrows"],
  ["Map.set", "borrows"],
  ["Map.has", "borrows"],
  ["Map.delete", "borrows"],
  ["Map.clear", "empties"],
  ["Set.add", "borrows"],
  ["Set.has", "borrows"],
  ["Set.delete", "borrows"],
  ["Set.clear", "empties"],
  ["WeakMap.set", "borrows"],
  ["WeakMap.has", "borrows"],
  ["WeakMap.delete", "borrows"],
]);

export function containerMember(library: string | null): ContainerMember {
  return library === null ? "unknown" : (members.get(library) ?? "unknown");
}
