/** An amount with its unit, for messages and views. Dollars show the integer that is counted and what it means. */
export function formatAmount(amount: number, unit: string): string {
  return unit === "usd" ? `${amount} nano-USD ($${amount / 1e9})` : `${amount} ${unit}`;
}
