import { checkOwnership as real } from "../../../plugin/core/check/checkOwnership.js";

/** The check, with a fault: it fails on every function named `explode`. */
export const checkOwnership: typeof real = (body, ...rest) => {
  if (body.name === "explode") throw new Error("boom");
  return real(body, ...rest);
};
