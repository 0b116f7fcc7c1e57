/** Light or dark, as Streamlit has it; it says so only in a CSS variable. */
export type Theme = "light" | "dark";

/** Dark when Streamlit's background is. */
export function themeOf(element: Element): Theme {
  const colour = getComputedStyle(element).getPropertyValue("--st-background-color").trim();
  const hex = /^#([0-9a-f]{6})/i.exec(colour)?.[1];
  const parts = hex ? [0, 2, 4].map((at) => parseInt(hex.slice(at, at + 2), 16)) : (colour.match(/[\d.]+/g) ?? []).slice(0, 3).map(Number);
  if (parts.length < 3) return window.matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  return parts[0] * 0.299 + parts[1] * 0.587 + parts[2] * 0.114 < 128 ? "dark" : "light";
}

/**
 * Calls when the variable changes, as it does when the operating system turns dark in the evening: Streamlit does not
 * call the component then. A transition is the one event that a browser sends for a changed computed style.
 */
export function watchTheme(element: HTMLElement, changed: () => void): void {
  element.style.backgroundColor = "var(--st-background-color)";
  element.style.transition = "background-color 1ms";
  element.addEventListener("transitionrun", (event) => {
    if (event.target === element) changed();
  });
}
