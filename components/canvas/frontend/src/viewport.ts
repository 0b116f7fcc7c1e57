/** React Flow's own handle on zoom and pan, for commands that are no components. */
import { type ReactFlowInstance, type Viewport, getViewportForBounds } from "@xyflow/react";
import { NODE_SIZE } from "./document/place";
import type { Graph } from "./protocol";

const PADDING = 0.06;
export const MIN_ZOOM = 0.1;

let instance: ReactFlowInstance | null = null;
let isMoving = false;

export const viewport = (): ReactFlowInstance | null => instance;

export function setViewport(next: ReactFlowInstance | null): void {
  instance = next;
}

/** Fits the given nodes, or everything; never larger than life. */
export function fitView(ids: string[] = [], duration = 160): void {
  const nodes = ids.length > 0 ? ids.map((id) => ({ id })) : undefined;
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  isMoving = true;
  void instance?.fitView({ nodes, padding: PADDING, maxZoom: 1, minZoom: MIN_ZOOM, duration: calm ? 0 : duration }).then(() => {
    isMoving = false;
  });
}

/** What `fitView` leads to for a whole graph, known before anything is drawn: all nodes have one size. */
export function wholeView(graph: Graph, width: number, height: number): Viewport | null {
  const places = Object.values(graph.nodes).map((node) => node.position);
  if (places.length === 0 || width <= 0 || height <= 0) return null;
  const xs = places.map(({ x }) => x);
  const ys = places.map(({ y }) => y);
  const [x, y] = [xs.reduce((a, b) => Math.min(a, b)), ys.reduce((a, b) => Math.min(a, b))];
  const right = xs.reduce((a, b) => Math.max(a, b)) + NODE_SIZE.width;
  const bottom = ys.reduce((a, b) => Math.max(a, b)) + NODE_SIZE.height;
  return getViewportForBounds({ x, y, width: right - x, height: bottom - y }, width, height, MIN_ZOOM, 1, PADDING);
}

/** Ends a movement of the view where it is now. */
export function holdView(): void {
  if (!isMoving || !instance) return;
  isMoving = false;
  void instance.setViewport(instance.getViewport());
}
