/** An amount as a report shows it: dollars exactly, down to the nano-USD; anything else as a whole number. */
export function formatFigure(amount: number, unit: string): string {
  if (unit !== "usd") return amount.toLocaleString("en-US");
  const digits = String(amount).padStart(10, "0");
  const cents = digits.slice(-9).replace(/0{1,7}$/, "");
  return `$${Number(digits.slice(0, -9)).toLocaleString("en-US")}.${cents}`;
}
