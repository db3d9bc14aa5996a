/**
 * Where the rules reject, on purpose, what no path of the program gets wrong. The exact oracle runs without these; run
 * with one of them it tells whether that choice is why the checker rejects a program.
 */
export const choices = {
  M4: "conditions are opaque: that two of them are equal is not seen",
  C1: "a call of a local function may return and may throw, whatever its body does",
  C4: "what a function has moved out of something captured, it puts back before it awaits or gives a callback away",
  K1: "an iteration whose body moves elements consumes the container when it starts, whatever the path",
  C5: "a dropped task keeps what it looks at or writes until its promise is awaited, which is never",
} as const;

/** The id of the rule that makes the choice. */
export type Choice = keyof typeof choices;

export const noChoice: ReadonlySet<Choice> = new Set();

export function allChoices(): readonly Choice[] {
  return Object.keys(choices) as Choice[];
}
