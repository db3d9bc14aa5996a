import type ts from "typescript";

const marked = new WeakMap<ts.SourceFile, boolean>();

/** The marker is a unique symbol named `affine`, in our declarations or in a user's copy of them. */
export function declaresMarker(file: ts.SourceFile): boolean {
  let declares = marked.get(file);
  if (declares === undefined) {
    declares = declaresMarkerIn(file.text);
    marked.set(file, declares);
  }
  return declares;
}

export function declaresMarkerIn(text: string): boolean {
  return text.includes("unique symbol") && /\baffine\s*:\s*unique\s+symbol\b/.test(text);
}

/** Where the runtime, or its declarations, have the mint. */
export function declaresMint(file: ts.SourceFile): boolean {
  return /\bclass BudgetMint\b/.test(file.text) && file.text.includes("takeAuthority");
}
