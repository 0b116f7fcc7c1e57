/** A simple layered layout, top-down: rank is the longest way from an input, order the mean place of the sources. */
import type { Graph, Position } from "../protocol";
import { PITCH } from "./edits";
import { predecessors, topologicalOrder } from "./walk";

export function tidyPositions(graph: Graph): Record<string, Position> {
  const sources = predecessors(graph);
  const rank = new Map<string, number>();
  const rows: string[][] = [];
  for (const id of topologicalOrder(graph)) {
    const above = (sources.get(id) ?? []).map((source) => rank.get(source) ?? -1);
    const level = Math.max(-1, ...above) + 1;
    rank.set(id, level);
    (rows[level] ??= []).push(id);
  }
  const x = new Map<string, number>();
  const positions: Record<string, Position> = {};
  rows.forEach((row, level) => {
    const wanted = row.map((id, index) => {
      const above = (sources.get(id) ?? []).map((source) => x.get(source)).filter((value) => value !== undefined);
      const mean = above.length > 0 ? above.reduce((a, b) => a + b, 0) / above.length : index - (row.length - 1) / 2;
      return { id, at: mean };
    });
    wanted.sort((a, b) => a.at - b.at);
    spread(wanted);
    for (const { id, at } of wanted) {
      x.set(id, at);
      positions[id] = { x: Math.round(at * PITCH.x), y: level * PITCH.y };
    }
  });
  return positions;
}

/** Moves places apart to one column each, and keeps their middle. */
function spread(row: { at: number }[]): void {
  const middle = row.reduce((sum, item) => sum + item.at, 0) / row.length;
  for (let index = 1; index < row.length; index += 1) row[index].at = Math.max(row[index].at, row[index - 1].at + 1);
  const shift = middle - row.reduce((sum, item) => sum + item.at, 0) / row.length;
  for (const item of row) item.at += shift;
}
