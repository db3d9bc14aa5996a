import type { TokenEstimator } from "affine-budget";

/** The fan-out of the study: one call fits under the cap beside another one's bill, two reservations do not. */
export const cap = 60;
export const children = 3;
/** What a call may cost: the prompt, one more, and the maximum output. */
export const estimated = 31;
export const maxOutput = 15;
export const question = "How much is a train to Paris";

/** As many words as make the bill of a call 22, 23 or 24. */
export function replyOf(run: number): string {
  return ["seventy", "euro", ...Array.from({ length: 5 + (run % 3) }, () => "more")].join(" ");
}

/** The server's own count of the messages in a request, and one more. */
export const almostExact: TokenEstimator = {
  estimate(request) {
    const { messages } = JSON.parse(request) as { readonly messages: unknown };
    return Math.ceil(Buffer.byteLength(JSON.stringify(messages)) / 4) + 1;
  },
};
