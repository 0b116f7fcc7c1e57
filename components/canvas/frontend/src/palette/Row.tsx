import type { Entry } from "../protocol";
import { FamilyTile } from "../icons";
import { useStudio } from "../store";
import { hint, reason } from "./fits";
import type { Hit } from "./search";
import { usePaletteRow } from "./usePaletteRow";

export interface Target {
  rank: number | null;
  name: string;
}

function Name({ text, range }: { text: string; range: Hit["range"] }) {
  if (!range) return <span className="name">{text}</span>;
  const [from, to] = range;
  return (
    <span className="name">
      {text.slice(0, from)}
      <mark>{text.slice(from, to)}</mark>
      {text.slice(to)}
    </span>
  );
}

interface RowProps {
  entry: Entry;
  target: Target;
  range?: Hit["range"];
  via?: string;
  /** Outside its family a row shows its tile. */
  tile?: boolean;
  onHover(entry: Entry | null, row: HTMLElement): void;
}

/** One layer: a click or Enter appends it, a drag places it. */
export function Row({ entry, target, range = null, via = "", tile = false, onHover }: RowProps) {
  const actions = useStudio((state) => state.actions);
  const { text, fits } = hint(entry, target.rank);

  const row = usePaletteRow(entry.class_name, null, () => {
    if (!fits && target.rank !== null) actions.say(reason(entry, target.rank, target.name || "the selection"));
    else actions.addLayer(entry.class_name);
  });
  return (
    <button
      type="button"
      className="row"
      data-row
      data-layer={entry.class_name}
      data-fits={fits}
      aria-disabled={!fits}
      {...row}
      onPointerEnter={(event) => onHover(entry, event.currentTarget)}
      onPointerLeave={(event) => onHover(null, event.currentTarget)}
      onFocus={(event) => onHover(entry, event.currentTarget)}
      onBlur={(event) => onHover(null, event.currentTarget)}
    >
      {tile && <FamilyTile family={entry.family} size={16} />}
      <Name text={entry.class_name} range={range} />
      <span className="hint">{via || text}</span>
    </button>
  );
}
