import type ts from "typescript";
import type { Place } from "../ir/places.js";
import { bindingPlace } from "./access.js";
import { unlessThrown } from "./finalizers.js";
import { spanOf, type Lowering } from "./Lowering.js";

/** F5: what the binding holds is disposed of at the end of its scope, so that nobody else can have it. */
export function rememberUsing(cx: Lowering, name: ts.Identifier): void {
  const place = usedPlace(cx, name);
  const { ownership } = cx.facts.value(name);
  if (place === null || ownership.kind !== "owned") return;
  cx.usings.set(place, { at: spanOf(cx, name), linear: ownership.linear });
}

/**
 * The scope of `using` declarations: whoever looks at one of them sees that no more when control has left it (B1, B3). An
 * exception leaves behind looks that nobody could have waited for, at what has nothing left to spend.
 */
export function disposeAfter(
  cx: Lowering,
  lists: readonly ts.VariableDeclarationList[],
  scope: () => void,
): void {
  const names = lists.flatMap(({ declarations }) => declarations.map(({ name }) => name));
  const disposed = names.flatMap((name) => {
    if (name.kind !== cx.syntax.SyntaxKind.Identifier || cx.facts.value(name).ownership.kind !== "owned")
      return [];
    const place = usedPlace(cx, name);
    return place === null ? [] : [{ place, at: spanOf(cx, name) }];
  });
  if (disposed.length === 0) {
    scope();
    return;
  }
  unlessThrown(cx, scope, () => {
    for (const { place, at } of disposed.toReversed()) cx.build.emit({ op: "disturb", place, at });
  });
}

function usedPlace(cx: Lowering, name: ts.Identifier): Place | null {
  const reference = bindingPlace(cx, name);
  return reference.kind === "place" ? reference.place : null;
}
