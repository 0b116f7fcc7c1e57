// Light or dark, from the background that Streamlit gives the page.

function channels(color: string): number[] {
  const hex = /^#([0-9a-f]{6})/i.exec(color.trim());
  if (hex?.[1]) return [0, 2, 4].map((at) => parseInt((hex[1] as string).slice(at, at + 2), 16));
  return (color.match(/[\d.]+/g) ?? []).slice(0, 3).map(Number);
}

/** Whether a CSS colour is dark; what cannot be read counts as light. */
export function isDarkColor(color: string): boolean {
  const [red, green, blue] = channels(color);
  if (red === undefined || green === undefined || blue === undefined) return false;
  return 0.299 * red + 0.587 * green + 0.114 * blue < 128;
}

export function isDark(host: Element): boolean {
  const own = getComputedStyle(host).getPropertyValue("--st-background-color");
  return own ? isDarkColor(own) : matchMedia("(prefers-color-scheme: dark)").matches;
}

export interface Palette {
  train: string;
  batches: string;
  validation: string;
  surface: string;
  line: string;
  text: string;
}

/** The chart's colours, read from the tokens in styles.css. */
export function palette(root: Element): Palette {
  const style = getComputedStyle(root);
  const token = (name: string) => style.getPropertyValue(`--ll-${name}`).trim();
  const series1 = token("series1");
  return {
    train: series1,
    batches: `${series1}40`, // 25 %
    validation: token("series2"),
    surface: token("page"),
    line: token("line"),
    text: token("text2"),
  };
}
