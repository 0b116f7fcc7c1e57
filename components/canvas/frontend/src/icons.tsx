/** Family colours and icons; the catalogue says the family, this file how it looks. */
import {
  Boxes, CircleHelp, Eye, Grid3x3, LogIn, type LucideIcon, Merge, Repeat, Shrink, SlidersHorizontal, Waypoints,
} from "lucide-react";

export type FamilyKey =
  | "io" | "core" | "convolution" | "pooling" | "recurrent" | "attention" | "norm" | "merge" | "blocks" | "unknown";

const ICONS: Record<FamilyKey, LucideIcon> = {
  io: LogIn,
  core: Waypoints,
  convolution: Grid3x3,
  pooling: Shrink,
  recurrent: Repeat,
  attention: Eye,
  norm: SlidersHorizontal,
  merge: Merge,
  blocks: Boxes,
  unknown: CircleHelp,
};

const WORDS: [RegExp, FamilyKey][] = [
  [/input|preprocess/i, "io"],
  [/conv/i, "convolution"],
  [/pool|reshap/i, "pooling"],
  [/recurrent/i, "recurrent"],
  [/attention/i, "attention"],
  [/norm|activation|regulari/i, "norm"],
  [/merg/i, "merge"],
  [/block/i, "blocks"],
  [/core/i, "core"],
];

export function familyKey(family: string): FamilyKey {
  return WORDS.find(([pattern]) => pattern.test(family))?.[1] ?? "unknown";
}

/** The square with the family's colour and icon; decoration, because the family is in the node's name. */
export function FamilyTile({ family, size = 24, outline = false }: { family: string; size?: number; outline?: boolean }) {
  const key = familyKey(family);
  const Icon = ICONS[key];
  const style = { width: size, height: size, borderRadius: Math.round(size / 4) };
  return (
    <span className="ll-tile" data-family={key} data-outline={outline || undefined} style={style} aria-hidden="true">
      <Icon size={Math.round(size * 0.58)} strokeWidth={2} />
    </span>
  );
}
