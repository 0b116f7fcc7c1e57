/** Everything the screen may do to the store, by name. Each document action is one undo step. */
import type { PointerEvent as ReactPointerEvent } from "react";
import { type Reuse, blockActions } from "./actions_blocks";
import { editActions } from "./actions_edit";
import { projectActions } from "./actions_project";
import { useStudio } from "./store";
import type { Destination, Overlay, View } from "./store";
import type { Edit, Fix, Json, Position, Reference } from "./protocol";

export interface AddOptions {
  /** Top-left corner of the new node; without it the node goes below the selection and is wired to it. */
  position?: Position;
  /** The tensor that the new layer reads; without it the selection is wired. */
  source?: Reference;
  /** Config values that differ from the catalogue's own. */
  config?: Record<string, Json>;
}

export interface Actions {
  /** Adds a layer and returns its node's id. */
  addLayer(className: string, options?: AddOptions): string | null;
  /** The selected node's layer as another class, with wires and same-named arguments. */
  swapSelection(className: string): void;
  setConfig(layerId: string, key: string, value: Json): void;
  resetConfig(layerId: string, key: string): void;
  renameLayer(layerId: string, name: string): void;
  setTrainable(layerId: string, trainable: boolean): void;
  /** A layer of its own that stands for a definition; null when the definition is gone, or would contain itself. */
  addBlock(definition: string, options?: AddOptions): string | null;
  /** Adds the block; asks first how, when it stands in the open graph already. */
  askBlock(definition: string, options?: AddOptions): void;
  reuseBlock(definition: string, how: Reuse, options?: AddOptions): void;
  renameDefinition(definition: string, name: string): void;
  /** The selection as one block; a sentence says why when it cannot be one. */
  groupSelection(): void;
  /** The selected block as its layers. */
  unpackSelection(): void;
  /** The selected node so many times in a row. */
  repeatSelection(times: number): void;
  /** `index` is the tensor of a layer with several; off without it takes all marks of the node off. */
  setOutput(nodeId: string, on: boolean, name?: string, index?: number): void;
  /** `outputId` is the id of the output, not of its node. */
  renameOutput(outputId: string, name: string): void;
  deleteSelection(): void;
  applyFix(fix: Fix): void;
  applyEdits(label: string, edits: Edit[]): void;
  /** A layer of its own for this call, with the same arguments. */
  unlink(nodeId: string): void;
  duplicate(): void;
  secondCall(): void;
  copy(): void;
  cut(): void;
  /** With `keepWires` the pasted layers read what the copied ones read. */
  paste(at?: Position, keepWires?: boolean): void;
  tidy(): void;
  select(ids: string[]): void;
  reveal(nodeId: string, graphId?: string): void;
  openGraph(graphId: string): void;
  undo(): void;
  redo(): void;
  goTo(index: number): void;
  saveVersion(name: string): Promise<void>;
  restoreVersion(id: string): Promise<void>;
  renameProject(name: string): void;
  keepMine(): void;
  takeTheirs(): void;
  go(where: Destination): void;
  setView(view: View): void;
  setOverlay(overlay: Overlay): void;
  /** Opens the quick search; what it finds goes to `position` and reads `source`, or goes into a wire. */
  openQuickAdd(position?: Position | null, source?: Reference | null, wire?: string | null): void;
  keepDraft(): void;
  dropDraft(): void;
  say(notice: string): void;
  /** Call from onPointerDown of a palette row; ghost and drop are the canvas' own. Works with touch. */
  startPaletteDrag(className: string, event: PointerEvent | ReactPointerEvent, definition?: string | null): void;
}

export const actions: Actions = { ...editActions, ...blockActions, ...projectActions };

useStudio.setState({ actions });
