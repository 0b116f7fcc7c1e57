/** What is selected, and everything about it. */
import { graphOf } from "../document/walk";
import { useStudio } from "../store";
import "./fields.css";
import "./inspector.css";
import { LayerPanel } from "./LayerPanel";
import { Several } from "./Several";

function Selected() {
  const graph = useStudio((state) => graphOf(state.document, state.graphId));
  const selection = useStudio((state) => state.selection);
  const present = selection.filter((id) => id in graph.nodes);
  if (present.length === 0) {
    return (
      <div className="nothing">
        <h2>Nothing selected</h2>
        <p>Select a layer to edit its arguments.</p>
      </div>
    );
  }
  if (present.length > 1) return <Several graph={graph} selection={present} />;
  const [nodeId] = present;
  const node = graph.nodes[nodeId];
  const layer = node.layer ? graph.layers[node.layer] : undefined;
  if (node.layer && layer) return <LayerPanel key={nodeId} graph={graph} nodeId={nodeId} layerId={node.layer} layer={layer} />;
  return (
    <div className="nothing">
      <h2>{node.op ?? "A call without a layer"}</h2>
      <p>This operation has no arguments of its own to edit.</p>
    </div>
  );
}

export function Inspector() {
  return (
    <aside className="ll-inspector" aria-label="Inspector">
      <Selected />
    </aside>
  );
}
