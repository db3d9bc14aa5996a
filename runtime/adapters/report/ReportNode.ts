/**
 * One guard in a report. Amounts are in its unit. At any time
 * `given + takenBack = spent + reserved + remaining + passedOn + returned`.
 */
export interface ReportNode {
  readonly name: string;
  readonly unit: string;
  /** What it was made with. */
  readonly given: number;
  /** What its own calls were charged. */
  readonly spent: number;
  /** What it split off, for sub-agents. */
  readonly passedOn: number;
  /** What it merged: what sub-agents left. */
  readonly takenBack: number;
  /** What it released. */
  readonly returned: number;
  /** What is set aside for calls in flight. */
  readonly reserved: number;
  /** What it could still spend. */
  readonly remaining: number;
  /** What providers billed and its budget has not paid. */
  readonly uncovered: number;
  /** How many calls were sent, retries counted. */
  readonly calls: number;
  /** How many calls were refused. */
  readonly refused: number;
  /** The guards of budgets that were split off from this one. */
  readonly children: readonly ReportNode[];
}

/** What a guard and all guards below it spent. */
export function totalSpent({ spent, children }: ReportNode): number {
  return children.reduce((sum, child) => sum + totalSpent(child), spent);
}

/** What is owed for a guard and all guards below it. */
export function totalUncovered({ uncovered, children }: ReportNode): number {
  return children.reduce((sum, child) => sum + totalUncovered(child), uncovered);
}

/** The figures of a node that a report shows, in the order in which money moves. */
export const columns = [
  ["given", "given"],
  ["spent", "spent"],
  ["passedOn", "passed on"],
  ["takenBack", "taken back"],
  ["reserved", "reserved"],
  ["remaining", "left"],
  ["returned", "returned"],
] as const satisfies readonly (readonly [field: keyof ReportNode, title: string])[];

/** Nodes of one unit, for amounts of different units have no sum. */
export function byUnit(roots: readonly ReportNode[]): ReadonlyMap<string, readonly ReportNode[]> {
  const groups = new Map<string, ReportNode[]>();
  for (const root of roots) {
    const group = groups.get(root.unit);
    if (group === undefined) groups.set(root.unit, [root]);
    else group.push(root);
  }
  return groups;
}
