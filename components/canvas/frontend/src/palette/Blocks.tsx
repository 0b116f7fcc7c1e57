import { SquareArrowOutUpRight } from "lucide-react";
import { FamilyTile } from "../icons";
import type { Definition } from "../protocol";
import { useStudio } from "../store";
import { usePaletteRow } from "./usePaletteRow";

/** One block: a click or Enter appends a layer that stands for it, a drag places it; the mark at its end opens it. */
function Block({ id, definition: { name, graph } }: { id: string; definition: Definition }) {
  const isOpen = useStudio((state) => state.graphId === id);
  const actions = useStudio((state) => state.actions);
  const row = usePaletteRow(name, id, () => actions.askBlock(id));
  const count = Object.keys(graph.layers).length - graph.inputs.length;
  const size = count === 1 ? "1 layer" : `${count} layers`;
  return (
    <div className="block-row">
      <button
        type="button"
        className="row"
        data-row
        data-definition={id}
        aria-current={isOpen}
        title={`Add ${name}; asks how when it is there already`}
        {...row}
      >
        <span className="name">{name}</span>
        <span className="hint">{size}</span>
      </button>
      <button type="button" className="icon" data-row aria-label={`Open ${name}`} title={`Open ${name} and see its layers`} onClick={() => actions.openGraph(id)}>
        <SquareArrowOutUpRight size={14} aria-hidden="true" />
      </button>
    </div>
  );
}

/** The document's own sub-models. */
export function Blocks() {
  const definitions = useStudio((state) => state.document.definitions);
  const blocks = Object.entries(definitions);
  if (blocks.length === 0) return null;
  return (
    <section className="family">
      <div className="family-head">
        <span className="no-fold" />
        <FamilyTile family="Blocks" size={18} />
        <span className="name">Blocks</span>
        <span className="count">{blocks.length}</span>
      </div>
      {blocks.map(([id, definition]) => (
        <Block key={id} id={id} definition={definition} />
      ))}
    </section>
  );
}
