import type ts from "typescript";
import type { OwnershipState } from "../analyses/OwnershipState.js";
import type { Body } from "../ir/Body.js";

/** F6: the functions that the body makes only where nothing ever gets. */
export function unreachedFunctions(
  { functions }: Body,
  states: readonly (OwnershipState | undefined)[],
): readonly ts.Node[] {
  return [...functions].flatMap(([node, blocks]) =>
    blocks.every((block) => states[block] === undefined) ? [node] : [],
  );
}
