import { Search } from "lucide-react";
import { type KeyboardEvent, type RefObject, useEffect, useMemo, useRef, useState } from "react";
import type { Entry } from "../protocol";
import { useStudio } from "../store";
import { Row, type Target } from "./Row";
import { type Hit, search } from "./search";

export interface Found {
  query: string;
  setQuery(query: string): void;
  hits: Hit[];
  input: RefObject<HTMLInputElement>;
}

function isTyping(event: globalThis.KeyboardEvent): boolean {
  const target = event.composedPath()[0];
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}

/** The query, its hits, and the key "/" that leads to the field. */
export function useSearch(entries: Entry[]): Found {
  const [query, setQuery] = useState("");
  const input = useRef<HTMLInputElement>(null);
  const hits = useMemo(() => search(entries, query), [entries, query]);
  useEffect(() => {
    const focus = (event: globalThis.KeyboardEvent) => {
      if (event.key !== "/" || event.ctrlKey || event.metaKey || isTyping(event)) return;
      event.preventDefault();
      input.current?.focus();
    };
    // Capture: the canvas keeps its own keys from bubbling to Streamlit.
    window.addEventListener("keydown", focus, true);
    return () => window.removeEventListener("keydown", focus, true);
  }, []);
  return { query, setQuery, hits, input };
}

export function SearchField({ found }: { found: Found }) {
  const { query, setQuery, hits, input } = found;
  const actions = useStudio((state) => state.actions);
  const press = (event: KeyboardEvent) => {
    if (event.key === "Escape") {
      setQuery("");
      input.current?.blur();
    } else if (event.key === "Enter" && hits.length > 0) {
      actions.addLayer(hits[0].entry.class_name);
      setQuery("");
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      return; // the palette walks
    }
    event.stopPropagation();
  };
  return (
    <label className="search">
      <Search size={15} aria-hidden="true" />
      <input
        ref={input}
        type="search"
        value={query}
        placeholder="Search layers"
        aria-label="Search layers"
        spellCheck={false}
        onChange={(event) => setQuery(event.target.value)}
        onKeyDown={press}
      />
      {query === "" && <kbd>/</kbd>}
    </label>
  );
}

interface ResultsProps {
  found: Found;
  target: Target;
  onHover: Parameters<typeof Row>[0]["onHover"];
}

export function Results({ found, target, onHover }: ResultsProps) {
  if (found.hits.length === 0) {
    return (
      <p className="none" role="status">
        No layer is called “{found.query}”. Try what it does, such as “convolution” or “normalise”.
      </p>
    );
  }
  return (
    <div className="results">
      {found.hits.map((hit) => (
        <Row key={hit.entry.class_name} entry={hit.entry} range={hit.range} via={hit.via} tile target={target} onHover={onHover} />
      ))}
    </div>
  );
}
