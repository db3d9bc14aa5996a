/** How the parts of a report are coloured; the host decides whether they are. */
export interface Paint {
  error(text: string): string;
  warning(text: string): string;
  suggestion(text: string): string;
  /** Secondary labels. */
  label(text: string): string;
  /** Line numbers, arrows and bars. */
  gutter(text: string): string;
  strong(text: string): string;
}

const asIs = (text: string): string => text;

export const plainPaint: Paint = {
  error: asIs,
  warning: asIs,
  suggestion: asIs,
  label: asIs,
  gutter: asIs,
  strong: asIs,
};
