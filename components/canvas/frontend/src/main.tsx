/** Entry of the component: Streamlit calls the default export on mount and on every change of its data or theme. */
import "@xyflow/react/dist/style.css";
import "./styles/index.css";
import { type Root, createRoot } from "react-dom/client";
import { Studio } from "./Studio";
import "./actions";
import { type Page, type PageData, setPage } from "./bridge";
import { loadRecent } from "./recent";
import { startAnalysis } from "./sync/analyse";
import { receive } from "./sync/open";
import { flush, startSaving } from "./sync/save";

interface ComponentArguments extends Page {
  parentElement: HTMLElement | ShadowRoot;
  data: PageData;
}

const roots = new WeakMap<object, Root>();
let isStarted = false;

function start(): void {
  if (isStarted) return;
  isStarted = true;
  loadRecent();
  startAnalysis();
  startSaving();
  window.addEventListener("pointerdown", saveBeforeLeaving, true);
}

/** A press outside the studio may lead to another page, which reads the stored document. */
function saveBeforeLeaving(event: PointerEvent): void {
  const isOurs = event.composedPath().some((target) => target instanceof Element && target.classList.contains("ll-root"));
  if (!isOurs) void flush();
}

/** Dark when Streamlit's background is. */
function themeOf(parent: HTMLElement | ShadowRoot): "light" | "dark" {
  const host = parent instanceof ShadowRoot ? parent.host : parent;
  const colour = getComputedStyle(host).getPropertyValue("--st-background-color").trim();
  const hex = /^#([0-9a-f]{6})/i.exec(colour)?.[1];
  const parts = hex ? [0, 2, 4].map((at) => parseInt(hex.slice(at, at + 2), 16)) : (colour.match(/[\d.]+/g) ?? []).slice(0, 3).map(Number);
  if (parts.length < 3) return window.matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  return parts[0] * 0.299 + parts[1] * 0.587 + parts[2] * 0.114 < 128 ? "dark" : "light";
}

export default function mount(page: ComponentArguments): () => void {
  const { parentElement, data } = page;
  start();
  setPage(page);
  let root = roots.get(parentElement);
  if (!root) {
    const place = document.createElement("div");
    parentElement.appendChild(place);
    root = createRoot(place);
    roots.set(parentElement, root);
  }
  root.render(<Studio theme={themeOf(parentElement)} />);
  receive(data);
  const host = parentElement instanceof ShadowRoot ? parentElement.host : parentElement;
  return () => {
    void flush();
    // Streamlit also calls this for a superseded call: only a host that has left the page is really gone.
    setTimeout(() => {
      if (host.isConnected) return;
      roots.get(parentElement)?.unmount();
      roots.delete(parentElement);
    });
  };
}
