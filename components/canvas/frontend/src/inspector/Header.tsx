import { Link2 } from "lucide-react";
import { callsOf } from "../document/walk";
import { layerNames } from "../document/names";
import { FamilyTile } from "../icons";
import type { Graph, Layer, NodeFigures } from "../protocol";
import { useStudio } from "../store";
import { Name } from "./Name";
import { count, ShapeText } from "./ShapeText";

interface HeaderProps {
  graph: Graph;
  layerId: string;
  layer: Layer;
  family: string;
  kind: string;
  showDocs?(): void;
}

export function Header({ graph, layerId, layer, family, kind, showDocs }: HeaderProps) {
  const actions = useStudio((state) => state.actions);
  const calls = callsOf(graph, layerId).length;
  return (
    <header className="head">
      <FamilyTile family={family} size={32} />
      <div className="titles">
        <Name name={layer.name} taken={layerNames(graph)} label="Layer name" rename={(name) => actions.renameLayer(layerId, name)} />
        {showDocs ? (
          <button type="button" className="kind" title="Read its documentation" onClick={showDocs}>
            {kind}
          </button>
        ) : (
          <span className="kind">{kind}</span>
        )}
      </div>
      {calls > 1 && (
        <span className="badge">
          <Link2 size={12} aria-hidden="true" /> {calls} calls
        </span>
      )}
    </header>
  );
}

function share(part: number, whole: number): string {
  const percent = (100 * part) / whole;
  return percent >= 10 ? `${Math.round(percent)} %` : `${percent.toFixed(1)} %`;
}

/** Output and parameters, as Keras reports them. */
export function Figures({ figures }: { figures: NodeFigures | undefined }) {
  const total = useStudio((state) => state.analysis?.totals.total_params ?? 0);
  const params = figures?.params ?? null;
  const outputs = figures?.outputs ?? [];
  return (
    <dl className="figures">
      <div>
        <dt>{outputs.length > 1 ? `Outputs (${outputs.length})` : "Output"}</dt>
        <dd>
          {outputs.length === 0 && "?"}
          {outputs.map((output, index) => (
            <ShapeText key={index} shape={output.shape} />
          ))}
        </dd>
      </div>
      <div>
        <dt>Parameters</dt>
        <dd>
          {count(params)} {params !== null && params > 0 && total > 0 && <i>{share(params, total)}</i>}
        </dd>
      </div>
    </dl>
  );
}
