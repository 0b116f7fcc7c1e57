import { graphOf, layerOf } from "../document/walk";
import { useStudio } from "../store";

/** What an appended layer would follow: the rank and the name of the one selected node, when they are known. */
export function useTarget(): { rank: number | null; name: string } {
  const node = useStudio((state) => (state.selection.length === 1 ? state.selection[0] : null));
  const rank = useStudio((state) => {
    const shape = node === null ? undefined : state.analysis?.nodes[state.graphId]?.[node]?.outputs[0]?.shape;
    return shape?.length ?? null;
  });
  const name = useStudio((state) => (node === null ? "" : (layerOf(graphOf(state.document, state.graphId), node)?.name ?? "")));
  return { rank, name };
}
