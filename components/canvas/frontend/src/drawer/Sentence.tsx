import { layerOf } from "../document/walk";
import type { Graph } from "../protocol";
import { useStudio } from "../store";
import { partsOf } from "./sentence";

/** A text whose node names lead to the nodes and whose shapes stand in mono. */
export function Sentence({ text, graph, graphId, bold = "" }: { text: string; graph: Graph; graphId: string; bold?: string }) {
  const actions = useStudio((state) => state.actions);
  const nodes = new Map(Object.keys(graph.nodes).map((id) => [layerOf(graph, id)?.name ?? "", id]));
  return partsOf(text, [...nodes.keys()]).map((part, index) => {
    if (part.kind === "shape") return <code key={index}>{part.text}</code>;
    if (part.kind === "plain") return part.text;
    const node = nodes.get(part.text);
    if (part.text === bold || node === undefined) return <b key={index}>{part.text}</b>;
    return (
      <button key={index} type="button" className="link" onClick={() => actions.reveal(node, graphId)}>
        {part.text}
      </button>
    );
  });
}
