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
import { themeOf, watchTheme } from "./theme";

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

/** The stylesheet comes by an address of its own; what is drawn before it is here would be measured wrong. */
function whenStyled(parent: HTMLElement | ShadowRoot, then: () => void): void {
  const link = [...parent.querySelectorAll<HTMLLinkElement>("link[rel=stylesheet]")].find((one) => one.sheet === null);
  if (!link) return then();
  link.addEventListener("load", then, { once: true });
  link.addEventListener("error", then, { once: true });
}

function createPlace(parent: HTMLElement | ShadowRoot): () => void {
  const place = document.createElement("div");
  parent.appendChild(place);
  const root = createRoot(place);
  roots.set(parent, root);
  const draw = () => {
    if (roots.get(parent) === root) root.render(<Studio theme={themeOf(place)} />);
  };
  watchTheme(place, draw);
  return draw;
}

export default function mount(page: ComponentArguments): () => void {
  const { parentElement, data } = page;
  start();
  setPage(page);
  // A later call brings data only: the theme is watched.
  if (!roots.has(parentElement)) whenStyled(parentElement, createPlace(parentElement));
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
