/** What a block's node stands for, and what can be done with it. */
import { Repeat, SquareArrowOutUpRight, Ungroup } from "lucide-react";
import type { Layer } from "../protocol";
import { useStudio } from "../store";
import { Name } from "./Name";

export function BlockPanel({ layer }: { layer: Layer }) {
  const definitions = useStudio((state) => state.document.definitions);
  const actions = useStudio((state) => state.actions);
  const id = layer.definition ?? "";
  const definition = definitions[id];
  if (!definition) return null;
  const { layers, inputs } = definition.graph;
  const count = Object.keys(layers).length - inputs.length;
  return (
    <div className="arguments">
      <div className="argument">
        <label className="label" htmlFor="block-name">block</label>
        <div className="editor">
          <div className="box">
            <Name
              id="block-name" name={definition.name} taken={Object.values(definitions).map((item) => item.name)} label="Name of the block"
              rename={(name) => actions.renameDefinition(id, name)}
            />
          </div>
        </div>
      </div>
      <p className="hint">{count === 1 ? "1 layer" : `${count} layers`} in a graph of its own. An edit there changes every node that stands for the block.</p>
      <div className="buttons">
        <button type="button" className="plain" onClick={() => actions.openGraph(id)}>
          <SquareArrowOutUpRight size={14} aria-hidden="true" /> Open
        </button>
        <button type="button" className="plain" onClick={() => actions.setOverlay("repeat")}>
          <Repeat size={14} aria-hidden="true" /> Repeat
        </button>
        <button type="button" className="plain" onClick={() => actions.unpackSelection()}>
          <Ungroup size={14} aria-hidden="true" /> Unpack
        </button>
      </div>
    </div>
  );
}
