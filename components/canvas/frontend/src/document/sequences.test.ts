/**
 * Random command sequences on the pure document functions: every document stays valid, undoing all gives the first
 * document back exactly, redoing all the last. A seeded tenth in `make test`, all of them in `make soak`.
 */
import { expect, test } from "vitest";
import { moveTo, openHistory, pushStep } from "../history";
import type { Document, Entry, Graph } from "../protocol";
import { ENTRIES, documentOf, graph, ref } from "../testing";
import { copyNodes, pastePiece } from "./clipboard";
import { canConnect, disconnect, wiresOf } from "./connect";
import { addBlock, addLayer, deleteNodes, moveNodes, secondCall, setConfig, setOutput, unlink, wire } from "./edits";
import { groupNodes } from "./group";
import { firstFreeSlot, portsOf } from "./ports";
import { addCall, copyDefinition, layerOfDefinition, repeatNode } from "./reuse";
import { swapClass } from "./swap";
import { tidyPositions } from "./tidy";
import { unpackBlock } from "./unpack";
import { MAIN, containsGraph, graphOf, nodeReferences, topologicalOrder, predecessors, withGraph } from "./walk";

const environment = (globalThis as { process?: { env: Record<string, string | undefined> } }).process?.env ?? {};
const IS_SOAK = environment.LAYERLOOM_SOAK === "1";
const SEQUENCES = IS_SOAK ? 10_000 : 1_000;
const LENGTH = 24;

/** Numbers from 0 to below 1 that a seed decides (mulberry32). */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const started = () =>
  graph({
    n1: ["InputLayer"], n2: ["Dense", ref("n1")], n3: ["Dense", ref("n2")], n4: ["Dense", ref("n2")],
    n5: ["Add", [ref("n3"), ref("n4")]], n6: ["LSTM", ref("n5")], n7: ["Dense", ref("n6")],
  });

class Dice {
  readonly next: () => number;

  constructor(seed: number) {
    this.next = random(seed);
  }

  below(count: number): number {
    return Math.floor(this.next() * count);
  }

  pick<T>(items: readonly T[]): T | undefined {
    return items[this.below(items.length)];
  }

  some<T>(items: readonly T[]): T[] {
    return items.filter(() => this.next() < 0.4);
  }

  place() {
    return { x: this.below(100) * 16, y: this.below(100) * 16 };
  }
}

type Command = (document: Document, graphId: string, dice: Dice) => Document;
const onGraph = (change: (found: Graph, dice: Dice, document: Document) => Graph): Command => (document, graphId, dice) =>
  withGraph(document, graphId, change(graphOf(document, graphId), dice, document));
const ids = (found: Graph) => Object.keys(found.nodes);
const spec = () => ({ shape: [null, 8], dtype: "float32" });

const COMMANDS: Record<string, Command> = {
  add: onGraph((found, dice) => addLayer(found, dice.pick([...ENTRIES.values()]) as Entry, dice.place()).graph),
  wire: onGraph((found, dice, document) => {
    const [source, target] = [dice.pick(ids(found)), dice.pick(ids(found))];
    if (!source || !target || !canConnect(found, source, target)) return found;
    const slot = firstFreeSlot(found.nodes[target], portsOf(document, found, found.nodes[target], ENTRIES));
    return slot ? wire(found, target, slot, { node: source, output: 0 }) : found;
  }),
  cut: onGraph((found, dice, document) => {
    const wires = dice.some(wiresOf(document, found, ENTRIES)).map((item) => item.id);
    return disconnect(document, found, wires, ENTRIES);
  }),
  remove: onGraph((found, dice) => deleteNodes(found, dice.some(ids(found)).slice(0, 3))),
  move: onGraph((found, dice) => moveNodes(found, Object.fromEntries(dice.some(ids(found)).map((id) => [id, dice.place()])))),
  tidy: onGraph((found) => moveNodes(found, tidyPositions(found))),
  paste: onGraph((found, dice) => pastePiece(found, copyNodes(found, dice.some(ids(found)).slice(0, 4)), { x: 16, y: 16 }, dice.next() < 0.5).graph),
  again: onGraph((found, dice) => {
    const id = dice.pick(ids(found).filter((node) => !found.inputs.includes(node)));
    return id ? secondCall(found, id, dice.place()).graph : found;
  }),
  unlink: onGraph((found, dice) => unlink(found, dice.pick(ids(found)) ?? "")),
  config: onGraph((found, dice) => setConfig(found, dice.pick(Object.keys(found.layers)) ?? "", "units", dice.below(9))),
  output: onGraph((found, dice) => {
    const id = dice.pick(ids(found).filter((node) => !found.inputs.includes(node)));
    return id ? setOutput(found, id, dice.next() < 0.7) : found;
  }),
  swap: onGraph((found, dice) => {
    const layer = dice.pick(Object.keys(found.layers).filter((id) => !found.inputs.some((node) => found.nodes[node].layer === id))) ?? "";
    const entry = dice.pick([...ENTRIES.values()].filter((item) => item.ports.length > 0)) as Entry;
    return swapClass(found, layer, entry, ENTRIES.get(found.layers[layer]?.class_name ?? ""));
  }),
  repeat: onGraph((found, dice) => repeatNode(found, dice.pick(ids(found)) ?? "", 2 + dice.below(2)).graph),
  group: (document, graphId, dice) => {
    const made = groupNodes(document, graphId, dice.some(ids(graphOf(document, graphId))), ENTRIES, spec);
    return "refused" in made ? document : made.document;
  },
  unpack: (document, graphId, dice) => {
    const found = graphOf(document, graphId);
    const blocks = ids(found).filter((id) => found.layers[found.nodes[id].layer ?? ""]?.definition);
    return unpackBlock(document, graphId, dice.pick(blocks) ?? "")?.document ?? document;
  },
  reuse: (document, graphId, dice) => {
    const definition = dice.pick(Object.keys(document.definitions));
    if (!definition || containsGraph(document, definition, graphId)) return document;
    const found = graphOf(document, graphId);
    const layer = layerOfDefinition(found, definition);
    if (layer && dice.next() < 0.3) return withGraph(document, graphId, addCall(found, layer, dice.place()).graph);
    const copied = dice.next() < 0.5 ? { document, definition } : copyDefinition(document, definition);
    return withGraph(copied.document, graphId, addBlock(found, copied.definition, "block", dice.place()).graph);
  },
};

/** The value, and all inside it, so that a command which writes into its argument throws. */
function frozen<T>(value: T): T {
  if (value === null || typeof value !== "object" || Object.isFrozen(value)) return value;
  Object.freeze(value);
  for (const item of Object.values(value)) frozen(item);
  return value;
}

/** What is wrong with a graph; nothing that a command does may bring it about. */
function faults(document: Document, found: Graph): string[] {
  const wrong: string[] = [];
  for (const [id, node] of Object.entries(found.nodes)) {
    if (node.layer !== null && !(node.layer in found.layers)) wrong.push(`${id} calls a layer that is gone`);
    for (const reference of nodeReferences(node)) if (!(reference.node in found.nodes)) wrong.push(`${id} reads what is gone`);
  }
  const used = new Set(Object.values(found.nodes).map((node) => node.layer));
  for (const [id, layer] of Object.entries(found.layers)) {
    if (!used.has(id)) wrong.push(`nothing calls ${id}`);
    if (layer.definition && !(layer.definition in document.definitions)) wrong.push(`${id} stands for what is gone`);
  }
  for (const id of found.inputs) if (!(id in found.nodes)) wrong.push(`the input ${id} is gone`);
  for (const output of found.outputs) if (!(output.node in found.nodes)) wrong.push(`the output ${output.name} is gone`);
  const names = Object.values(found.layers).map((layer) => layer.name);
  if (new Set(names).size < names.length) wrong.push("two layers have one name");
  if (new Set(found.outputs.map((output) => output.name)).size < found.outputs.length) wrong.push("two outputs have one name");
  const rank = new Map(topologicalOrder(found).map((id, index) => [id, index]));
  const isBack = ([id, sources]: [string, string[]]) => sources.some((source) => (rank.get(source) ?? 0) > (rank.get(id) ?? 0));
  if ([...predecessors(found)].some(isBack)) wrong.push("there is a circle");
  return wrong;
}

function faultsOf(document: Document): string[] {
  const graphs = Object.entries({ [MAIN]: document.main, ...Object.fromEntries(Object.entries(document.definitions).map(([id, item]) => [id, item.graph])) });
  const inside = Object.keys(document.definitions).filter((id) =>
    Object.values(document.definitions[id].graph.layers).some((layer) => layer.definition && containsGraph(document, layer.definition, id)),
  );
  return [...graphs.flatMap(([id, found]) => faults(document, found).map((text) => `${id}: ${text}`)), ...inside.map((id) => `${id} contains itself`)];
}

test("whatever is done in whatever order, documents stay valid and every step can be undone and redone", () => {
  for (let seed = 0; seed < SEQUENCES; seed += 1) {
    const dice = new Dice(IS_SOAK ? seed + 1_000_000 : seed);
    const first = documentOf(seed % 4 === 0 ? graph({}) : setOutput(started(), "n7", true));
    let history = openHistory(frozen(first), "Opened", 0);
    let document = first;
    const done: string[] = [];
    for (let step = 0; step < LENGTH; step += 1) {
      const name = dice.pick(Object.keys(COMMANDS)) as string;
      const graphId = dice.next() < 0.75 ? MAIN : (dice.pick(Object.keys(document.definitions)) ?? MAIN);
      done.push(`${name} in ${graphId}`);
      const next = frozen(COMMANDS[name](document, graphId, dice));
      const wrong = faultsOf(next);
      if (wrong.length > 0) expect.fail(`seed ${seed} after ${done.join(", ")}: ${wrong.join("; ")}`);
      if (next !== document) history = pushStep(history, { label: name, time: step, document: next, key: "" });
      document = next;
    }
    const last = history.steps.length - 1;
    for (let index = last; index >= 0; index -= 1) history = moveTo(history, index - 1);
    expect(history.steps[history.index].document).toBe(first);
    for (let index = 0; index <= last; index += 1) history = moveTo(history, index);
    expect(history.steps[history.index].document).toBe(document);
  }
}, IS_SOAK ? 1_200_000 : 120_000);
