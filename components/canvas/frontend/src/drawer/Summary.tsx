import { entries } from "../commit";
import { graphOf, layerOf } from "../document/walk";
import { FamilyTile } from "../icons";
import { count, ShapeText } from "../inspector/ShapeText";
import type { SummaryRow } from "../protocol";
import { useStudio } from "../store";

function Shapes({ shape }: { shape: SummaryRow["output_shape"] }) {
  if (shape === null || !shape.some(Array.isArray)) return <ShapeText shape={shape as (number | null)[] | null} />;
  const shapes = shape as (number | null)[][];
  return shapes.map((one, index) => (
    <span key={index}>
      <ShapeText shape={one} />{" "}
    </span>
  ));
}

function Row({ row, selected }: { row: SummaryRow; selected: boolean }) {
  const actions = useStudio((state) => state.actions);
  const isBlock = useStudio((state) => Boolean(layerOf(graphOf(state.document, row.graph), row.node)?.definition));
  const family = isBlock ? "Blocks" : (entries().get(row.class_name)?.family ?? "");
  const show = () => actions.reveal(row.node, row.graph);
  return (
    <tr aria-selected={selected} data-node={row.node} onClick={show}>
      <td style={{ paddingLeft: 16 + row.depth * 16 }}>
        <button type="button" className="layer" onClick={show}>
          <FamilyTile family={family} size={16} />
          <span>{row.name}</span>
          {row.calls > 1 && <i>×{row.calls}</i>}
          {!row.trainable && <i>frozen</i>}
        </button>
      </td>
      <td className="class">{isBlock ? "Block" : row.class_name}</td>
      <td>
        <Shapes shape={row.output_shape} />
      </td>
      <td className="number" data-zero={row.params === 0}>
        {count(row.params)}
      </td>
      <td className="connected">{row.connected_to.join(", ")}</td>
    </tr>
  );
}

/** The table of `model.summary()`: one row per layer, rows of sub-models below theirs. */
export function Summary() {
  const catalogue = useStudio((state) => state.catalogue);
  const analysis = useStudio((state) => state.analysis);
  const selection = useStudio((state) => state.selection);
  const graphId = useStudio((state) => state.graphId);
  const graph = useStudio((state) => graphOf(state.document, state.graphId));
  if (!analysis || analysis.summary.length === 0 || !catalogue) {
    return (
      <div className="empty">
        <b>No layers yet</b>
        <p>Each layer appears here with its class, output shape and parameters, as Keras reports them.</p>
      </div>
    );
  }
  // A shared layer has one row: it is the row of every call.
  const layers = new Set(selection.map((id) => graph.nodes[id]?.layer));
  const isSelected = (row: SummaryRow) => row.graph === graphId && layers.has(graph.nodes[row.node]?.layer ?? "");
  const { totals } = analysis;
  return (
    <table className="summary">
      <thead>
        <tr>
          <th>Layer</th>
          <th>Class</th>
          <th>Output shape</th>
          <th className="number">Parameters</th>
          <th>Connected to</th>
        </tr>
      </thead>
      <tbody>
        {analysis.summary.map((row) => (
          <Row key={`${row.graph} ${row.node} ${row.depth}`} row={row} selected={isSelected(row)} />
        ))}
      </tbody>
      <tfoot>
        {[["Total", totals.total_params], ["Trainable", totals.trainable_params], ["Non-trainable", totals.non_trainable_params]].map(([name, value]) => (
          <tr key={name}>
            <td colSpan={3}>
              {name}
              {!totals.complete && " so far"}
            </td>
            <td className="number">{count(value as number)}</td>
            <td />
          </tr>
        ))}
      </tfoot>
    </table>
  );
}
