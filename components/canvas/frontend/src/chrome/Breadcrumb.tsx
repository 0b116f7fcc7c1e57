/** Where the open graph stands, when it is a block of the document: the way to it from the model. */
import { ChevronRight } from "lucide-react";
import { Fragment } from "react";
import { MAIN, pathTo } from "../document/walk";
import { useStudio } from "../store";

export function Breadcrumb() {
  const graphId = useStudio((state) => state.graphId);
  const document = useStudio((state) => state.document);
  const { openGraph } = useStudio((state) => state.actions);
  if (graphId === MAIN) return null;
  const path = pathTo(document, graphId);
  return (
    <nav className="ll-breadcrumb" aria-label="Open block">
      {[MAIN, ...path.slice(0, -1)].map((id) => (
        <Fragment key={id}>
          <button type="button" onClick={() => openGraph(id)}>{id === MAIN ? document.name : document.definitions[id].name}</button>
          <ChevronRight size={14} />
        </Fragment>
      ))}
      <span aria-current="page">{document.definitions[graphId]?.name}</span>
    </nav>
  );
}
