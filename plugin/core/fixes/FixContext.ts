import type ts from "typescript";
import type { FileAnalysis } from "../analyseFile.js";
import type { Facts } from "../facts/Facts.js";
import type { Finding, Span } from "../findings.js";
import type { Syntax } from "../syntax/Syntax.js";

/** What a fix may look at: one file, what is known of it, and all that was found in it. */
export class FixContext {
  readonly facts: Facts;
  readonly #names = new Set<string>();

  constructor(
    readonly syntax: Syntax,
    readonly file: ts.SourceFile,
    readonly analysis: FileAnalysis,
    readonly findings: readonly Finding[],
  ) {
    this.facts = analysis.facts;
    this.walk(file, (node) => {
      if (node.kind === syntax.SyntaxKind.Identifier && !this.#namesMember(node))
        this.#names.add(syntax.textOf(node));
    });
  }

  /** The innermost node with exactly this span; null if it lies in another file. */
  nodeAt(span: Span): ts.Node | null {
    if (span.file !== this.file.fileName) return null;
    let found: ts.Node | null = null;
    for (let node: ts.Node | null = this.file; node !== null;) {
      if (node !== this.file && node.end === span.end && this.syntax.startOf(node) === span.start)
        found = node;
      node = this.#childAround(node, span);
    }
    return found;
  }

  spanOf(node: ts.Node): Span {
    return { file: this.file.fileName, start: this.syntax.startOf(node), end: node.end };
  }

  textOf(node: ts.Node): string {
    return this.syntax.textOf(node);
  }

  /** `wish`, or with the first number that makes it a name which stands nowhere in the file. */
  freshName(wish: string): string {
    for (let n = 1; ; n++) {
      const name = n === 1 ? wish : `${wish}${String(n)}`;
      if (!this.#names.has(name)) return name;
    }
  }

  /** Calls `visit` for the node and everything in it. */
  walk(node: ts.Node, visit: (node: ts.Node) => void): void {
    const pending = [node];
    for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
      visit(at);
      this.syntax.forEachChild(at, (child) => {
        pending.push(child);
      });
    }
  }

  /** Members have names of their own: `remaining` of `b.remaining` is no variable. */
  #namesMember(node: ts.Node): boolean {
    const K = this.syntax.SyntaxKind;
    switch (node.parent.kind) {
      case K.PropertyAccessExpression:
      case K.PropertyAssignment:
      case K.PropertyDeclaration:
      case K.PropertySignature:
      case K.MethodDeclaration:
      case K.MethodSignature:
      case K.GetAccessor:
      case K.SetAccessor:
        return (node.parent as { name?: ts.Node }).name === node;
      default:
        return false;
    }
  }

  #childAround(node: ts.Node, { start, end }: Span): ts.Node | null {
    let around: ts.Node | null = null;
    this.syntax.forEachChild(node, (child) => {
      if (child.pos <= start && end <= child.end) around ??= child;
    });
    return around;
  }
}
