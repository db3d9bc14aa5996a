import type ts from "typescript";
import { isFunctionLike, isModuleLevel, type BodyOwner } from "../syntax/bodies.js";
import type { Syntax } from "../syntax/Syntax.js";
import { isTransparent } from "../syntax/transparent.js";
import type { Facts } from "./Facts.js";
import type { BindingFact, SinkFact } from "./questions.js";
import type { FileScan } from "./scanFile.js";
import { slotKeyOf } from "./slotKeys.js";
import { findViews } from "./views.js";

/** Who sees which binding: what closures capture, and which bindings more than one body can reach. */
export interface Scopes {
  /** The first mention of each owned binding that a function reads from a function around it. */
  readonly captures: ReadonlyMap<BodyOwner, readonly Capture[]>;
  /** Bindings that functions read besides their own, and these functions. */
  readonly capturedBy: ReadonlyMap<number, readonly BodyOwner[]>;
  /** Functions within functions that name a shared slot: the functions around them may look at it meanwhile (P3, B1). */
  readonly slotUsers: ReadonlySet<BodyOwner>;
  /** Module-level bindings that some function mentions: shared slots (P3). */
  readonly shared: ReadonlySet<number>;
  /** Every binding that some expression names, by id. */
  readonly bindings: ReadonlyMap<number, BindingFact>;
  /** Names of plain type that look at something owned: a view, a promise or iterator that borrows (T5, B3). */
  readonly views: ReadonlySet<number>;
  /** Whether an expression of a plain type looks at something owned, or parts of its value do (T5). */
  readonly looks: (value: ts.Expression) => boolean;
  /** Variables that index something owned; changing one renames a slot. */
  readonly indices: ReadonlySet<number>;
  /** The same of members, whoever has them: `id` in `bs[job.id]`. */
  readonly indexMembers: ReadonlySet<string>;
  /** Bodies that hold something owned or borrowed themselves; no other is looked at. */
  readonly tracked: ReadonlySet<BodyOwner>;
}

export interface Capture {
  readonly binding: number;
  readonly name: string;
  readonly at: ts.Identifier;
  readonly ownership: "owned" | "borrowed";
}

export function resolveScopes(syntax: Syntax, scan: FileScan, facts: Facts): Scopes {
  const captures = new Map<BodyOwner, Capture[]>();
  const shared = new Set<number>();
  const indices = new Set<number>();
  const indexMembers = new Set<string>();
  const tracked = new Set<BodyOwner>();
  const slotUsers = new Set<BodyOwner>();
  const { ownerOf } = scan;
  const addSlotUsers = (slot: ts.Node, isSeenFrom: (owner: BodyOwner) => boolean): void => {
    for (let owner = ownerOf(slot); isSeenFrom(owner); owner = ownerOf(owner)) slotUsers.add(owner);
  };
  const isWithinFunction = (owner: BodyOwner): boolean =>
    !isModuleLevel(syntax, owner) && !isModuleLevel(syntax, ownerOf(owner));

  for (const [node, value] of facts.values) {
    if (isImported(syntax, node)) continue;
    if (value.ownership.kind === "owned" || value.ownership.kind === "borrowed" || value.instance) {
      tracked.add(ownerOf(node));
    }
    if (value.ownership.kind === "owned" && node.kind === syntax.SyntaxKind.ElementAccessExpression) {
      const key = slotKeyOf(syntax, facts, (node as ts.ElementAccessExpression).argumentExpression);
      for (const binding of key?.bindings ?? []) indices.add(binding);
      for (const member of key?.members ?? []) indexMembers.add(member);
    }
    if (value.ownership.kind === "owned" && isAccess(syntax, node)) {
      const root = rootOfAccess(syntax, node);
      const binding = facts.binding(root);
      if (root.kind === syntax.SyntaxKind.ThisKeyword)
        addSlotUsers(node, (owner) => owner.kind === syntax.SyntaxKind.ArrowFunction);
      else if (binding !== null && binding.declaration !== null && binding.ownership.kind === "plain") {
        const home = homeOf(syntax, binding.declaration, ownerOf);
        addSlotUsers(node, (owner) => owner !== home && isWithinFunction(owner));
      }
    }
  }

  for (const [node, sink] of facts.sinks) if (isForged(sink)) tracked.add(ownerOf(node));
  for (const [node, call] of facts.calls) {
    const makes = call.consumesReceiver || call.instantiates !== null;
    if (makes || call.arguments.some(({ sink }) => isForged(sink))) tracked.add(ownerOf(node));
  }

  // X7: what `eval` runs sees every variable around it.
  for (const call of scan.calls) {
    if (!isDirectEval(syntax, call)) continue;
    const home = ownerOf(call);
    for (let owner = home; !isModuleLevel(syntax, owner); owner = ownerOf(owner))
      if (tracked.has(owner)) tracked.add(home);
  }

  const bindings = new Map([...facts.bindings.values()].map((binding) => [binding.id, binding]));
  const { names, looks } = findViews(syntax, scan, facts);
  const views = new Set([...findTasks(syntax, scan, facts), ...names]);
  for (const reference of scan.references) {
    const binding = facts.binding(reference);
    if (binding === null || binding.declaration === null || binding.imported) continue;
    const { kind } = binding.ownership;
    if (kind !== "owned" && kind !== "borrowed" && !views.has(binding.id)) continue;
    const home = homeOf(syntax, binding.declaration, ownerOf);
    let owner = ownerOf(reference);
    if (owner === home) continue;
    if (isModuleLevel(syntax, home)) {
      shared.add(binding.id);
      if (kind === "owned") addSlotUsers(reference, isWithinFunction);
      continue;
    }
    for (; owner !== home; owner = ownerOf(owner)) {
      const known = captures.get(owner);
      const ownership = kind === "owned" ? "owned" : "borrowed";
      const capture: Capture = { binding: binding.id, name: binding.name, at: reference, ownership };
      if (known === undefined) captures.set(owner, [capture]);
      else if (!known.some((other) => other.binding === binding.id)) known.push(capture);
      if (isModuleLevel(syntax, owner)) break;
    }
  }
  const capturedBy = new Map<number, BodyOwner[]>();
  for (const [owner, each] of captures) {
    for (const { binding } of each) {
      const known = capturedBy.get(binding);
      if (known === undefined) capturedBy.set(binding, [owner]);
      else known.push(owner);
    }
  }
  return { captures, capturedBy, slotUsers, shared, bindings, views, looks, indices, indexMembers, tracked };
}

function isAccess(
  { SyntaxKind: K }: Syntax,
  node: ts.Node,
): node is ts.PropertyAccessExpression | ts.ElementAccessExpression {
  return node.kind === K.PropertyAccessExpression || node.kind === K.ElementAccessExpression;
}

/** What a path of members begins with. */
function rootOfAccess(syntax: Syntax, access: ts.Node): ts.Node {
  let at = access;
  while (isAccess(syntax, at) || isTransparent(syntax, at)) at = at.expression;
  return at;
}

/** A name for what another module has, which holds nothing where nobody uses it. */
function isImported({ SyntaxKind: K }: Syntax, { kind, parent }: ts.Node): boolean {
  return kind === K.Identifier && (parent.kind === K.ImportSpecifier || parent.kind === K.ImportClause);
}

function isDirectEval({ SyntaxKind: K }: Syntax, call: ts.Node): boolean {
  const { expression } = call as { readonly expression?: ts.Node };
  return expression?.kind === K.Identifier && (expression as ts.Identifier).text === "eval";
}

function isForged(sink: SinkFact): boolean {
  return sink.kind === "own" && sink.forged !== undefined;
}

/** Names of promises and iterators that have something on loan (B3). */
function findTasks(syntax: Syntax, scan: FileScan, facts: Facts): ReadonlySet<number> {
  const tasks = new Set<number>();
  for (const name of scan.names) {
    const binding = facts.binding(name);
    if (binding?.ownership.kind !== "plain" || name.parent.kind !== syntax.SyntaxKind.VariableDeclaration)
      continue;
    const { initializer } = name.parent as ts.VariableDeclaration;
    const call = initializer === undefined ? null : facts.call(initializer);
    const lendsToTask =
      call !== null &&
      call.returns !== "value" &&
      call.arguments.some(
        ({ sink, value }) => sink.kind === "borrow" && (value === "owned" || value === "borrowed"),
      );
    if (lendsToTask) tasks.add(binding.id);
  }
  return tasks;
}

/** The body in which a binding lives: a parameter in its function, everything else where it is declared. */
export function homeOf(
  syntax: Syntax,
  declaration: ts.Node,
  ownerOf: (node: ts.Node) => BodyOwner,
): BodyOwner {
  const parent = declaration.parent as ts.Node | undefined;
  if (
    parent !== undefined &&
    declaration.kind === syntax.SyntaxKind.Parameter &&
    isFunctionLike(syntax, parent)
  ) {
    return parent;
  }
  return ownerOf(declaration);
}
