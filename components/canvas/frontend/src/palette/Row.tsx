import { type PointerEvent, useRef } from "react";
import type { Entry } from "../protocol";
import { FamilyTile } from "../icons";
import { useStudio } from "../store";
import { hint, reason } from "./fits";
import type { Hit } from "./search";

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
  const from = useRef<{ x: number; y: number } | null>(null);
  const { text, fits } = hint(entry, target.rank);

  const press = (event: PointerEvent) => {
    from.current = { x: event.clientX, y: event.clientY };
    actions.startPaletteDrag(entry.class_name, event);
  };
  const click = (x: number, y: number, keyboard: boolean) => {
    const start = from.current;
    from.current = null;
    // The end of a drag is a click too, on the row where it began.
    if (!keyboard && start && Math.hypot(x - start.x, y - start.y) > 4) return;
    if (!fits && target.rank !== null) actions.say(reason(entry, target.rank, target.name || "the selection"));
    else actions.addLayer(entry.class_name);
  };
  return (
    <button
      type="button"
      className="row"
      data-row
      data-layer={entry.class_name}
      data-fits={fits}
      aria-disabled={!fits}
      aria-label={`${entry.class_name}${text ? `, ${text}` : ""}`}
      onPointerDown={press}
      onClick={(event) => click(event.clientX, event.clientY, event.detail === 0)}
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
