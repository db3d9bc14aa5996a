import type { Transformation } from "../Transformation.js";
import { cast, extract, nonNull, parentheses, satisfaction } from "./expressions.js";
import { rename } from "./rename.js";
import { split } from "./split.js";
import { addInitialisation, addUse, block, deadCode, iife, invertIf, unroll } from "./statements.js";

export const transformations: readonly Transformation[] = [
  rename,
  deadCode,
  extract,
  unroll,
  block,
  parentheses,
  cast,
  satisfaction,
  nonNull,
  iife,
  invertIf,
  split,
  addUse,
  addInitialisation,
];
