import { Unlink } from "lucide-react";
import { callsOf, layerOf, nodeReferences } from "../document/walk";
import type { Graph } from "../protocol";
import { useStudio } from "../store";
import { ShapeText } from "./ShapeText";

function sourcesOf(graph: Graph, nodeId: string): string {
  const names = nodeReferences(graph.nodes[nodeId]).map(({ node }) => layerOf(graph, node)?.name ?? graph.nodes[node]?.op ?? "?");
  return names.join(", ");
}

/** "2 calls": what it means, and the way to a layer of its own. */
export function CallsNote({ graph, nodeId, layerId }: { graph: Graph; nodeId: string; layerId: string }) {
  const actions = useStudio((state) => state.actions);
  const calls = callsOf(graph, layerId);
  if (calls.length < 2) return null;
  const both = calls.length === 2 ? "both" : `all ${calls.length}`;
  return (
    <div className="calls-note">
      <p>
        Call {calls.indexOf(nodeId) + 1} of {calls.length}. Edits apply to {both}; weights count once.
      </p>
      <button type="button" className="plain" title="Give this call a layer of its own" onClick={() => actions.unlink(nodeId)}>
        <Unlink size={14} aria-hidden="true" /> Unlink
      </button>
    </div>
  );
}

/** Every place where the layer is called; pressing one goes there. */
export function Calls({ graph, nodeId, layerId }: { graph: Graph; nodeId: string; layerId: string }) {
  const actions = useStudio((state) => state.actions);
  const graphId = useStudio((state) => state.graphId);
  const figures = useStudio((state) => state.analysis?.nodes[state.graphId]);
  const calls = callsOf(graph, layerId);
  return (
    <ol className="calls">
      {calls.map((id, index) => (
        <li key={id}>
          <button type="button" aria-current={id === nodeId} onClick={() => actions.reveal(id, graphId)}>
            <b>Call {index + 1}</b>
            <span>{sourcesOf(graph, id) ? `reads ${sourcesOf(graph, id)}` : "reads nothing yet"}</span>
            <ShapeText shape={figures?.[id]?.outputs[0]?.shape} />
          </button>
        </li>
      ))}
    </ol>
  );
}
