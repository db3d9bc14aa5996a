/** Makes one call and reads its reply. */
export type Call = () => Promise<unknown>;

/** The real client of an SDK: bare, with a hook that does nothing where the guard would be, and with a guard. */
export interface Contenders {
  readonly name: string;
  readonly bare: Call;
  readonly hooked: Call;
  readonly guarded: Call;
}

/** Of one call, in microseconds. */
export interface Cost {
  readonly clock: number;
  readonly processor: number;
}

export type Round = Readonly<Record<"bare" | "hooked" | "guarded", Cost>>;
