/** The menu at a node, a wire or an empty place: the commands that the keys have, and what needs the place. */
import { Fragment, type KeyboardEvent, useEffect, useLayoutEffect, useRef, useState } from "react";
import { commandById } from "../commands";
import { shownKeys } from "../commands/keys";
import { commitGraph, currentGraph, entries } from "../commit";
import { disconnect } from "../document/connect";
import { type MenuPlace, useStudio } from "../store";

interface Item {
  label: string;
  keys: string;
  isOn: boolean;
  run(): void;
}

const NODES = [
  ["cut", "copy", "duplicate", "delete_selection"],
  ["second_call", "swap", "group", "unpack", "repeat"],
  ["toggle_output", "freeze", "fit_selection"],
];
const PANE = [["select_all", "tidy", "fit"]];

function ofCommand(id: string): Item {
  const command = commandById(id);
  return { label: command.label, keys: command.shortcuts[0] ?? "", isOn: command.enabled(), run: () => command.run() };
}

/** Here is where the menu was opened: half a node to the left and above. */
const placeOf = ({ at }: MenuPlace) => ({ x: Math.round((at.x - 104) / 4) * 4, y: Math.round((at.y - 36) / 4) * 4 });

function itemsOf(menu: MenuPlace): Item[][] {
  const { actions, document } = useStudio.getState();
  const at = placeOf(menu);
  if (menu.kind === "nodes") return NODES.map((group) => group.map(ofCommand));
  const { wire } = menu;
  if (menu.kind === "wire" && wire) {
    const cut = () => commitGraph("Disconnect", disconnect(document, currentGraph(), [wire], entries()));
    return [[
      { label: "Insert a layer", keys: "", isOn: true, run: () => actions.openQuickAdd(at, null, wire) },
      { label: "Disconnect", keys: "", isOn: true, run: cut },
    ]];
  }
  const here: Item[] = [
    { label: "Add a layer here", keys: "", isOn: true, run: () => actions.openQuickAdd(at) },
    { label: "Paste here", keys: "", isOn: true, run: () => actions.paste(at) },
  ];
  return [here, ...PANE.map((group) => group.map(ofCommand))];
}

const close = () => useStudio.setState({ menu: null });

function Menu({ menu }: { menu: MenuPlace }) {
  const host = useRef<HTMLDivElement>(null);
  const [shift, setShift] = useState({ x: 0, y: 0 });
  useLayoutEffect(() => {
    const own = host.current;
    const area = own?.parentElement;
    if (!own || !area) return;
    setShift({
      x: Math.min(0, area.clientWidth - menu.x - own.offsetWidth - 8),
      y: Math.min(0, area.clientHeight - menu.y - own.offsetHeight - 8),
    });
    own.querySelector<HTMLElement>("[role=menuitem]:not(:disabled)")?.focus({ preventScroll: true });
  }, [menu]);
  useEffect(() => {
    const leave = (event: Event) => {
      if (!host.current || !event.composedPath().includes(host.current)) close();
    };
    for (const name of ["pointerdown", "wheel"]) window.addEventListener(name, leave, true);
    return () => {
      for (const name of ["pointerdown", "wheel"]) window.removeEventListener(name, leave, true);
    };
  }, []);
  const toCanvas = () => host.current?.closest<HTMLElement>(".ll-root")?.focus({ preventScroll: true });
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation();
    const rows = [...(host.current?.querySelectorAll<HTMLElement>("[role=menuitem]:not(:disabled)") ?? [])];
    const now = rows.indexOf((host.current?.getRootNode() as ShadowRoot | Document).activeElement as HTMLElement);
    const next: Record<string, number> = { ArrowDown: now + 1, ArrowUp: now - 1 + rows.length, Home: 0, End: rows.length - 1 };
    if (event.key in next) {
      event.preventDefault();
      rows[next[event.key] % rows.length]?.focus();
    } else if (event.key === "Escape" || event.key === "Tab") {
      event.preventDefault();
      toCanvas();
      close();
    }
  };
  const pick = (item: Item) => () => {
    toCanvas();
    close();
    item.run();
  };
  const style = { left: menu.x + shift.x, top: Math.max(8, menu.y + shift.y) };
  return (
    <div ref={host} className="ll-menu ll-context" role="menu" aria-label="Actions" style={style} onKeyDown={onKeyDown} onContextMenu={(event) => event.preventDefault()}>
      {itemsOf(menu).map((group, index) => (
        <Fragment key={index}>
          {index > 0 && <hr />}
          {group.map((item) => (
            <button key={item.label} type="button" role="menuitem" disabled={!item.isOn} onClick={pick(item)}>
              {item.label}{item.keys && <kbd>{shownKeys(item.keys)}</kbd>}
            </button>
          ))}
        </Fragment>
      ))}
    </div>
  );
}

export function ContextMenu() {
  const menu = useStudio((state) => state.menu);
  return menu && <Menu menu={menu} />;
}
