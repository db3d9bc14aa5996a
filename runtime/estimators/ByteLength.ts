import type { TokenEstimator } from "./TokenEstimator.js";

/**
 * The UTF-8 bytes of the prompt: an upper bound for byte-level BPE, whose tokens each stand for a byte at least. What
 * the provider adds around the prompt (roles, tool schemas) is not in it: see `WithMargin`.
 */
export class ByteLength implements TokenEstimator {
  /** It holds no state, so the class itself is an estimator too. */
  static estimate(prompt: string): number {
    let bytes = prompt.length;
    // Most text is ASCII, of which engines are told in a fraction of the time that the loop takes, if it is of any length.
    if (bytes > 256 && !beyondAscii.test(prompt)) return bytes;
    for (let i = 0; i < prompt.length; i++) {
      const unit = prompt.charCodeAt(i);
      // Each half of a surrogate pair counts 2 here, 4 together; alone it is encoded as U+FFFD, 3 bytes.
      if (unit >= 0x80) bytes += unit < 0x800 || isPaired(prompt, i, unit) ? 1 : 2;
    }
    return bytes;
  }

  estimate(prompt: string): number {
    return ByteLength.estimate(prompt);
  }
}

// eslint-disable-next-line no-control-regex -- all of ASCII, its control characters included
const beyondAscii = /[^\x00-\x7f]/;

function isPaired(text: string, index: number, unit: number): boolean {
  if (unit >= 0xd800 && unit < 0xdc00) return (text.charCodeAt(index + 1) & 0xfc00) === 0xdc00;
  if (unit >= 0xdc00 && unit < 0xe000) return (text.charCodeAt(index - 1) & 0xfc00) === 0xd800;
  return false;
}
