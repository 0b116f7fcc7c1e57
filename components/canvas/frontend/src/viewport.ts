/** React Flow's own handle on zoom and pan, for commands that are no components. */
import type { ReactFlowInstance } from "@xyflow/react";

let instance: ReactFlowInstance | null = null;

export const viewport = (): ReactFlowInstance | null => instance;

export function setViewport(next: ReactFlowInstance | null): void {
  instance = next;
}

/** Fits the given nodes, or everything; never larger than life. */
export function fitView(ids: string[] = [], duration = 160): void {
  const nodes = ids.length > 0 ? ids.map((id) => ({ id })) : undefined;
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  void instance?.fitView({ nodes, padding: 0.06, maxZoom: 1, minZoom: 0.1, duration: calm ? 0 : duration });
}
