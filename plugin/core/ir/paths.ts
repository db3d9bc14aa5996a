import type { Body } from "./Body.js";
import type { Place } from "./places.js";

/** A place as every body that sees it names it, the one that has it and the closures that capture it (C1): root first. */
export type Path = readonly PathStep[];

export interface PathStep {
  readonly key: string;
  readonly text: string;
}

export function pathOf(place: Place): Path {
  const path: PathStep[] = [];
  for (let at: Place | null = place; at !== null; at = at.parent)
    path.unshift({ key: at.key, text: at.text });
  return path;
}

export function keyOf(path: Path): string {
  return path.map(({ key }) => key).join(".");
}

export function pathKey(place: Place): string {
  return keyOf(pathOf(place));
}

/** What a closure's path names in `body`, which calls the closure. */
export function placeAt(body: Body, [root, ...parts]: Path): Place {
  if (root === undefined) throw new Error("a captured place without a root");
  let place = body.capturedPlace(root.key, root.text);
  for (const { key, text } of parts) place = body.places.part(place, key, text, place.slot, place.unstable);
  return place;
}
