/** Layers used lately; a habit of this browser, so it lives in localStorage and not in the document. */
import { useStudio } from "./store";

const KEY = "layerloom:recent";
const KEPT = 6;

export function loadRecent(): void {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    if (Array.isArray(found)) useStudio.setState({ recent: found.filter((item) => typeof item === "string") });
  } catch {
    // A private window without storage, or a damaged entry: start without a list.
  }
}

export function rememberRecent(className: string): void {
  const recent = [className, ...useStudio.getState().recent.filter((item) => item !== className)].slice(0, KEPT);
  useStudio.setState({ recent });
  try {
    localStorage.setItem(KEY, JSON.stringify(recent));
  } catch {
    // Nothing is lost but a convenience.
  }
}
