import { ChevronDown } from "lucide-react";
import { FamilyTile } from "../icons";
import { useStudio } from "../store";

/** The document's own sub-models; pressing one opens it. */
export function Blocks() {
  const definitions = useStudio((state) => state.document.definitions);
  const open = useStudio((state) => state.graphId);
  const actions = useStudio((state) => state.actions);
  const blocks = Object.entries(definitions);
  if (blocks.length === 0) return null;
  return (
    <section className="family">
      <div className="family-head">
        <ChevronDown size={14} aria-hidden="true" />
        <FamilyTile family="Blocks" size={18} />
        <span className="name">Blocks</span>
        <span className="count">{blocks.length}</span>
      </div>
      {blocks.map(([id, { name, graph }]) => (
        <button
          key={id}
          type="button"
          className="row"
          data-row
          aria-current={open === id}
          title={`Open ${name} and see its layers`}
          onClick={() => actions.openGraph(id)}
        >
          <span className="name">{name}</span>
          <span className="hint">{Object.keys(graph.layers).length - graph.inputs.length} layers</span>
        </button>
      ))}
    </section>
  );
}
