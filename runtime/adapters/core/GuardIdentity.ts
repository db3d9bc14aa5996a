/** Who a guard is in events and reports, and whose budget its own was split off from. */
export interface GuardIdentity {
  /** Tells guards of one name apart: counts up over the guards of a process. */
  readonly id: number;
  readonly name: string;
  readonly unit: string;
  /** The guard whose budget this one's was split off from; none if nobody knows of one. */
  readonly parent: GuardIdentity | undefined;
}

/** How a budget came to leave a guard. */
interface Origin {
  readonly guard: GuardIdentity;
  readonly by: "split" | "release";
}

/**
 * Which guard a budget came from. Kept here, beside the budgets and not in them: they cost nothing for it, and those that
 * no guard hands out are not in here. A budget that was spent or split since is another one, and has no origin.
 */
const origins = new WeakMap<object, Origin>();

let guards = 0;

/** @param parent what the user says; else what is known of the budget */
export function identityOf(
  name: string,
  unit: string,
  budget: object,
  parent: GuardIdentity | undefined,
): GuardIdentity {
  guards += 1;
  return { id: guards, name, unit, parent: parent ?? lenderOf(budget) };
}

export function rememberOrigin(budget: object, guard: GuardIdentity, by: Origin["by"]): void {
  origins.set(budget, { guard, by });
}

/** The guard that last had the money of `budget`. */
export function lastHolderOf(budget: object): GuardIdentity | undefined {
  return origins.get(budget)?.guard;
}

/** What a guard has released is still its parent's money: whoever gets it next stands beside that guard, not under it. */
function lenderOf(budget: object): GuardIdentity | undefined {
  const origin = origins.get(budget);
  if (origin === undefined) return undefined;
  return origin.by === "split" ? origin.guard : origin.guard.parent;
}
