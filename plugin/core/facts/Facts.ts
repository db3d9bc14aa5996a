import type ts from "typescript";
import type { Ownership } from "./ownership.js";
import type { BindingFact, CallFact, SignatureFact, SinkFact, ValueFact } from "./questions.js";

const plainValue: ValueFact = {
  ownership: { kind: "plain" },
  parts: [],
  linearPaths: [],
  presences: [],
  guard: null,
  bound: null,
  amount: null,
  member: "none",
  keys: null,
  classObject: false,
  tuple: false,
  instance: false,
  array: false,
  nullable: false,
  empty: false,
  mayForge: false,
};

const owningSink: SinkFact = { kind: "own" };

/** All that the host answered about one file. Pure data: every later pass reads from here and from the syntax alone. */
export class Facts {
  readonly values = new Map<ts.Node, ValueFact>();
  readonly bindings = new Map<ts.Node, BindingFact>();
  readonly calls = new Map<ts.Node, CallFact>();
  /** Expressions whose value the library only lends, and what their declared type says of it all the same (K1). */
  readonly lent = new Map<ts.Node, Ownership>();
  readonly signatures = new Map<ts.Node, SignatureFact>();
  readonly sinks = new Map<ts.Node, SinkFact>();

  value(node: ts.Node): ValueFact {
    return this.values.get(node) ?? plainValue;
  }

  binding(node: ts.Node): BindingFact | null {
    return this.bindings.get(node) ?? null;
  }

  call(node: ts.Node): CallFact | null {
    return this.calls.get(node) ?? null;
  }

  /** Where nothing declares a type, the place takes the value's own type: it owns. */
  sink(node: ts.Node): SinkFact {
    return this.sinks.get(node) ?? owningSink;
  }
}
