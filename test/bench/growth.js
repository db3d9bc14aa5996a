// @ts-check
/**
 * How the checker's time grows with the size of a function. One program per shape and size, in this process, of the
 * built plugin; tsc's own check of the file comes first and is not measured. Smallest of several runs: what is above it
 * is the machine's.
 */
import { numbersFrom } from "./shared/commandLine.js";
import { printAim, printConditions } from "./shared/print.js";
import { checkTime } from "./shared/checkTime.js";
import { shapes } from "./growth/shapes.js";

const aim = 11;
const { base, runs, largest } = numbersFrom(
  "bench:growth",
  "How the checker's time grows with the size of a function.",
  {
    base: { fallback: 5, means: "repetitions in the smallest function" },
    runs: { fallback: 5, means: "of each size, of which the fastest counts" },
    largest: { fallback: 100, means: "how many times larger the largest function is" },
  },
);
const factors = [1, 10, 100].filter((factor) => factor <= largest);
printConditions(`functions of ${base} repetitions, times ${factors.join(", ")}; fastest of ${runs} runs`);

// The engine compiles the checker while it runs: the first runs are not its speed.
if (runs > 1) for (const { source } of shapes) checkTime(source(base * 5));

for (const { name, source } of shapes) {
  const times = factors.map((factor) =>
    Math.min(...Array.from({ length: runs }, () => checkTime(source(base * factor)))),
  );
  const steps = times.slice(1).map((time, index) => time / (times[index] ?? NaN));
  const slope =
    Math.log((times.at(-1) ?? NaN) / (times[0] ?? NaN)) /
    Math.log((factors.at(-1) ?? NaN) / (factors[0] ?? NaN));
  console.log(
    `${name.padEnd(20)} ${times.map((time) => `${time.toFixed(2).padStart(9)} ms`).join("")}   exponent ${slope.toFixed(2)}`,
  );
  printAim(
    `each ten times of it take at most ${aim} times as long`,
    steps.every((step) => step <= aim),
    steps.map((step) => step.toFixed(1)).join(", "),
  );
}
