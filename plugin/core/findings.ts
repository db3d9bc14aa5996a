/**
 * What the check yields: data only. The report makes text of it (`report/`), the catalogue names it (`catalogue/`).
 * Spec: section 9 of the ownership rules.
 */

/** Rule names of the ownership rules, section 9. */
export type RuleName =
  | "aliasing"
  | "double-spend"
  | "use-after-delegation"
  | "use-after-move"
  | "moved-in-loop"
  | "partially-moved"
  | "move-out-of-shared"
  | "move-while-borrowed"
  | "borrow-escape"
  | "repeatable-callback"
  | "closure-escape"
  | "escape"
  | "ownership-mismatch"
  | "export-owned"
  | "move-out-of-using"
  | "overdraft"
  | "unresolved"
  | "discarded"
  | "unauthorised-mint"
  | "copy"
  | "forged"
  | "unsupported";

/** A half-open range of UTF-16 offsets in a file; `file` is the name the host knows the file by. */
export interface Span {
  readonly file: string;
  readonly start: number;
  readonly end: number;
}

/** Why a value left its place. Decides the rule of a later use, and the text of the move's label. */
export type MoveReason =
  | { readonly kind: "binding"; readonly name: string }
  | { readonly kind: "assignment"; readonly target: string }
  | { readonly kind: "element" }
  | { readonly kind: "property"; readonly name: string }
  | { readonly kind: "spread" }
  | { readonly kind: "receiver"; readonly method: string }
  | { readonly kind: "consumed-argument"; readonly method: string; readonly parameter: string }
  | {
      readonly kind: "argument";
      readonly callee: string;
      readonly parameter: string;
      /** Where the owning parameter is declared, when that is known. */
      readonly declaredAt: Span | null;
    }
  | {
      readonly kind: "capture";
      /** The closure's name as written; empty for an anonymous one. */
      readonly closure: string;
    }
  | { readonly kind: "return" }
  | { readonly kind: "throw" }
  | { readonly kind: "yield" }
  | { readonly kind: "await" }
  | { readonly kind: "iteration" };

/** How the illegal use uses the place. */
export type UseVerb = "spent" | "moved" | "borrowed" | "captured" | "assigned into";

/** A further place in the program that explains a finding. */
export type Label =
  | {
      readonly kind: "move";
      readonly at: Span;
      readonly place: string;
      readonly reason: MoveReason;
      /** The move reaches the use only over a loop's back edge. */
      readonly previousIteration: boolean;
    }
  | { readonly kind: "more-moves"; readonly at: Span; readonly count: number }
  | { readonly kind: "loop"; readonly at: Span }
  | { readonly kind: "skipped-reinitialisation"; readonly at: Span; readonly place: string }
  | {
      readonly kind: "owning-parameter";
      readonly at: Span;
      readonly callee: string;
      readonly parameter: string;
    }
  | { readonly kind: "borrow"; readonly at: Span; readonly place: string }
  | {
      readonly kind: "later-use-of-borrow";
      readonly at: Span;
      /** The borrow that is used (not its owner), as written. */
      readonly place: string;
    }
  | { readonly kind: "declaration"; readonly at: Span; readonly place: string }
  | { readonly kind: "use-in-closure"; readonly at: Span; readonly place: string; readonly closure: string }
  | { readonly kind: "capture"; readonly at: Span; readonly place: string }
  | { readonly kind: "escape"; readonly at: Span; readonly closure: string }
  | { readonly kind: "exit"; readonly at: Span }
  | {
      readonly kind: "interference";
      readonly at: Span;
      /** What may let other code run, as a noun phrase: "`await`", "the call of `price`". */
      readonly what: string;
    };

/** Rules whose report is about a use that some move reaches. */
export type MoveRule =
  | "aliasing"
  | "double-spend"
  | "use-after-delegation"
  | "use-after-move"
  | "moved-in-loop"
  | "partially-moved";

interface FindingBase {
  /** The smallest expression that is the illegal use. */
  readonly at: Span;
  /** The place or expression as written in the source: `p.a`, `this.budget`. */
  readonly subject: string;
  readonly labels: readonly Label[];
}

export interface MoveFinding extends FindingBase {
  readonly rule: MoveRule;
  readonly verb: UseVerb;
  /** False: some but not all paths that reach the use have moved the place ("may have been"). */
  readonly onEveryPath: boolean;
  /** Reason of the first reaching move. */
  readonly reason: MoveReason;
  /** For `partially-moved`: the part that left, as written. */
  readonly part: string | null;
}

export interface EscapeFinding extends FindingBase {
  readonly rule: "escape";
  /** What the value flows into: a type that the checker cannot follow a budget through, as written. */
  readonly into: string;
  readonly why:
    "any" | "unknown" | "object" | "function" | "type-parameter" | "consuming-view" | "class" | "jsx";
}

export interface UnsupportedFinding extends FindingBase {
  readonly rule: "unsupported";
  /** What cannot be followed, as a noun phrase: "`arguments` in a function with affine parameters". */
  readonly construct: string;
}

export interface SharedFinding extends FindingBase {
  readonly rule: "move-out-of-shared";
  /** What kind of shared slot it is. */
  readonly slot: "field" | "static" | "module" | "import" | "element" | "captured" | "property";
  /**
   * `never-filled`: no path stores a value back; `interrupted`: something may run or throw before one is stored.
   * `unstable`: the slot cannot be named twice for sure, so it can never be refilled atomically.
   */
  readonly why: "never-filled" | "interrupted" | "unstable";
}

/**
 * `loses-sight`: what the callers' type owns is hidden here by a type such as `unknown`; for a result, the other way.
 * `looks-at-this`: what the function is called on is not lent to it by the callers' type.
 * `takes-any-for-owned`: what is owned here is `any` for the callers, so nobody knows whose it is (X6).
 */
export type SignatureProblem = "owns-what-is-lent" | "loses-sight" | "takes-any-for-owned" | "looks-at-this";

export interface MismatchFinding extends FindingBase {
  readonly rule: "ownership-mismatch";
  /** The parameter whose ownership differs, by name; null for the result. */
  readonly parameter: string | null;
  readonly problem: SignatureProblem;
  /** The type by which callers know the function, as written. */
  readonly target: string;
}

export interface PlainFinding extends FindingBase {
  readonly rule: Exclude<
    RuleName,
    MoveRule | "escape" | "unsupported" | "move-out-of-shared" | "ownership-mismatch"
  >;
  /** One phrase of rule-specific detail, or null; the comment above each rule in `catalogue/rules/` says what stands here. */
  readonly detail: string | null;
}

/** The checker failed on a body: `subject` is a noun phrase that names it. No rule of the program's: no option turns it off. */
export interface InternalErrorFinding extends FindingBase {
  readonly rule: "internal-error";
  /** What was thrown. */
  readonly error: string;
}

export type Finding =
  | MoveFinding
  | EscapeFinding
  | UnsupportedFinding
  | SharedFinding
  | MismatchFinding
  | PlainFinding
  | InternalErrorFinding;

/** What stands in brackets behind a message. */
export type ReportName = Finding["rule"];
