import { ChevronDown, ChevronRight } from "lucide-react";
import { useState } from "react";
import { FamilyTile } from "../icons";
import type { Entry } from "../protocol";
import { Row, type Target } from "./Row";

/** Rows shown before "n more": the layers that most networks are made of stand first in the catalogue. */
function firstOf(count: number): number {
  return count <= 10 ? 5 : 3;
}

interface FamilyProps {
  name: string;
  entries: Entry[];
  target: Target;
  startsOpen: boolean;
  onHover: Parameters<typeof Row>[0]["onHover"];
}

export function Family({ name, entries, target, startsOpen, onHover }: FamilyProps) {
  const [open, setOpen] = useState(startsOpen);
  const [all, setAll] = useState(false);
  const first = firstOf(entries.length);
  // One row fewer is not worth a click.
  const shown = all || entries.length <= first + 1 ? entries : entries.slice(0, first);
  const Chevron = open ? ChevronDown : ChevronRight;
  return (
    <section className="family">
      <button type="button" className="family-head" data-row aria-expanded={open} onClick={() => setOpen(!open)}>
        <Chevron size={14} aria-hidden="true" />
        <FamilyTile family={name} size={18} />
        <span className="name">{name}</span>
        <span className="count">{entries.length}</span>
      </button>
      {open && shown.map((entry) => <Row key={entry.class_name} entry={entry} target={target} onHover={onHover} />)}
      {open && shown.length < entries.length && (
        <button type="button" className="row more" data-row onClick={() => setAll(true)}>
          {entries.length - shown.length} more
        </button>
      )}
    </section>
  );
}
