/** The one store. Document and selection are the browser's while it edits; see docs of each field. */
import { create } from "zustand";
import type { Actions, AddOptions } from "./actions";
import { MAIN } from "./document/walk";
import { type History, openHistory } from "./history";
import type { Analysis, Catalogue, Document, Position, Reference } from "./protocol";

/** `offline`: the server cannot be reached. `refused`: it answered, and did not store the edit. */
export type SaveState = "saved" | "saving" | "offline" | "refused" | "conflict";
export type View = "shapes" | "parameters";
export type Destination = "train" | "data" | "start" | "export";
export type Overlay = "help" | "quick-add" | "commands" | "versions" | "reuse" | "repeat" | "swap" | null;

export interface Version {
  id: string;
  name: string;
  revision: number;
  time: string;
}

/** A layer on its way from the palette, in client pixels; `moved` turns true once it is more than a click. */
export interface PaletteDrag {
  /** A block has the name of its definition here. */
  className: string;
  definition: string | null;
  x: number;
  y: number;
  moved: boolean;
}

/** What the server holds when somebody else saved first. */
export interface Conflict {
  revision: number;
  document: Document;
}

/** Where a context menu stands, in pixels of the canvas, and what it is about; `at` is the place in the graph. */
export interface MenuPlace {
  kind: "nodes" | "wire" | "pane";
  wire: string | null;
  x: number;
  y: number;
  at: Position;
}

export interface StudioState {
  catalogue: Catalogue | null;
  document: Document;
  /** "main", or the id of the definition that is open. */
  graphId: string;
  /** Ids of selected nodes of the open graph. */
  selection: string[];
  analysis: Analysis | null;
  /** True while the figures on screen belong to an older edit. */
  stale: boolean;
  /** Why the last analysis gave nothing, in the server's words; empty once one has. */
  analysisFailure: string;
  code: string | null;
  codeMessage: string;
  history: { label: string; time: number }[];
  historyIndex: number;
  projectId: string | null;
  projectName: string;
  /** The revision that the server acknowledged last. */
  revision: number;
  saveState: SaveState;
  /** Why the server stored nothing, in its words; told while `saveState` is "refused". */
  refusal: string;
  conflict: Conflict | null;
  versions: Version[];
  /** Class names of layers used lately, newest first; kept in the browser. */
  recent: string[];
  view: View;
  overlay: Overlay;
  drag: PaletteDrag | null;
  /** Where the quick search puts what it finds, and the tensor it is wired to, or the wire that it goes into. */
  quickAdd: { position: Position | null; source: Reference | null; wire: string | null };
  menu: MenuPlace | null;
  /** The block that is about to be added once more, while the user is asked how. */
  reuse: { definition: string; options: AddOptions } | null;
  /** Unsaved edits of an earlier visit, made on an older revision than the server's. */
  draft: { document: Document; time: number } | null;
  /** One sentence for the live region and the small notice at the foot of the canvas. */
  notice: string;
  /** Asks the canvas to bring nodes into view; the number makes equal requests differ. */
  revealRequest: { nodes: string[]; tick: number } | null;
  ready: boolean;
  past: History;
  actions: Actions;
}

export const EMPTY_DOCUMENT: Document = {
  format: "layerloom",
  version: 1,
  name: "Untitled",
  main: { layers: {}, nodes: {}, inputs: [], outputs: [], groups: {}, notes: {} },
  definitions: {},
  hyperparameters: {},
};

const past = openHistory(EMPTY_DOCUMENT);

export const useStudio = create<StudioState>(() => ({
  catalogue: null,
  document: EMPTY_DOCUMENT,
  graphId: MAIN,
  selection: [],
  analysis: null,
  stale: false,
  analysisFailure: "",
  code: null,
  codeMessage: "",
  history: past.steps,
  historyIndex: 0,
  projectId: null,
  projectName: EMPTY_DOCUMENT.name,
  revision: 0,
  saveState: "saved",
  refusal: "",
  conflict: null,
  versions: [],
  recent: [],
  view: "shapes",
  overlay: null,
  drag: null,
  quickAdd: { position: null, source: null, wire: null },
  menu: null,
  reuse: null,
  draft: null,
  notice: "",
  revealRequest: null,
  ready: false,
  past,
  // Filled by actions.ts, which imports this file; nothing renders before main.tsx has imported both.
  actions: {} as Actions,
}));
