import type { Experiment } from "../Experiment.js";
import { counter } from "./counter.js";
import { fanOut } from "./fanOut.js";
import { estimateMargins } from "./margins.js";
import { mixed } from "./mixed.js";
import { peersSideBySide } from "./peers.js";
import { racyPrograms } from "./racyPrograms.js";
import { reservations } from "./reservations.js";
import { retryLoop } from "./retryLoop.js";
import { underReporting } from "./underReporting.js";

/** In the order of the record. */
export const experiments: readonly Experiment[] = [
  counter,
  fanOut,
  racyPrograms,
  retryLoop,
  reservations,
  estimateMargins,
  underReporting,
  mixed,
  peersSideBySide,
];
