/** Whether a layer can follow the selected tensor, from the catalogue's own hint such as "4D → 2D". */
import type { Entry } from "../protocol";

/** Dimensions that the layer wants, batch included; null when any number will do. */
export function wantedRank(entry: Pick<Entry, "ndim">): number | null {
  const found = /^(\d+)D\b/.exec(entry.ndim);
  return found ? Number(found[1]) : null;
}

/** The hint at the right of a palette row: the change of shape, or what the selection does not give. */
export function hint(entry: Entry, rank: number | null): { text: string; fits: boolean } {
  const wanted = wantedRank(entry);
  if (rank !== null && wanted !== null && wanted !== rank) return { text: `needs ${wanted}D`, fits: false };
  if (entry.parameters.some((parameter) => parameter.kind === "layer" && parameter.required)) {
    return { text: "wraps", fits: true };
  }
  return { text: entry.ndim === "same rank" ? "nD → nD" : entry.ndim, fits: true };
}

/** Why a greyed layer cannot be appended, as a sentence. */
export function reason(entry: Entry, rank: number, name: string): string {
  const wanted = wantedRank(entry) ?? rank;
  return `${entry.class_name} needs ${wanted} dimensions with batch, ${name} gives ${rank}. Drag it to where it fits.`;
}
