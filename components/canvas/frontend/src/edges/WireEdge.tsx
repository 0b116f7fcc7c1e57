/** One wire. Its look says where it leads: to the selection, into a problem, out of one. */
import { BaseEdge, EdgeLabelRenderer, type EdgeProps, getBezierPath } from "@xyflow/react";
import { memo } from "react";
import { outputIndex } from "../document/connect";
import { wireLabel } from "../document/describe";
import { useStudio } from "../store";

/** React Flow ends wires at the rim of a port's 28 px target; ours end at its dot. */
const PORT_RADIUS = 14;

type Look = "plain" | "selected" | "error" | "waiting";

function useLook(source: string, target: string, isSelected: boolean): Look {
  return useStudio((state) => {
    const nodes = state.analysis?.nodes[state.graphId];
    if (nodes?.[target]?.state === "error") return "error";
    const above = nodes?.[source]?.state;
    if (isSelected || state.selection.includes(source) || state.selection.includes(target)) return "selected";
    return above === "error" || above === "blocked" ? "waiting" : "plain";
  });
}

function WireEdgeView(props: EdgeProps) {
  const { id, source, target, sourceHandleId, selected } = props;
  const look = useLook(source, target, selected ?? false);
  const spec = useStudio((state) =>
    look === "selected" || look === "error"
      ? state.analysis?.nodes[state.graphId]?.[source]?.outputs[outputIndex(sourceHandleId)]
      : undefined,
  );
  const [path, x, y] = getBezierPath({
    ...props,
    sourceY: props.sourceY - PORT_RADIUS,
    targetY: props.targetY + PORT_RADIUS,
    curvature: 0.35,
  });
  return (
    <>
      <BaseEdge id={id} path={path} interactionWidth={24} className={`ll-wire ll-wire-${look}`} />
      {spec && (
        <EdgeLabelRenderer>
          <div
            className={`ll-wire-label ll-wire-label-${look}`}
            style={{ transform: `translate(-50%, -50%) translate(${x}px, ${y}px)` }}
          >
            {wireLabel(spec)}
          </div>
        </EdgeLabelRenderer>
      )}
    </>
  );
}

export const WireEdge = memo(WireEdgeView);
