import {
  type Attributes,
  type MeterProvider,
  metrics,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
  type Tracer,
  type TracerProvider,
} from "@opentelemetry/api";

import type { GuardEvent, GuardListener } from "../core/events.js";
import type { GuardIdentity } from "../core/GuardIdentity.js";
import type { Refusal } from "../core/CallRefusedError.js";
import {
  callAttributes,
  errorTypeOf,
  guardAttributes,
  identityAttributes,
  totalOutput,
  usageAttributes,
} from "./attributes.js";
import { totalInput } from "../core/Usage.js";
import { type Instruments, instrumentsOf } from "./instruments.js";

/** Where spans and measurements go; to the global providers unless told. */
export interface BudgetTelemetryOptions {
  readonly tracerProvider?: TracerProvider;
  readonly meterProvider?: MeterProvider;
}

interface OpenCall {
  readonly span: Span;
  /** By the monotonic clock, in milliseconds. */
  readonly since: number;
}

type Reserved = Extract<GuardEvent, { type: "reserved" }>;
type Ended = Extract<GuardEvent, { type: "ended" }>;

/**
 * A span for each call that is sent, retries counted, and one for each that is refused, under whatever span is active;
 * and metrics of both. Attributes are those of OpenTelemetry's conventions for generative AI, and of the budget with its
 * lineage under `affine_budget`. No prompt and no reply is in any of them.
 *
 * ```ts
 * const telemetry = new BudgetTelemetry();
 * const guard = new OpenAIGuard(budget, { name: "planner", onEvent: telemetry.onEvent });
 * ```
 */
export class BudgetTelemetry {
  /** For the option `onEvent` of guards. */
  readonly onEvent: GuardListener;
  readonly #tracer: Tracer;
  readonly #instruments: Instruments;
  readonly #open = new Map<number, OpenCall>();

  constructor({ tracerProvider, meterProvider }: BudgetTelemetryOptions = {}) {
    this.#tracer = (tracerProvider ?? trace).getTracer("affine-budget");
    this.#instruments = instrumentsOf((meterProvider ?? metrics).getMeter("affine-budget"));
    this.onEvent = (event) => {
      this.#record(event);
    };
  }

  #record(event: GuardEvent): void {
    switch (event.type) {
      case "reserved":
        this.#begin(event);
        return;
      case "ended":
        this.#end(event);
        return;
      case "covered":
        this.#instruments.settled.add(event.amount, guardAttributes(event.guard));
        this.#instruments.uncovered.add(-event.amount, guardAttributes(event.guard));
        return;
      case "refused":
        this.#refuse(event.guard, event.refusal);
        return;
      case "opened":
      case "split":
      case "merged":
      case "released":
        // Money that changes hands is no call: the lineage of the calls says where it went.
        return;
    }
  }

  #begin(event: Reserved): void {
    const { call, guard, operation, model, reserved, maxOutput } = event;
    const span = this.#tracer.startSpan(`${operation} ${model}`, {
      kind: SpanKind.CLIENT,
      attributes: {
        ...callAttributes(event),
        "gen_ai.request.max_tokens": maxOutput,
        ...identityAttributes(guard),
        "affine_budget.reserved": reserved,
      },
    });
    this.#open.set(call, { span, since: performance.now() });
    this.#instruments.reserved.add(reserved, guardAttributes(guard));
  }

  #end(event: Ended): void {
    const { call, guard, outcome, charged, refunded, uncovered } = event;
    const ofGuard = guardAttributes(guard);
    const { settled, refunded: returned, uncovered: unpaid } = this.#instruments;
    settled.add(charged, ofGuard);
    if (refunded > 0) returned.add(refunded, ofGuard);
    if (uncovered > 0) unpaid.add(uncovered, ofGuard);
    const ofCall = callAttributes(event);
    if (outcome.kind === "settled") {
      const { tokens } = this.#instruments;
      tokens.record(totalInput(outcome.usage), { ...ofCall, "gen_ai.token.type": "input" });
      tokens.record(totalOutput(outcome.usage), { ...ofCall, "gen_ai.token.type": "output" });
    }

    // A reply that was charged in full may still come and cost more. Its span has ended with the charge.
    const open = this.#open.get(call);
    if (open === undefined) return;
    this.#open.delete(call);
    const errorType = errorTypeOf(outcome);
    const failed: Attributes = errorType === undefined ? {} : { "error.type": errorType };
    const seconds = (performance.now() - open.since) / 1_000;
    this.#instruments.duration.record(seconds, { ...ofCall, ...failed });
    open.span.setAttributes({
      ...failed,
      ...(outcome.kind === "settled" ? usageAttributes(outcome.usage) : {}),
      "affine_budget.outcome": outcome.kind,
      "affine_budget.settled": charged,
      "affine_budget.refunded": refunded,
      "affine_budget.uncovered": uncovered,
    });
    if (outcome.kind === "forfeited") {
      open.span.setStatus({ code: SpanStatusCode.ERROR, message: `charged in full for ${outcome.by}` });
    } else if (outcome.kind === "cancelled") {
      open.span.setStatus({ code: SpanStatusCode.ERROR });
    }
    open.span.end();
  }

  #refuse(guard: GuardIdentity, refusal: Refusal): void {
    const { kind } = refusal;
    this.#instruments.refused.add(1, { ...guardAttributes(guard), "affine_budget.refusal": kind });
    const span = this.#tracer.startSpan("affine_budget.refuse", {
      kind: SpanKind.INTERNAL,
      attributes: {
        ...identityAttributes(guard),
        "error.type": `refused_${kind}`,
        ...refusalAttributes(refusal),
      },
    });
    span.setStatus({ code: SpanStatusCode.ERROR, message: "the call was not made" });
    span.end();
  }
}

function refusalAttributes(refusal: Refusal): Attributes {
  const reason = { "affine_budget.refusal": refusal.kind };
  switch (refusal.kind) {
    case "insufficient":
      return {
        ...reason,
        "gen_ai.request.model": refusal.model,
        "affine_budget.requested": refusal.requested,
        "affine_budget.remaining": refusal.remaining,
        "affine_budget.shortfall": refusal.shortfall,
      };
    case "unpriced":
      return { ...reason, "gen_ai.request.model": refusal.model };
    case "unbounded":
    case "released":
      return reason;
  }
}
