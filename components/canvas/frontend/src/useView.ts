/** What part of the graph is in sight: all of it when it opens, and later what an action asks for. */
import { type Viewport, useReactFlow, useStoreApi } from "@xyflow/react";
import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";
import { currentGraph } from "./commit";
import { NODE_SIZE } from "./document/place";
import { useStudio } from "./store";
import { fitView, holdView, setViewport, wholeView } from "./viewport";

const SMALL = 30;
const REVEAL_MS = 240;

interface Pane {
  transform: [number, number, number];
  width: number;
  height: number;
}

function isInView({ x, y }: { x: number; y: number }, { transform: [dx, dy, zoom], width, height }: Pane): boolean {
  const left = x * zoom + dx;
  const top = y * zoom + dy;
  return left >= 0 && top >= 0 && left + NODE_SIZE.width * zoom <= width && top + NODE_SIZE.height * zoom <= height;
}

/** Moves the view only when a node is outside it: a view that jumps at each step loses the reader. */
function bringIntoView(ids: string[], pane: Pane): void {
  const { nodes } = currentGraph();
  const seen = ids.filter((id) => id in nodes);
  if (seen.length === 0 || seen.every((id) => isInView(nodes[id].position, pane))) return;
  fitView(Object.keys(nodes).length < SMALL ? [] : seen, REVEAL_MS);
}

/**
 * Shows a graph that opens as a whole, at once: a view that flew there would carry the nodes away from under the pointer.
 * Null until the area has a size; the drawing starts then, with this view. Graphs opened later move the drawing that is there.
 */
export function useOpeningView(area: RefObject<HTMLDivElement | null>): Viewport | null {
  const project = useStudio((state) => state.projectId);
  const graphId = useStudio((state) => state.graphId);
  const flow = useReactFlow();
  const [first, setFirst] = useState<Viewport | null>(null);
  const isDrawn = useRef(false);
  useLayoutEffect(() => {
    const { clientWidth = 0, clientHeight = 0 } = area.current ?? {};
    const view = wholeView(currentGraph(), clientWidth, clientHeight) ?? { x: 0, y: 0, zoom: 1 };
    if (isDrawn.current) void flow.setViewport(view);
    else setFirst(view);
    isDrawn.current = true;
  }, [area, flow, project, graphId]);
  return first;
}

/** Serves the requests of actions. Gives the handler of a press, under which the view must hold still. */
export function useReveal(): () => void {
  const request = useStudio((state) => state.revealRequest);
  const flow = useReactFlow();
  const store = useStoreApi();
  const timer = useRef<ReturnType<typeof setTimeout>>();
  useEffect(() => {
    setViewport(flow);
    return () => setViewport(null);
  }, [flow]);
  useEffect(() => {
    if (!request) return;
    // New nodes have a size only after React Flow has measured them.
    timer.current = setTimeout(() => {
      if (request.nodes.length > 0) bringIntoView(request.nodes, store.getState());
      else fitView([], REVEAL_MS);
    }, 50);
    return () => clearTimeout(timer.current);
  }, [request, store]);
  return useCallback(() => {
    clearTimeout(timer.current);
    holdView();
  }, []);
}
