/** The wire under the pointer, and in a word why it cannot end where it is. */
import { type ConnectionLineComponentProps, getBezierPath } from "@xyflow/react";

export function DraggedWire(props: ConnectionLineComponentProps) {
  const { fromX, fromY, toX, toY, fromPosition, toPosition, connectionStatus } = props;
  const [path] = getBezierPath({
    sourceX: fromX, sourceY: fromY, sourcePosition: fromPosition, targetX: toX, targetY: toY, targetPosition: toPosition,
    curvature: 0.35,
  });
  const isRefused = connectionStatus === "invalid";
  return (
    <g className={isRefused ? "ll-dragged ll-dragged-refused" : "ll-dragged"}>
      <path d={path} fill="none" />
      {isRefused && <text x={toX + 14} y={toY + 4}>This would close a circle</text>}
    </g>
  );
}
