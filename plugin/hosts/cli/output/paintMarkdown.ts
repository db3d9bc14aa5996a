import type { Paint } from "../../../core/report/frame/Paint.js";

/** The Markdown of a rule's page as a terminal shows it: headings, fences, quotes and code spans painted, not marked up. */
export function paintMarkdown(markdown: string, paint: Paint): string {
  let inFence = false;
  const lines: string[] = [];
  for (const line of markdown.split("\n")) {
    if (line.startsWith("```")) inFence = !inFence;
    else if (inFence) lines.push(`    ${line}`.trimEnd());
    else if (line.startsWith("#")) lines.push(paint.strong(line.replace(/^#+ /, "").replaceAll("`", "")));
    else if (line === "Wrong:") lines.push(paint.error(line));
    else if (line === "Right:") lines.push(paint.suggestion(line));
    else lines.push(line.replace(/\*\*?([^*]+)\*\*?/g, (_, text: string) => paint.strong(text)));
  }
  return lines.join("\n");
}
