import { explore } from "./explore.js";
import type { Oracle } from "./Oracle.js";

/** The ownership rules themselves, run over all reachable states. It has words for the whole language. */
export const exactOracle: Oracle = {
  name: "exact",
  unavailable: null,
  judge: (programs) =>
    programs.map((program) => {
      const { verdict } = explore(program);
      return verdict === "unspecified" ? { verdict: "none", reason: "the rules leave it open" } : { verdict };
    }),
};
