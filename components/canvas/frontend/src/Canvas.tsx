/** The drawing area: React Flow over the open graph. It turns gestures into actions, and keeps nothing else. */
import {
  Background, type Connection, type Edge, type FinalConnectionState, MiniMap, type Node, type NodeChange, ReactFlow,
  SelectionMode, applyNodeChanges, useReactFlow, useStore,
} from "@xyflow/react";
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { commitGraph, currentGraph, entries } from "./commit";
import { canConnect, disconnect, outputIndex, slotAt, wiresOf } from "./document/connect";
import { moveNodes, wire } from "./document/edits";
import { graphOf } from "./document/walk";
import { DraggedWire } from "./edges/DraggedWire";
import { WireEdge } from "./edges/WireEdge";
import { Breadcrumb } from "./chrome/Breadcrumb";
import { ContextMenu } from "./chrome/ContextMenu";
import { EmptyCanvas } from "./chrome/EmptyCanvas";
import { Notices } from "./chrome/Notices";
import { ZoomBar } from "./chrome/ZoomBar";
import { flowEdges, flowNodes, sameItems } from "./flow";
import { addAt, insertOnWire } from "./insert";
import { LayerNode } from "./nodes/LayerNode";
import { setDropHandler } from "./palette_drag";
import { useStudio } from "./store";
import { useMiniMapColour } from "./minimap";
import { useContextMenu } from "./useContextMenu";
import { useOpeningView, useReveal } from "./useView";
import { MIN_ZOOM } from "./viewport";

const NODE_TYPES = { layer: LayerNode };
const EDGE_TYPES = { wire: WireEdge };
const GRID: [number, number] = [4, 4];
const MANY = 200;
const NOTHING: string[] = [];
const PAN_BUTTONS = [0, 1];
const ADD_TO_SELECTION = ["Control", "Meta", "Shift"];
const NO_ATTRIBUTION = { hideAttribution: true };

/** The array that React Flow draws: the document's nodes, and on top the movement of the drag in progress. */
function useFlowNodes() {
  const graph = useStudio((state) => graphOf(state.document, state.graphId));
  const selection = useStudio((state) => state.selection);
  const [nodes, setNodes] = useState<Node[]>([]);
  const current = useRef(nodes);
  const replace = useCallback((next: Node[]) => {
    current.current = next;
    setNodes(next);
  }, []);
  useLayoutEffect(() => replace(flowNodes(current.current, graph, selection)), [graph, selection, replace]);
  const onNodesChange = useCallback(
    (changes: NodeChange[]) => {
      // Deleting is a command of ours; everything else is React Flow's own bookkeeping.
      const kept = changes.filter((change) => change.type !== "remove");
      if (kept.length === 0) return;
      replace(applyNodeChanges(kept, current.current));
      if (kept.some((change) => change.type === "select")) {
        useStudio.getState().actions.select(current.current.filter((node) => node.selected).map((node) => node.id));
      }
    },
    [replace],
  );
  return { nodes, onNodesChange };
}

function useFlowEdges() {
  const document = useStudio((state) => state.document);
  const graphId = useStudio((state) => state.graphId);
  const catalogue = useStudio((state) => state.catalogue);
  const [picked, setPicked] = useState(NOTHING);
  const before = useRef<Edge[]>([]);
  const edges = useMemo(() => {
    if (!catalogue) return [];
    return sameItems(before.current, flowEdges(wiresOf(document, graphOf(document, graphId), entries()), picked));
  }, [document, graphId, catalogue, picked]);
  useLayoutEffect(() => {
    before.current = edges;
  }, [edges]);
  return { edges, picked, setPicked };
}

function commitMove(_: unknown, __: Node | null, moved: Node[]): void {
  const positions = Object.fromEntries(moved.map((node) => [node.id, node.position]));
  commitGraph(moved.length === 1 ? "Move a node" : `Move ${moved.length} nodes`, moveNodes(currentGraph(), positions));
}

function commitSelectionMove(_: unknown, moved: Node[]): void {
  commitMove(_, null, moved);
}

function connectTo(target: string, handle: string | null, source: string, output: number): void {
  const { document } = useStudio.getState();
  const graph = currentGraph();
  const slot = slotAt(document, graph, target, handle, entries());
  if (!slot || !canConnect(graph, source, target)) return;
  const name = (id: string) => graph.layers[graph.nodes[id]?.layer ?? ""]?.name ?? id;
  commitGraph(`Connect ${name(source)} to ${name(target)}`, wire(graph, target, slot, { node: source, output }));
}

function onConnect({ source, sourceHandle, target, targetHandle }: Connection): void {
  connectTo(target, targetHandle, source, outputIndex(sourceHandle));
}

const isValidConnection = ({ source, target }: Connection | Edge) => canConnect(currentGraph(), source, target);

const pointOf = (event: MouseEvent | TouchEvent) => ("changedTouches" in event ? event.changedTouches[0] : event);

/** A wire let go over a node's body goes to its first free port; over nothing it asks what to put there. */
function useConnectEnd(area: React.RefObject<HTMLDivElement | null>) {
  const flow = useReactFlow();
  return useCallback(
    (event: MouseEvent | TouchEvent, end: FinalConnectionState) => {
      if (end.toHandle || !end.fromNode || !end.fromHandle) return;
      const { clientX, clientY } = pointOf(event);
      const root = area.current?.getRootNode() as Document | ShadowRoot | undefined;
      const under = root?.elementFromPoint(clientX, clientY);
      if (!under || !area.current?.contains(under)) return;
      const body = under.closest(".react-flow__node");
      const over = body?.getAttribute("data-id");
      const isForward = end.fromHandle.type === "source";
      const output = isForward ? outputIndex(end.fromHandle.id) : 0;
      if (over && over !== end.fromNode.id) {
        if (isForward) connectTo(over, null, end.fromNode.id, output);
        else connectTo(end.fromNode.id, end.fromHandle.id ?? null, over, 0);
      } else if (!over && isForward) {
        const at = flow.screenToFlowPosition({ x: clientX - 104, y: clientY });
        useStudio.getState().actions.openQuickAdd(at, { node: end.fromNode.id, output });
      }
    },
    [flow, area],
  );
}

function useDrop(area: React.RefObject<HTMLDivElement | null>) {
  const flow = useReactFlow();
  useEffect(() => {
    setDropHandler((added, x, y) => {
      const root = area.current?.getRootNode() as Document | ShadowRoot | undefined;
      const under = root?.elementFromPoint(x, y);
      if (!under || !area.current?.contains(under)) return;
      const at = flow.screenToFlowPosition({ x, y });
      const position = { x: Math.round((at.x - 104) / 4) * 4, y: Math.round((at.y - 24) / 4) * 4 };
      const edge = under.closest(".react-flow__edge")?.getAttribute("data-id");
      if (edge) insertOnWire(added, edge, position);
      else addAt(added, position);
      area.current.closest<HTMLElement>(".ll-root")?.focus({ preventScroll: true });
    });
    return () => setDropHandler(null);
  }, [flow, area]);
}

export function Canvas() {
  const { nodes, onNodesChange } = useFlowNodes();
  const { edges, picked, setPicked } = useFlowEdges();
  const area = useRef<HTMLDivElement>(null);
  const onConnectEnd = useConnectEnd(area);
  const isFar = useStore((state) => state.transform[2] < 0.5);
  const colour = useMiniMapColour();
  const openingView = useOpeningView(area);
  const onPress = useReveal();
  const contextMenu = useContextMenu(area);
  useDrop(area);
  // Functions keep their identity: React Flow draws all nodes again when it is given a new one.
  const unpick = useCallback(() => setPicked(NOTHING), [setPicked]);
  const onNodeClick = useCallback((event: React.MouseEvent, node: Node) => {
    setPicked(NOTHING);
    const isAdding = event.shiftKey || event.ctrlKey || event.metaKey;
    // React Flow leaves several selected when one of them is clicked, because the press may begin a drag of them all.
    if (!isAdding && useStudio.getState().selection.length > 1) useStudio.getState().actions.select([node.id]);
  }, [setPicked]);
  const onEdgeClick = useCallback((_: unknown, edge: Edge) => setPicked([edge.id]), [setPicked]);
  const openBlock = useCallback((_: unknown, node: Node) => {
    const graph = currentGraph();
    const definition = graph.layers[graph.nodes[node.id]?.layer ?? ""]?.definition;
    if (definition) useStudio.getState().actions.openGraph(definition);
  }, []);
  const onKeyDown = (event: React.KeyboardEvent) => {
    if (picked.length === 0 || (event.key !== "Delete" && event.key !== "Backspace")) return;
    if (useStudio.getState().selection.length > 0) return;
    event.stopPropagation();
    commitGraph("Disconnect", disconnect(useStudio.getState().document, currentGraph(), picked, entries()));
    setPicked(NOTHING);
    area.current?.closest<HTMLElement>(".ll-root")?.focus({ preventScroll: true });
  };
  const onReconnect = useCallback((edge: Edge, connection: Connection) => {
    const { document } = useStudio.getState();
    const graph = disconnect(document, currentGraph(), [edge.id], entries());
    const slot = slotAt(document, graph, connection.target, connection.targetHandle, entries());
    if (!slot || !canConnect(graph, connection.source, connection.target)) return;
    const reference = { node: connection.source, output: outputIndex(connection.sourceHandle) };
    commitGraph("Reconnect", wire(graph, connection.target, slot, reference));
  }, []);
  return (
    <div className="ll-canvas" ref={area} data-far={isFar || undefined} onPointerDownCapture={onPress} onKeyDown={onKeyDown}>
      {openingView && (
        <ReactFlow
          defaultViewport={openingView}
          nodes={nodes}
          edges={edges}
          nodeTypes={NODE_TYPES}
          edgeTypes={EDGE_TYPES}
          onNodesChange={onNodesChange}
          onNodeDragStop={commitMove}
          onSelectionDragStop={commitSelectionMove}
          onConnect={onConnect}
          onConnectEnd={onConnectEnd}
          onReconnect={onReconnect}
          isValidConnection={isValidConnection}
          onNodeDoubleClick={openBlock}
          onEdgeClick={onEdgeClick}
          onPaneClick={unpick}
          onNodeClick={onNodeClick}
          {...contextMenu}
          connectionLineComponent={DraggedWire}
          selectionMode={SelectionMode.Partial}
          selectionKeyCode="Shift"
          multiSelectionKeyCode={ADD_TO_SELECTION}
          panOnDrag={PAN_BUTTONS}
          zoomOnDoubleClick={false}
          deleteKeyCode={null}
          disableKeyboardA11y
          snapToGrid
          snapGrid={GRID}
          minZoom={MIN_ZOOM}
          maxZoom={2}
          connectionRadius={18}
          reconnectRadius={12}
          nodeDragThreshold={3}
          onlyRenderVisibleElements={nodes.length > MANY}
          proOptions={NO_ATTRIBUTION}
        >
          <Background gap={16} size={1.25} color="var(--dots)" />
          {nodes.length > 0 && (
            <MiniMap pannable zoomable nodeColor={colour} nodeBorderRadius={6} nodeStrokeWidth={0} position="bottom-right" aria-label="Overview" />
          )}
        </ReactFlow>
      )}
      <ZoomBar />
      <Breadcrumb />
      <ContextMenu />
      {nodes.length === 0 && <EmptyCanvas />}
      <Notices />
    </div>
  );
}
