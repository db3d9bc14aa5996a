import { isAmount } from "../../internal/isAmount.js";

/** The tokens that one call was billed for, in parts that do not overlap, because their prices differ. */
export interface Usage {
  /** Input that no cache had a part in. */
  readonly input: number;
  readonly cacheRead: number;
  /** Input that was written to a cache for the shortest time that the provider sells. */
  readonly cacheWrite: number;
  /** Input that was written to a cache for an hour. */
  readonly cacheWriteLong: number;
  /** Output that the caller sees. */
  readonly output: number;
  /** Output that the model thought and the caller may not see. */
  readonly reasoning: number;
}

const nothing: Usage = {
  input: 0,
  cacheRead: 0,
  cacheWrite: 0,
  cacheWriteLong: 0,
  output: 0,
  reasoning: 0,
};

/** A usage of the given parts, and nothing else. */
export function usageOf(parts: Partial<Usage>): Usage {
  return { ...nothing, ...parts };
}

/** What a provider reports, where totals contain their parts. */
export interface ReportedUsage {
  /** All of the input, what a cache served or stored included. */
  readonly input: unknown;
  readonly cacheRead?: unknown;
  readonly cacheWrite?: unknown;
  readonly cacheWriteLong?: unknown;
  /** All of the output, reasoning included. */
  readonly output: unknown;
  readonly reasoning?: unknown;
}

/**
 * The parts of a report whose totals contain them. A report that cannot be right (no number, negative, parts over their
 * total) is none: then the reservation is charged, which nobody can bring below the cost by reporting nonsense.
 */
export function partsOf(report: ReportedUsage): Usage | undefined {
  const cacheRead = report.cacheRead ?? 0;
  const cacheWrite = report.cacheWrite ?? 0;
  const cacheWriteLong = report.cacheWriteLong ?? 0;
  const reasoning = report.reasoning ?? 0;
  if (!isAmount(report.input) || !isAmount(report.output)) return undefined;
  if (!isAmount(cacheRead) || !isAmount(cacheWrite) || !isAmount(cacheWriteLong) || !isAmount(reasoning)) {
    return undefined;
  }
  const input = report.input - cacheRead - cacheWrite - cacheWriteLong;
  const output = report.output - reasoning;
  if (!isAmount(input) || !isAmount(output)) return undefined;
  return { input, cacheRead, cacheWrite, cacheWriteLong, output, reasoning };
}

/** All input tokens, whatever a cache did. */
export function totalInput({ input, cacheRead, cacheWrite, cacheWriteLong }: Usage): number {
  return input + cacheRead + cacheWrite + cacheWriteLong;
}
