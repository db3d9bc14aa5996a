/** How many of these calls were made. */
export function made(answers: readonly boolean[]): number {
  return answers.filter(Boolean).length;
}
