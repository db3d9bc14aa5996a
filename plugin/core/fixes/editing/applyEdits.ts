import type { Suggestion, TextEdit } from "../Fix.js";

/** The text after the edits, of which none may overlap another. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  let result = "";
  let done = 0;
  for (const { at, text: replacement } of inOrder(edits)) {
    if (at.start < done) throw new Error("edits overlap");
    result += text.slice(done, at.start) + replacement;
    done = at.end;
  }
  return result + text.slice(done);
}

/** By position; those at the same position in the order in which they are given. */
export function inOrder(edits: readonly TextEdit[]): readonly TextEdit[] {
  return edits.toSorted((a, b) => a.at.start - b.at.start || a.at.end - b.at.end);
}

/**
 * As many of the suggestions as can be applied at once, the earlier ones first: no two write to the same text or declare
 * the same name. An edit that several make (an import) is made once.
 */
export function compatible(suggestions: readonly Suggestion[]): readonly Suggestion[] {
  const taken: Suggestion[] = [];
  const edits: TextEdit[] = [];
  const declared = new Set<string>();
  for (const suggestion of suggestions) {
    const added = suggestion.edits.filter((edit) => !edits.some((known) => isSame(known, edit)));
    // One that adds nothing of its own mends nothing that the others do not.
    if (added.length === 0 || suggestion.declares.some((name) => declared.has(name))) continue;
    if (added.some((edit) => edits.some((known) => touches(known, edit)))) continue;
    taken.push(suggestion);
    edits.push(...added);
    for (const name of suggestion.declares) declared.add(name);
  }
  return taken;
}

/** The edits of compatible suggestions, each once. */
export function editsOf(suggestions: readonly Suggestion[]): readonly TextEdit[] {
  const edits: TextEdit[] = [];
  for (const edit of suggestions.flatMap((suggestion) => suggestion.edits)) {
    if (!edits.some((known) => isSame(known, edit))) edits.push(edit);
  }
  return inOrder(edits);
}

function isSame(a: TextEdit, b: TextEdit): boolean {
  return a.at.start === b.at.start && a.at.end === b.at.end && a.text === b.text;
}

/** Next to each other counts too: which of two insertions comes first would decide what they mean. */
function touches(a: TextEdit, b: TextEdit): boolean {
  return a.at.start <= b.at.end && b.at.start <= a.at.end;
}
