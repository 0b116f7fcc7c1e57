/** The dots that wires start and end at: 10 px to see, 28 px to hit. */
import { Handle, Position, useConnection, useUpdateNodeInternals } from "@xyflow/react";
import { memo, useEffect, useMemo } from "react";
import { canConnect } from "../document/connect";
import { entries } from "../commit";
import { placesOf, portsOf, raisedLabels, slotLabel, slotsOf } from "../document/ports";
import { useStudio } from "../store";
import { openGraph } from "./useNode";

/** Which way a wire is being dragged: "source n1" when it left an output, "" when there is none. */
function useDraggedFrom(): string {
  return useConnection((connection) =>
    connection.inProgress && connection.fromHandle ? `${connection.fromHandle.type} ${connection.fromNode.id}` : "",
  );
}

const NO_SLOTS = { slots: [], places: [], raised: [] };
const percent = (part: number) => `${part * 100}%`;

export const InputPorts = memo(function InputPorts({ nodeId }: { nodeId: string }) {
  const node = useStudio((state) => openGraph(state).nodes[nodeId]);
  const layer = useStudio((state) => openGraph(state).layers[openGraph(state).nodes[nodeId]?.layer ?? ""]);
  const catalogue = useStudio((state) => state.catalogue);
  const from = useDraggedFrom();
  const isGrowing = from.startsWith("source ") && from !== `source ${nodeId}`;
  const { slots, places, raised } = useMemo(() => {
    if (!node || !catalogue || (!layer && node.layer)) return NO_SLOTS;
    const { document } = useStudio.getState();
    const ports = portsOf(document, openGraph(useStudio.getState()), node, entries());
    const quiet = slotsOf(node, ports);
    const shown = isGrowing ? slotsOf(node, ports, true) : quiet;
    const places = placesOf(shown, quiet);
    return { slots: shown, places, raised: raisedLabels(shown.map(slotLabel), places) };
  }, [node, layer, catalogue, isGrowing]);
  const update = useUpdateNodeInternals();
  const key = slots.map((slot) => slot.id).join("|");
  useEffect(() => update(nodeId), [update, nodeId, key]);
  const fits = isGrowing && canConnect(openGraph(useStudio.getState()), from.slice("source ".length), nodeId);
  const labels = new Set(slots.map(slotLabel));
  return (
    <>
      {slots.map((slot, index) => (
        <Handle
          key={slot.id}
          id={slot.id}
          type="target"
          position={Position.Top}
          className="ll-port"
          style={{ left: percent(places[index]) }}
          data-raised={raised[index] || undefined}
          data-fit={isGrowing ? (fits ? "yes" : "no") : undefined}
          role="img"
          aria-label={`Input ${slotLabel(slot)}`}
        >
          {labels.size > 1 && <span className="ll-port-name">{slotLabel(slot)}</span>}
        </Handle>
      ))}
    </>
  );
});

export const OutputPorts = memo(function OutputPorts({ nodeId, count }: { nodeId: string; count: number }) {
  const from = useDraggedFrom();
  const isWanted = from.startsWith("target ") && from !== `target ${nodeId}`;
  const fits = isWanted && canConnect(openGraph(useStudio.getState()), nodeId, from.slice("target ".length));
  const total = Math.max(1, count);
  const update = useUpdateNodeInternals();
  useEffect(() => update(nodeId), [update, nodeId, total]);
  return (
    <>
      {Array.from({ length: total }, (_, index) => (
        <Handle
          key={index}
          id={`o${index}`}
          type="source"
          position={Position.Bottom}
          className="ll-port"
          style={{ left: percent((index + 1) / (total + 1)) }}
          data-fit={isWanted ? (fits ? "yes" : "no") : undefined}
          role="img"
          aria-label={total > 1 ? `Output ${index + 1}` : "Output"}
        />
      ))}
    </>
  );
});
