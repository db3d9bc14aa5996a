/**
 * Reads the flags of a command: prints the usage where `read` answers `help` or throws, and returns the exit code in
 * their stead then.
 */
export function readFlags<T extends object>(
  usage: string,
  read: () => T | "help",
): T | { readonly exitCode: number } {
  try {
    const flags = read();
    if (flags !== "help") return flags;
    console.log(usage);
    return { exitCode: 0 };
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
    return { exitCode: 2 };
  }
}

/** The value of `--name`, a whole number. Throws on any other text. */
export function natural(name: string, text: string, least: number): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value) || value < least)
    throw new Error(`--${name} takes a whole number, at least ${least}, not \`${text}\``);
  return value;
}
