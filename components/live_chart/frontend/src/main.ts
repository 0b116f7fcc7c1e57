// The entry that Streamlit calls: once per element, and again with every change of `data` or of the theme.

import "uplot/dist/uPlot.min.css";
import "./styles.css";

import { Poller } from "./poller";
import { View } from "./view";
import type { RunState } from "./protocol";

interface Data {
  token: string;
  run: string;
  state: RunState | "";
}

interface Renderer {
  parentElement: HTMLElement | ShadowRoot;
  data: Data;
  setStateValue(name: string, value: unknown): void;
}

interface Mounted {
  run: string;
  view: View;
  poller: Poller;
  reported: string;
  tell: Renderer["setStateValue"];
}

const mounted = new WeakMap<Node, Mounted>();

function hostOf(parent: HTMLElement | ShadowRoot): Element {
  return parent instanceof ShadowRoot ? parent.host : parent;
}

function mount({ parentElement, data, setStateValue }: Renderer): Mounted {
  const view = new View(hostOf(parentElement));
  parentElement.append(view.root);
  const poller = new Poller(data.run, data.token, {
    onAnswer: (answer) => {
      view.apply(answer);
      if (answer.state === here.reported) return;
      here.reported = answer.state;
      here.tell("state", answer.state); // the page reruns: buttons and badges follow
    },
    onTrouble: (message) => view.showTrouble(message),
  });
  const here: Mounted = { run: data.run, view, poller, reported: data.state, tell: setStateValue };
  poller.start();
  return here;
}

function unmount(parent: Node): void {
  const here = mounted.get(parent);
  if (!here) return;
  mounted.delete(parent);
  here.poller.stop();
  here.view.destroy();
  here.view.root.remove();
}

export default function render(renderer: Renderer): () => void {
  const { parentElement, data } = renderer;
  let here = mounted.get(parentElement);
  if (here && here.run !== data.run) {
    unmount(parentElement);
    here = undefined;
  }
  if (here) {
    here.tell = renderer.setStateValue;
    here.poller.renew(data.token, data.state);
    here.view.applyTheme();
  } else {
    mounted.set(parentElement, mount(renderer));
  }
  // Streamlit also cleans up after a superseded call: only a host that has left the page is really gone.
  return () => void setTimeout(() => hostOf(parentElement).isConnected || unmount(parentElement));
}
