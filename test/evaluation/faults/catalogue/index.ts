import type { Fault } from "../Fault.js";
import { borrows } from "./borrows.js";
import { closures } from "./closures.js";
import { controlFlow } from "./controlFlow.js";
import { exceptions } from "./exceptions.js";
import { expressions } from "./expressions.js";
import { places } from "./places.js";

export const faults: readonly Fault[] = [
  ...controlFlow,
  ...exceptions,
  ...places,
  ...expressions,
  ...closures,
  ...borrows,
];
