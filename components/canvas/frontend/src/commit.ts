/** The one way a document changes: a step of the history, then word to whoever listens (analysis, draft, save). */
import { type History, moveTo, openHistory, pushStep } from "./history";
import { MAIN, graphOf, withGraph } from "./document/walk";
import type { Document, Entry, Graph } from "./protocol";
import { type StudioState, useStudio } from "./store";

export type Cause = "edit" | "open";
type Listener = (document: Document, cause: Cause) => void;

const listeners = new Set<Listener>();

export function onDocument(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

let entriesOf: Entry[] | null = null;
let entryMap = new Map<string, Entry>();

/** The catalogue's layers by class name. */
export function entries(): Map<string, Entry> {
  const layers = useStudio.getState().catalogue?.layers ?? [];
  if (layers !== entriesOf) {
    entriesOf = layers;
    entryMap = new Map(layers.map((entry) => [entry.class_name, entry]));
  }
  return entryMap;
}

function withPast(past: History): Partial<StudioState> {
  const document = past.steps[past.index].document;
  const { graphId, selection } = useStudio.getState();
  const open = graphId === MAIN || graphId in document.definitions ? graphId : MAIN;
  const graph = graphOf(document, open);
  const kept = selection.filter((id) => id in graph.nodes);
  return {
    past,
    document,
    history: past.steps,
    historyIndex: past.index,
    projectName: document.name,
    graphId: open,
    selection: kept.length === selection.length ? selection : kept,
  };
}

function tell(past: History, cause: Cause, extra: Partial<StudioState> = {}): void {
  useStudio.setState({ ...withPast(past), ...extra, stale: true });
  const { document } = useStudio.getState();
  for (const listener of listeners) listener(document, cause);
}

/** Makes `document` the newest step. Commits with one `key` in quick succession are one step. */
export function commit(label: string, document: Document, key = "", extra: Partial<StudioState> = {}): boolean {
  const { past, document: now } = useStudio.getState();
  if (document === now) return false;
  performance.mark("layerloom:edit");
  tell(pushStep(past, { label, time: Date.now(), document, key }), "edit", extra);
  return true;
}

export function commitGraph(label: string, graph: Graph, key = "", extra: Partial<StudioState> = {}): boolean {
  const { document, graphId } = useStudio.getState();
  return commit(label, withGraph(document, graphId, graph), key, extra);
}

export function travel(index: number): void {
  const { past } = useStudio.getState();
  const next = moveTo(past, index);
  if (next === past) return;
  performance.mark("layerloom:edit");
  tell(next, "edit");
}

/** A document from the server or the disk: the first step of a new history. */
export function openDocument(document: Document, extra: Partial<StudioState> = {}): void {
  tell(openHistory(document), "open", { ...extra, graphId: MAIN, selection: [], analysis: null, analysisFailure: "" });
}

export function currentGraph(): Graph {
  const { document, graphId } = useStudio.getState();
  return graphOf(document, graphId);
}
