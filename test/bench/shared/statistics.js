// @ts-check

/**
 * @param {readonly number[]} values not empty
 * @returns {number}
 */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? NaN) + upper) / 2;
}

/**
 * The interval of order statistics that holds the median of the distribution with at least the given confidence, for
 * whatever distribution (the sign test, inverted). With fewer than six values no interval has 95%.
 *
 * @param {readonly number[]} values
 * @param {number} confidence
 * @returns {readonly [number, number] | null}
 */
export function medianInterval(values, confidence = 0.95) {
  const sorted = [...values].sort((a, b) => a - b);
  const n = sorted.length;
  // The logarithm, for the probability itself is no number above 0 from a thousand values on.
  let logProbability = n * Math.log(0.5);
  let tail = 0;
  let rank = -1;
  for (let k = 0; k < n / 2; k++) {
    tail += Math.exp(logProbability);
    if (2 * tail > 1 - confidence) break;
    rank = k;
    logProbability += Math.log((n - k) / (k + 1));
  }
  if (rank < 0) return null;
  return [sorted[rank] ?? NaN, sorted[n - 1 - rank] ?? NaN];
}

/**
 * @param {readonly number[]} values not empty
 * @param {number} share of the values that are at most the result
 * @returns {number}
 */
export function quantile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(Math.ceil(share * sorted.length), sorted.length) - 1] ?? NaN;
}
