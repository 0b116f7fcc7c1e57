/** Every layer of the catalogue: search, recent ones, families; a rail with flyouts where space is short. */
import { type KeyboardEvent, useEffect, useMemo, useRef } from "react";
import type { Entry } from "../protocol";
import { useStudio } from "../store";
import { Blocks } from "./Blocks";
import { Family } from "./Family";
import "./palette.css";
import { Rail } from "./Rail";
import { Recent } from "./Recent";
import { Results, SearchField, useSearch } from "./SearchField";
import { Tip, useTip } from "./Tip";
import { useNarrow } from "./useNarrow";
import { useTarget } from "./useTarget";

const NO_ENTRIES: Entry[] = [];
const OPEN_AT_FIRST = 4;

/** The catalogue's families in its order, without empty ones. */
function familiesOf(names: readonly string[], entries: readonly Entry[]): { name: string; entries: Entry[] }[] {
  const found = names.map((name) => ({ name, entries: entries.filter((entry) => entry.family === name) }));
  return found.filter((family) => family.entries.length > 0);
}

/** Arrow keys walk over everything that can be pressed, in the order of the screen. */
function walkRows(event: KeyboardEvent<HTMLElement>): void {
  const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
  if (step === 0) return;
  const stops = [...event.currentTarget.querySelectorAll<HTMLElement>("input, [data-row]")];
  const now = stops.indexOf(event.target as HTMLElement);
  const next = stops[now + step];
  if (now < 0 || !next) return;
  event.preventDefault();
  event.stopPropagation();
  next.focus();
}

export function Palette() {
  const frame = useRef<HTMLElement>(null);
  const narrow = useNarrow(frame);
  const entries = useStudio((state) => state.catalogue?.layers ?? NO_ENTRIES);
  const names = useStudio((state) => state.catalogue?.families);
  const families = useMemo(() => familiesOf(names ?? [], entries), [names, entries]);
  const target = useTarget();
  const { shown, onHover, hide } = useTip(frame);
  const found = useSearch(entries);
  const isDragging = useStudio((state) => state.drag !== null);
  useEffect(hide, [found.query, isDragging, hide]);

  if (narrow) return <Rail frame={frame} families={families} target={target} found={found} />;
  return (
    <aside ref={frame} className="ll-palette" aria-label="Layers" onKeyDown={walkRows} onPointerLeave={hide}>
      <SearchField found={found} />
      <div className="scroll">
        {found.query ? (
          <Results found={found} target={target} onHover={onHover} />
        ) : (
          <>
            <Recent />
            {families.map((family, index) => (
              <Family key={family.name} {...family} target={target} startsOpen={index < OPEN_AT_FIRST} onHover={onHover} />
            ))}
            <Blocks />
          </>
        )}
      </div>
      <Tip shown={isDragging ? null : shown} />
    </aside>
  );
}
