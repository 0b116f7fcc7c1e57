// Fewer points than pixels need, without losing a spike: the smallest and the largest value of every bucket.

import type { Column } from "./series";

export const MOST_POINTS = 2000;

export interface Line {
  x: number[];
  y: Column;
}

export type Range = readonly [from: number, to: number];

/** First index whose x is at least `value`; `x` grows. */
export function lowerBound(x: readonly number[], value: number): number {
  let low = 0;
  let high = x.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((x[middle] ?? Infinity) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The points inside `range`, and one on either side so that the line runs on to the edge. */
function visible(line: Line, range: Range | null): Line {
  if (range === null) return line;
  const from = Math.max(0, lowerBound(line.x, range[0]) - 1);
  const to = Math.min(line.x.length, lowerBound(line.x, range[1]) + 1);
  return { x: line.x.slice(from, to), y: line.y.slice(from, to) };
}

function extremes(y: Column, from: number, to: number): number[] {
  let low = -1;
  let high = -1;
  for (let index = from; index < to; index++) {
    const value = y[index];
    if (value == null) continue;
    if (low < 0 || value < (y[low] as number)) low = index;
    if (high < 0 || value > (y[high] as number)) high = index;
  }
  if (low < 0) return [from];
  return low === high ? [low] : [Math.min(low, high), Math.max(low, high)];
}

/** At most `most` points of the visible part of a line; the points are real ones, never averages. */
export function downsample(line: Line, range: Range | null = null, most: number = MOST_POINTS): Line {
  const shown = visible(line, range);
  const count = shown.x.length;
  if (count <= most) return shown;
  const buckets = Math.floor(most / 2);
  const keep: number[] = [];
  for (let bucket = 0; bucket < buckets; bucket++) {
    const from = Math.floor((bucket * count) / buckets);
    keep.push(...extremes(shown.y, from, Math.floor(((bucket + 1) * count) / buckets)));
  }
  return { x: keep.map((index) => shown.x[index] as number), y: keep.map((index) => shown.y[index] ?? null) };
}

export type Aligned = [x: number[], ...y: (number | null | undefined)[][]];

/** Several lines over one x axis, as uPlot wants them: `undefined` where a line has no point, `null` for a gap. */
export function align(lines: readonly Line[]): Aligned {
  const x = [...new Set(lines.flatMap((line) => line.x))].sort((a, b) => a - b);
  const place = new Map(x.map((value, index) => [value, index]));
  const columns = lines.map((line) => {
    const column = new Array<number | null | undefined>(x.length).fill(undefined);
    line.x.forEach((value, index) => (column[place.get(value) as number] = line.y[index] ?? null));
    return column;
  });
  return [x, ...columns];
}
