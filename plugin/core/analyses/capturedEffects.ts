import type { Body } from "../ir/Body.js";
import { isGiven, type Place } from "../ir/places.js";
import { placeAt } from "../ir/paths.js";
import type { CapturedEffect } from "./Summary.js";

export interface EffectAt {
  readonly effect: CapturedEffect;
  readonly place: Place;
}

/** How a run that has gone on in a promise is known to have ended: to its end; as far as its awaiting says; anyhow. */
export type RunEnd = "fulfilled" | "awaited" | "settled";

/** A promise is left running that does not settle with the one that the function returns. */
export function losesPromise({ lends }: Pick<CapturedEffect, "lends">): boolean {
  return [...lends].some((how) => how !== "itself" && how !== "meanwhile");
}

export function isGivenAndLent({ effect, place }: EffectAt): boolean {
  return isGiven(place) && effect.lends.size > 0;
}

/** What an async closure does to a capture that more than an atomic replace: nobody may touch it meanwhile (C5). */
export function lasts(effect: CapturedEffect): boolean {
  return effect.takes !== null && (effect.heldEmpty || effect.movedAtEnd !== "no" || effect.movedOnThrow);
}

/** What an async closure took is in its place once it has come to this end, or has come to its end without taking it. */
export function isBack({ fills, requires, movedAtEnd }: CapturedEffect, end: RunEnd): boolean {
  // What it asks for was there when it began: it is, too, where the closure failed before it put anything there.
  if (requires !== null) return end === "settled" ? fills : movedAtEnd === "no";
  return fills && end !== "settled";
}

/** To have a part written is not to be looked at. */
export function looksAtCapture({ requires }: CapturedEffect): boolean {
  return requires !== null && requires.needs !== "base";
}

export function placeOf(body: Body, { path }: CapturedEffect): Place {
  return placeAt(body, path);
}
