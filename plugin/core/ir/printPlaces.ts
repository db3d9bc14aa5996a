import type { Body } from "./Body.js";
import type { Place } from "./places.js";

/** Names the places of a body as written, and with a number where several are written alike: `b`, `b#4`. */
export function placeNames(body: Body): (place: Place) => string {
  const first = new Map<string, Place>();
  for (const place of body.places.all) if (!first.has(place.text)) first.set(place.text, place);
  return (place) => (first.get(place.text) === place ? place.text : `${place.text}#${String(place.id)}`);
}
