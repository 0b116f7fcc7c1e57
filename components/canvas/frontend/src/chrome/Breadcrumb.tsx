/** Where the open graph stands, when it is a block of the document. */
import { ChevronRight } from "lucide-react";
import { MAIN } from "../document/walk";
import { useStudio } from "../store";

export function Breadcrumb() {
  const graphId = useStudio((state) => state.graphId);
  const project = useStudio((state) => state.projectName);
  const block = useStudio((state) => state.document.definitions[state.graphId]?.name ?? "");
  const { openGraph } = useStudio((state) => state.actions);
  if (graphId === MAIN) return null;
  return (
    <nav className="ll-breadcrumb" aria-label="Open block">
      <button type="button" onClick={() => openGraph(MAIN)}>{project}</button>
      <ChevronRight size={14} />
      <span aria-current="page">{block}</span>
    </nav>
  );
}
