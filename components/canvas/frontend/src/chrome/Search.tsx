/** A field and a list under it: for layers (Tab), and for nodes and commands (Ctrl K). */
import { type ReactNode, useMemo, useState } from "react";
import { COMMANDS } from "../commands";
import { entries } from "../commit";
import { shownKeys } from "../commands/keys";
import { callsOf } from "../document/walk";
import { FamilyTile } from "../icons";
import { insertOnWire } from "../insert";
import type { Entry } from "../protocol";
import { openGraph } from "../nodes/useNode";
import { useStudio } from "../store";

interface Item {
  id: string;
  label: string;
  words: string;
  hint: string;
  icon: ReactNode;
  run: () => void;
}

const SHOWN = 60;

function rank(item: Item, query: string): number {
  const label = item.label.toLowerCase();
  if (label === query) return 0;
  if (label.startsWith(query)) return 1;
  if (item.words.split("|").some((word) => word === query)) return 2;
  if (label.includes(query)) return 3;
  return item.words.includes(query) ? 4 : 9;
}

function SearchList({ label, items }: { label: string; items: Item[] }) {
  const [text, setText] = useState("");
  const [index, setIndex] = useState(0);
  const query = text.trim().toLowerCase();
  const found = useMemo(() => {
    if (!query) return items.slice(0, SHOWN);
    const ranked = items.map((item) => ({ item, at: rank(item, query) })).filter(({ at }) => at < 9);
    return ranked.sort((a, b) => a.at - b.at).slice(0, SHOWN).map(({ item }) => item);
  }, [items, query]);
  const { setOverlay } = useStudio((state) => state.actions);
  const choose = (item: Item | undefined) => {
    if (!item) return;
    setOverlay(null);
    item.run();
  };
  const onKeyDown = (event: React.KeyboardEvent) => {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step !== 0) {
      event.preventDefault();
      setIndex((index + step + found.length) % Math.max(1, found.length));
    } else if (event.key === "Enter") {
      event.preventDefault();
      choose(found[index]);
    } else if (event.key === "Tab") {
      event.preventDefault();
    }
  };
  return (
    <div className="ll-search" role="dialog" aria-label={label}>
      <input
        autoFocus
        role="combobox"
        aria-expanded="true"
        aria-controls="ll-found"
        aria-activedescendant={found[index] ? `ll-found-${index}` : undefined}
        aria-label={label}
        placeholder={label}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setIndex(0);
        }}
        onKeyDown={onKeyDown}
      />
      <div className="ll-found" role="listbox" id="ll-found" aria-label={label}>
        {found.map((item, at) => (
          <div
            key={item.id}
            id={`ll-found-${at}`}
            role="option"
            aria-selected={at === index}
            ref={(element) => {
              if (at === index) element?.scrollIntoView({ block: "nearest" });
            }}
            onClick={() => choose(item)}
          >
            {item.icon}<span>{item.label}</span><small>{item.hint}</small>
          </div>
        ))}
        {found.length === 0 && <p>Nothing is called "{text}".</p>}
      </div>
    </div>
  );
}

const wordsOf = (entry: Entry) => [...entry.synonyms, ...entry.aliases, entry.family].join("|").toLowerCase();

const classItem = (entry: Entry, run: () => void): Item => ({
  id: entry.class_name,
  label: entry.class_name,
  words: wordsOf(entry),
  hint: entry.ndim,
  icon: <FamilyTile family={entry.family} size={18} />,
  run,
});

export function QuickAdd() {
  const layers = useStudio((state) => state.catalogue?.layers);
  const { position, source, wire } = useStudio((state) => state.quickAdd);
  const definitions = useStudio((state) => state.document.definitions);
  const { addLayer, askBlock } = useStudio((state) => state.actions);
  const items = useMemo(() => {
    const options = { position: position ?? undefined, source: source ?? undefined };
    const blocks = Object.entries(definitions).map(([id, { name }]) => ({
      id: `block ${id}`,
      label: name,
      words: "blocks",
      hint: "Block",
      icon: <FamilyTile family="Blocks" size={18} />,
      run: () => (wire && position ? insertOnWire({ className: name, definition: id }, wire, position) : askBlock(id, options)),
    }));
    const classes = (layers ?? []).map((entry) =>
      classItem(entry, () => {
        if (wire && position) insertOnWire({ className: entry.class_name, definition: null }, wire, position);
        else addLayer(entry.class_name, options);
      }),
    );
    return [...classes, ...blocks];
  }, [layers, definitions, position, source, wire, addLayer, askBlock]);
  return <SearchList label="Add a layer" items={items} />;
}

/** The selected layer as another class. */
export function Swap() {
  const layers = useStudio((state) => state.catalogue?.layers);
  const { swapSelection } = useStudio((state) => state.actions);
  const items = useMemo(
    () => (layers ?? []).filter((entry) => entry.ports.length > 0).map((entry) => classItem(entry, () => swapSelection(entry.class_name))),
    [layers, swapSelection],
  );
  return <SearchList label="Swap for" items={items} />;
}

export function CommandSearch() {
  const graph = useStudio(openGraph);
  const { reveal } = useStudio((state) => state.actions);
  const items = useMemo(() => {
    const commands = COMMANDS.filter((command) => command.id !== "find" && command.enabled()).map((command) => ({
      id: `command ${command.id}`,
      label: command.label,
      words: command.section.toLowerCase(),
      hint: command.shortcuts[0] ? shownKeys(command.shortcuts[0]) : "",
      icon: <command.icon size={16} />,
      run: command.run,
    }));
    const nodes = Object.entries(graph.nodes).map(([id, node]) => {
      const layer = graph.layers[node.layer ?? ""];
      const kind = layer?.class_name || "Block";
      const calls = node.layer ? callsOf(graph, node.layer) : [];
      const hint = calls.length > 1 ? `${kind}, call ${calls.indexOf(id) + 1}` : kind;
      const family = layer?.definition ? "Blocks" : (entries().get(kind)?.family ?? "unknown");
      const icon = <FamilyTile family={family} size={18} />;
      return { id: `node ${id}`, label: layer?.name ?? id, words: kind.toLowerCase(), hint, icon, run: () => reveal(id) };
    });
    return [...nodes, ...commands];
  }, [graph, reveal]);
  return <SearchList label="Find or run" items={items} />;
}
