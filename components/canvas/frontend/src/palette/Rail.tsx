import { Search } from "lucide-react";
import { type KeyboardEvent, type RefObject, useEffect, useState } from "react";
import { FamilyTile } from "../icons";
import type { Entry } from "../protocol";
import { useStudio } from "../store";
import { Blocks } from "./Blocks";
import { Recent } from "./Recent";
import { Row, type Target } from "./Row";
import { type Found, Results, SearchField } from "./SearchField";

interface RailProps {
  frame: RefObject<HTMLElement>;
  families: { name: string; entries: Entry[] }[];
  target: Target;
  found: Found;
}

const SEARCH = "search";
const BLOCKS = "Blocks";
const ignore = () => undefined;

/** The palette in 48 px: one tile per family, whose layers fly out beside it. */
export function Rail({ frame, families, target, found }: RailProps) {
  const [open, setOpen] = useState<string | null>(null);
  const dragging = useStudio((state) => state.drag?.moved ?? false);
  const hasBlocks = useStudio((state) => Object.keys(state.document.definitions).length > 0);
  const { input } = found;
  useEffect(() => {
    if (dragging) setOpen(null);
  }, [dragging]);
  useEffect(() => {
    if (open === SEARCH) input.current?.focus();
  }, [open, input]);
  useEffect(() => {
    const outside = (event: PointerEvent) => {
      if (frame.current && !event.composedPath().includes(frame.current)) setOpen(null);
    };
    window.addEventListener("pointerdown", outside, true);
    return () => window.removeEventListener("pointerdown", outside, true);
  }, [frame]);

  const escape = (event: KeyboardEvent) => {
    if (event.key === "Escape") setOpen(null);
  };
  const toggle = (name: string) => setOpen(open === name ? null : name);
  const family = families.find(({ name }) => name === open);
  return (
    <aside ref={frame} className="ll-palette rail" aria-label="Layers" onKeyDown={escape}>
      <button type="button" className="tile" aria-label="Search layers" aria-expanded={open === SEARCH} onClick={() => toggle(SEARCH)}>
        <Search size={18} aria-hidden="true" />
      </button>
      <hr />
      {families.map(({ name }) => (
        <button key={name} type="button" className="tile" title={name} aria-label={name} aria-expanded={open === name} onClick={() => toggle(name)}>
          <FamilyTile family={name} size={24} />
        </button>
      ))}
      {hasBlocks && (
        <button type="button" className="tile" title={BLOCKS} aria-label={BLOCKS} aria-expanded={open === BLOCKS} onClick={() => toggle(BLOCKS)}>
          <FamilyTile family={BLOCKS} size={24} />
        </button>
      )}
      {/* The field is always there, if out of sight: "/" must be able to focus it. */}
      <div className="flyout" hidden={open === null} role="dialog" aria-label={open ?? "Layers"}>
        <div onFocus={() => setOpen(SEARCH)} className={open === SEARCH ? "" : "parked"}>
          <SearchField found={found} />
        </div>
        <div className="scroll">
          {open === SEARCH && (found.query ? <Results found={found} target={target} onHover={ignore} /> : <Recent />)}
          {family && <h3 className="flyout-title">{family.name}</h3>}
          {family?.entries.map((entry) => <Row key={entry.class_name} entry={entry} target={target} onHover={ignore} />)}
          {open === BLOCKS && <Blocks />}
        </div>
      </div>
    </aside>
  );
}
