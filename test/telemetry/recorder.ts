import { type Attributes, context } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from "@opentelemetry/sdk-metrics";
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  type ReadableSpan,
  SimpleSpanProcessor,
} from "@opentelemetry/sdk-trace-base";
import type { GuardListener } from "affine-budget/openai";
import { BudgetTelemetry } from "affine-budget/opentelemetry";
import { afterAll, beforeAll, beforeEach } from "vitest";

/** One measurement: the sum for a counter, the sum of what it recorded for a histogram. */
export interface Measurement {
  readonly attributes: Attributes;
  readonly sum: number;
}

/** What was told since the start of the test. */
export interface Recorder {
  /** For the option `onEvent` of guards. */
  readonly onEvent: GuardListener;
  readonly tracerProvider: BasicTracerProvider;
  /** The spans that have ended. */
  readonly spans: () => readonly ReadableSpan[];
  /** The one span that has ended. */
  readonly onlySpan: () => ReadableSpan;
  readonly measured: (name: string) => Promise<readonly Measurement[]>;
}

/** `BudgetTelemetry` on the real SDK, which keeps what it is told in memory: one for the tests of a file. */
export function useRecorder(): Recorder {
  const spans = new InMemorySpanExporter();
  const tracerProvider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(spans)] });
  const measurements = new InMemoryMetricExporter(AggregationTemporality.DELTA);
  const reader = new PeriodicExportingMetricReader({
    exporter: measurements,
    exportIntervalMillis: 3_600_000,
  });
  const meterProvider = new MeterProvider({ readers: [reader] });
  const { onEvent } = new BudgetTelemetry({ tracerProvider, meterProvider });
  beforeAll(() => {
    context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  });
  beforeEach(async () => {
    await reader.forceFlush();
    spans.reset();
    measurements.reset();
  });
  afterAll(async () => {
    context.disable();
    await Promise.all([tracerProvider.shutdown(), meterProvider.shutdown()]);
  });
  return {
    onEvent,
    tracerProvider,
    spans: () => spans.getFinishedSpans(),
    onlySpan() {
      const [span, ...more] = spans.getFinishedSpans();
      if (span === undefined || more.length > 0) throw new Error(`${spans.getFinishedSpans().length} spans`);
      return span;
    },
    async measured(name) {
      await reader.forceFlush();
      return measurements
        .getMetrics()
        .flatMap(({ scopeMetrics }) => scopeMetrics)
        .flatMap(({ metrics }) => metrics)
        .filter(({ descriptor }) => descriptor.name === name)
        .flatMap(
          (metric): { readonly attributes: Attributes; readonly value: unknown }[] => metric.dataPoints,
        )
        .map(({ attributes, value }) => ({
          attributes,
          sum: typeof value === "number" ? value : ((value as { readonly sum?: number }).sum ?? NaN),
        }));
    },
  };
}
