import { Copy, Group, Trash2 } from "lucide-react";
import { entries } from "../commit";
import { layerOf } from "../document/walk";
import { FamilyTile } from "../icons";
import type { Graph } from "../protocol";
import { useStudio } from "../store";
import { count } from "./ShapeText";

/** Several nodes: what they are, what they weigh together, and what can be done with them all. */
export function Several({ graph, selection }: { graph: Graph; selection: string[] }) {
  const actions = useStudio((state) => state.actions);
  const figures = useStudio((state) => state.analysis?.nodes[state.graphId]);
  const layers = new Map(selection.map((id) => [graph.nodes[id]?.layer ?? id, id]));
  const known = [...layers.values()].map((id) => figures?.[id]?.params);
  const total = known.some((params) => params == null) ? null : known.reduce<number>((sum, params) => sum + (params ?? 0), 0);
  return (
    <div className="several">
      <h2>{selection.length} nodes selected</h2>
      <p>
        <b>{count(total)}</b> parameters together.
      </p>
      <div className="buttons">
        <button type="button" className="plain" onClick={() => actions.duplicate()}>
          <Copy size={14} aria-hidden="true" /> Duplicate
        </button>
        <button type="button" className="plain" onClick={() => actions.groupSelection()}>
          <Group size={14} aria-hidden="true" /> Group
        </button>
        <button type="button" className="plain" onClick={() => actions.deleteSelection()}>
          <Trash2 size={14} aria-hidden="true" /> Delete
        </button>
      </div>
      <ul>
        {selection.map((id) => {
          const layer = layerOf(graph, id);
          return (
            <li key={id}>
              <button type="button" onClick={() => actions.select([id])}>
                <FamilyTile family={layer?.definition ? "Blocks" : (entries().get(layer?.class_name ?? "")?.family ?? "")} size={18} />
                <span>{layer?.name ?? graph.nodes[id]?.op ?? id}</span>
                <i>{layer?.class_name || (layer?.definition ? "Block" : "")}</i>
              </button>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
