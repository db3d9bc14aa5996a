/** The colours that a stylesheet declares, by name, one palette for each `:root` rule. */
export function palettesOf(html: string): readonly ReadonlyMap<string, string>[] {
  return [...html.matchAll(/:root\{([^}]*)\}/g)].map(
    ([, rule = ""]) =>
      new Map(
        [...rule.matchAll(/--([\w-]+):(#[0-9a-f]{6})/g)].map(([, name = "", colour = ""]) => [name, colour]),
      ),
  );
}

/** The contrast of two colours of a palette, by WCAG 2: from 1 to 21. */
export function contrast(palette: ReadonlyMap<string, string>, a: string, b: string): number {
  const [darker = NaN, lighter = NaN] = [a, b]
    .map((name) => luminance(palette.get(name) ?? ""))
    .sort((x, y) => x - y);
  return (lighter + 0.05) / (darker + 0.05);
}

function luminance(colour: string): number {
  const [red = NaN, green = NaN, blue = NaN] = [1, 3, 5].map((start) => {
    const channel = Number.parseInt(colour.slice(start, start + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
