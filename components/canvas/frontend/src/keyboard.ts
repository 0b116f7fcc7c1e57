/** Keys on the canvas. Streamlit binds bare letters on the document (`c` clears its cache, `r` reruns the page). */
import { commitGraph, currentGraph } from "./commit";
import { commandFor, isTyping } from "./commands/keys";
import { moveNodes } from "./document/edits";
import { useStudio } from "./store";

const STEP = 8;
const FAR = 32;
const ARROWS: Record<string, [number, number]> = {
  ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1],
};

function nudge(event: KeyboardEvent): boolean {
  const arrow = ARROWS[event.key];
  const { selection } = useStudio.getState();
  if (!arrow || selection.length === 0 || event.altKey || event.ctrlKey || event.metaKey) return false;
  const graph = currentGraph();
  const step = event.shiftKey ? FAR : STEP;
  const moved = selection.map((id) => {
    const { x, y } = graph.nodes[id].position;
    return [id, { x: x + arrow[0] * step, y: y + arrow[1] * step }] as const;
  });
  commitGraph("Move with the arrow keys", moveNodes(graph, Object.fromEntries(moved)), `nudge ${selection.join(" ")}`);
  return true;
}

function pickFocusedNode(event: KeyboardEvent): boolean {
  const target = event.composedPath()[0];
  if ((event.key !== "Enter" && event.key !== " ") || !(target instanceof Element)) return false;
  const id = target.classList.contains("react-flow__node") ? target.getAttribute("data-id") : null;
  if (id) useStudio.getState().actions.select([id]);
  return id !== null;
}

/** A key that belongs to a control: Tab and Enter walk and press, other keys stay the canvas' own. */
function isForControl(event: KeyboardEvent): boolean {
  const target = event.composedPath()[0];
  if (!(target instanceof Element)) return false;
  const control = target.closest("button, a, [role=option], [role=tab], [role=menuitem], [role=treeitem], [role=radio]");
  return control !== null && /^(Tab|Enter| |Arrow.*|Home|End)$/.test(event.key);
}

function act(event: KeyboardEvent): boolean {
  if (event.key === "Escape") {
    useStudio.getState().actions.select([]);
    return true;
  }
  if (pickFocusedNode(event) || nudge(event)) return true;
  const command = commandFor(event);
  if (!command) return false;
  if (command.enabled()) command.run();
  return true;
}

interface Stoppable {
  preventDefault(): void;
  stopPropagation(): void;
}

/** React Flow listens on the document for these: box selection, adding to the selection, panning. */
const MODIFIERS = new Set(["Shift", "Control", "Meta", "Alt", " "]);

export function handleKey(event: KeyboardEvent, stop: Stoppable): void {
  if (MODIFIERS.has(event.key) && !isTyping(event)) {
    if (event.key === " " && pickFocusedNode(event)) stop.preventDefault();
    return;
  }
  stop.stopPropagation();
  const isSave = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s";
  if (event.defaultPrevented || (isTyping(event) && !isSave) || isForControl(event)) return;
  const root = event.composedPath().find((item) => item instanceof HTMLElement && item.classList.contains("ll-root"));
  if (!act(event)) return;
  stop.preventDefault();
  // A deleted node takes the focus with it, and the next Ctrl+Z would be lost.
  if (root instanceof HTMLElement && !isTyping(event)) {
    const active = (root.getRootNode() as ShadowRoot | Document).activeElement;
    if (!active || !root.contains(active)) root.focus({ preventScroll: true });
  }
}

/** Keys pressed while nothing has the focus are meant for the canvas: it is the whole page. */
export function watchStrayKeys(root: HTMLElement | null): () => void {
  const listen = (event: KeyboardEvent) => {
    const target = event.composedPath()[0];
    if (target !== document.body && target !== document.documentElement) return;
    if (!root?.isConnected || document.querySelector("[role=dialog]")) return;
    root.focus({ preventScroll: true });
    handleKey(event, { preventDefault: () => event.preventDefault(), stopPropagation: () => event.stopImmediatePropagation() });
  };
  window.addEventListener("keydown", listen, true);
  return () => window.removeEventListener("keydown", listen, true);
}
