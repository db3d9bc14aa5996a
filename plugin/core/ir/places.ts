import type { PlaceId } from "./ids.js";

/** What a shared slot is, for reports (P3). */
export type SlotKind = "field" | "static" | "module" | "import" | "element" | "captured" | "property";

/**
 * A place (P1): a binding, `this` or a temporary, plus a path of static keys. Places form a tree, parent to parts.
 */
export interface Place {
  readonly id: PlaceId;
  readonly parent: Place | null;
  readonly key: string;
  /** As written in the source. */
  readonly text: string;
  /** Not null: a shared slot, which may be borrowed, replaced atomically, but never left empty (P3). */
  readonly slot: SlotKind | null;
  /** A shared slot that cannot be named twice for sure: nothing can be moved out of it. */
  readonly unstable: boolean;
  /** For a key that is only known when it is evaluated: the members that it may name, by its type. Null: any. */
  readonly names: ReadonlySet<string> | null;
  /** Its binding belongs to a body around this one. */
  readonly captured: boolean;
  readonly parts: Map<string, Place>;
}

/** The root of an instance in its methods, and of a class in its static members. */
export const thisKey = "this";
export const thisClassKey = "this class";

export function isThis({ key }: Place): boolean {
  return key === thisKey || key === thisClassKey;
}

/** The root that has the receiver of a consuming call on loan until the call (M6). */
export function receiverKey(position: number): string {
  return `receiver ${String(position)}`;
}

export function isReceiver(holder: Place): boolean {
  return holder.key.startsWith("receiver ");
}

/** The root under which a body hands promises to its caller. */
export const returnedKey = "returned";

/** The root of what a borrowed parameter looks at: it is the caller's, who lends it until the function is done (B3). */
export function callersKey(binding: number): string {
  return `caller's ${String(binding)}`;
}

export function isCallers(place: Place): boolean {
  return rootOf(place).key.startsWith("caller's ");
}

/** The root of the element that a callee hands to its callback: the container's, which the callee looks at meanwhile (K1). */
export function givenKey(binding: number): string {
  return `given ${String(binding)}`;
}

export function isGiven(place: Place): boolean {
  return rootOf(place).key.startsWith("given ");
}

/** The places of one body, made on demand while lowering. */
export class PlaceTable {
  readonly all: Place[] = [];
  readonly #roots = new Map<string, Place>();

  /** `key` tells roots apart: a binding's id, `this`, or a temporary's number. */
  root(
    key: string,
    text: string,
    slot: SlotKind | null,
    { unstable = false, captured = false }: { readonly unstable?: boolean; readonly captured?: boolean } = {},
  ): Place {
    const known = this.#roots.get(key);
    if (known !== undefined) return known;
    const place = this.#add(null, key, text, slot, unstable, captured, null);
    this.#roots.set(key, place);
    return place;
  }

  part(
    parent: Place,
    key: string,
    text: string,
    slot: SlotKind | null,
    unstable = false,
    names: ReadonlySet<string> | null = null,
  ): Place {
    const known = parent.parts.get(key);
    if (known !== undefined) return known;
    const place = this.#add(parent, key, text, slot, unstable, parent.captured, names);
    parent.parts.set(key, place);
    return place;
  }

  #add(
    parent: Place | null,
    key: string,
    text: string,
    slot: SlotKind | null,
    unstable: boolean,
    captured: boolean,
    names: ReadonlySet<string> | null,
  ): Place {
    const place: Place = {
      id: this.all.length as PlaceId,
      parent,
      key,
      text,
      slot,
      unstable,
      captured,
      names,
      parts: new Map(),
    };
    this.all.push(place);
    return place;
  }
}

/** True when one path is, or with a key that is not known may be, a prefix of the other (P2). */
export function conflicts(a: Place, b: Place): boolean {
  if (isWithin(a, b) || isWithin(b, a)) return true;
  if (rootOf(a) !== rootOf(b)) return false;
  const others = withParents(b);
  return withParents(a).every((place, depth) => {
    const other = others[depth];
    return other === undefined || other.key === place.key || mayBeSibling(place, other);
  });
}

/** Root first. */
function withParents(place: Place): readonly Place[] {
  return place.parent === null ? [place] : [...withParents(place.parent), place];
}

/** The path of `inner` begins with that of `outer`. */
export function isWithin(inner: Place, outer: Place): boolean {
  for (let place: Place | null = inner; place !== null; place = place.parent) {
    if (place === outer) return true;
  }
  return false;
}

export function rootOf(place: Place): Place {
  let root = place;
  while (root.parent !== null) root = root.parent;
  return root;
}

/** The key of the element that somebody else, such as `pop` or `Array.find`, chooses. */
export const anyElement = "[any]";

/** A container without its elements. */
export const containerItself = "(itself)";

/** Of two parts of one whole, one is named by a key that is only known when it is evaluated, and may be the other (P2). */
export function mayBeSibling(a: Place, b: Place): boolean {
  if (a.key === containerItself || b.key === containerItself) return false;
  return (isDynamic(a) || isDynamic(b)) && !excludes(a, b) && !excludes(b, a);
}

function isDynamic(place: Place): boolean {
  return place.key.startsWith("[");
}

/** The type of the one's key allows nothing that the other may be. */
function excludes({ names }: Place, other: Place): boolean {
  if (names === null) return false;
  if (!isDynamic(other)) return !names.has(other.key);
  return other.names !== null && ![...other.names].some((name) => names.has(name));
}
