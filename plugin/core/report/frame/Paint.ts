export type Colouring = (text: string) => string;

/** How the parts of a report are coloured; the host decides whether they are. */
export interface Paint {
  readonly error: Colouring;
  readonly warning: Colouring;
  readonly suggestion: Colouring;
  /** Secondary labels. */
  readonly label: Colouring;
  /** Line numbers, arrows and bars. */
  readonly gutter: Colouring;
  readonly strong: Colouring;
}

const asIs: Colouring = (text) => text;

export const plainPaint: Paint = {
  error: asIs,
  warning: asIs,
  suggestion: asIs,
  label: asIs,
  gutter: asIs,
  strong: asIs,
};
