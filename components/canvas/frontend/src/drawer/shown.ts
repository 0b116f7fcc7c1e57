/** Which problems are worth telling. Pure. */
import type { Problem } from "../protocol";
import type { StudioState } from "../store";

const NONE: Problem[] = [];

/** All of them, once there is something on the canvas: until then its hint says what is missing. Null while unknown. */
export function shownProblems({ analysis, document }: Pick<StudioState, "analysis" | "document">): Problem[] | null {
  if (!analysis) return null;
  return Object.keys(document.main.nodes).length === 0 ? NONE : analysis.problems;
}
