import { expect, test } from "vitest";
import type { Edit } from "../protocol";
import { ENTRIES, documentOf, entry, graph, parameter, ref } from "../testing";
import { applyEdits } from "./apply";
import { addBlock, addLayer, deleteNodes, moveOutput, resetConfig, secondCall, setConfig, setOutput, unlink, wire } from "./edits";
import { freshName, snakeName } from "./names";
import { freeOffset, placeBelow } from "./place";
import { firstFreeSlot, placesOf, portsOf, raisedLabels, slotLabel, slotsOf } from "./ports";
import { containsGraph } from "./walk";

const chain = () => graph({ n1: ["InputLayer"], n2: ["Dense", ref("n1")], n3: ["Dense", ref("n2")] });
const dense = ENTRIES.get("Dense")!;
const add = ENTRIES.get("Add")!;

test("a new layer has a free id, Keras' name for it, and the catalogue's start values", () => {
  const added = addLayer(chain(), dense, { x: 1, y: 2 });
  expect(added.nodeId).toBe("n4");
  expect(added.graph.layers.l4).toMatchObject({ name: "dense", config: { units: 32 } });
});

test("a layer without ports becomes an input", () => {
  const added = addLayer(chain(), ENTRIES.get("InputLayer")!, { x: 0, y: 0 });
  expect(added.graph.inputs).toEqual(["n1", "n4"]);
});

test("names are Keras' own, and never taken twice", () => {
  expect(["Conv2DTranspose", "LSTM", "GlobalAveragePooling2D", "ReLU"].map(snakeName)).toEqual([
    "conv2d_transpose", "lstm", "global_average_pooling2d", "re_lu",
  ]);
  expect(freshName("dense", ["dense", "dense_2"])).toBe("dense_3");
});

test("a second call of an output is an output too, and both get a name of their own in that one edit", () => {
  const marked = setOutput(chain(), "n3", true);
  const { graph: shared, nodeId } = secondCall(marked, "n3", { x: 300, y: 0 });
  expect(shared.outputs.map(({ id, name, node }) => [id, name, node])).toEqual([
    ["o1", "dense_n3_1", "n3"], ["o2", "dense_n3_2", nodeId],
  ]);
  const third = secondCall(shared, nodeId, { x: 600, y: 0 });
  expect(third.graph.outputs.map(({ name }) => name)).toEqual(["dense_n3_1", "dense_n3_2", "dense_n3_3"]);
});

test("a call of a shared layer that becomes an output is not called like the layer", () => {
  const { graph: shared } = secondCall(chain(), "n2", { x: 300, y: 0 });
  expect(shared.outputs).toEqual([]);
  expect(setOutput(shared, "n2", true).outputs[0].name).toBe("dense_n2_1");
  expect(setOutput(shared, "n2", true, "dense_n2").outputs[0].name).toBe("dense_n2_1");
  expect(setOutput(shared, "n2", true, "chosen").outputs[0].name).toBe("chosen");
});

test("deleting a node in a chain leaves its reader on the wire above", () => {
  const next = deleteNodes(chain(), ["n2"]);
  expect(next.nodes.n3.args).toEqual([ref("n1")]);
  expect(Object.keys(next.layers)).toEqual(["l1", "l3"]);
});

test("deleting several nodes in a row heals across all of them", () => {
  const long = graph({ n1: ["InputLayer"], n2: ["Dense", ref("n1")], n3: ["Dense", ref("n2")], n4: ["Dense", ref("n3")] });
  expect(deleteNodes(long, ["n2", "n3"]).nodes.n4.args).toEqual([ref("n1")]);
});

test("deleting an input leaves its readers free, and a list without a hole", () => {
  const merged = graph({ n1: ["InputLayer"], n2: ["InputLayer"], n3: ["Add", [ref("n1"), ref("n2")]] });
  const next = deleteNodes(merged, ["n1"]);
  expect(next.nodes.n3.args).toEqual([[ref("n2")]]);
  expect(next.inputs).toEqual(["n2"]);
  expect(deleteNodes(chain(), ["n1"]).nodes.n2.args).toEqual([]);
});

test("deleting one call of a shared layer keeps the layer", () => {
  const { graph: shared } = secondCall(chain(), "n2", { x: 300, y: 0 });
  expect(deleteNodes(shared, ["n2"]).layers.l2).toBeDefined();
});

test("a second call is a node without wires on the same layer; unlinking gives it a layer of its own", () => {
  const { graph: shared, nodeId } = secondCall(chain(), "n2", { x: 300, y: 0 });
  expect(shared.nodes[nodeId]).toMatchObject({ layer: "l2", args: [] });
  const own = unlink(shared, nodeId);
  expect(own.nodes[nodeId].layer).toBe("l4");
  expect(own.layers.l4.name).not.toBe(own.layers.l2.name);
});

test("a variadic port shows two places, and one more while a wire is dragged", () => {
  const merged = graph({ n1: ["InputLayer"], n2: ["Add"] });
  expect(slotsOf(merged.nodes.n2, add.ports).map((slot) => slot.id)).toEqual(["inputs:0", "inputs:1"]);
  const full = graph({ n1: ["InputLayer"], n2: ["Add", [ref("n1"), ref("n1")]] });
  expect(slotsOf(full.nodes.n2, add.ports, true)).toHaveLength(3);
  expect(firstFreeSlot(full.nodes.n2, add.ports)?.index).toBe(2);
});

test("a port by keyword shows once it is wired, or while a wire is dragged", () => {
  const lstm = graph({ n1: ["InputLayer"], n2: ["LSTM", ref("n1")] });
  const { ports } = ENTRIES.get("LSTM")!;
  expect(slotsOf(lstm.nodes.n2, ports).map((slot) => slot.id)).toEqual(["sequences"]);
  const state = slotsOf(lstm.nodes.n2, ports, true)[1];
  const wired = wire(lstm, "n2", state, { node: "n1", output: 0 });
  expect(wired.nodes.n2.kwargs).toEqual({ initial_state: [ref("n1")] });
  expect(slotsOf(wired.nodes.n2, ports)).toHaveLength(2);
});

test("the fix that cuts a port without a place in its list cuts all its wires", () => {
  const lstm = graph({ n1: ["InputLayer"], n2: ["InputLayer"], n3: ["LSTM", ref("n1")] });
  lstm.nodes.n3 = { ...lstm.nodes.n3, kwargs: { initial_state: [ref("n1"), ref("n2")] } };
  const edit: Edit = { kind: "disconnect", graph: "main", arguments: { node: "n3", port: "initial_state" } };
  expect(applyEdits(documentOf(lstm), [edit], ENTRIES).main.nodes.n3).toMatchObject({ args: [ref("n1")], kwargs: {} });
});

test("the fix that removes an argument that is no port removes that one", () => {
  const dense = graph({ n1: ["InputLayer"], n2: ["Dense", ref("n1")] });
  dense.nodes.n2 = { ...dense.nodes.n2, kwargs: { $node: "n1", training: true } };
  const edit: Edit = { kind: "disconnect", graph: "main", arguments: { node: "n2", port: "$node" } };
  expect(applyEdits(documentOf(dense), [edit], ENTRIES).main.nodes.n2).toMatchObject({ args: [ref("n1")], kwargs: { training: true } });
  expect(applyEdits(documentOf(dense), [edit], ENTRIES).main.nodes.n2.kwargs).not.toHaveProperty("$node");
});

test("a wire let go on a node's body is never taken for a state", () => {
  const lstm = graph({ n1: ["InputLayer"], n2: ["LSTM"], n3: ["LSTM", ref("n1")] });
  const { ports } = ENTRIES.get("LSTM")!;
  expect(firstFreeSlot(lstm.nodes.n2, ports)?.id).toBe("sequences");
  expect(firstFreeSlot(lstm.nodes.n3, ports)).toBeNull();
});

test("ports that only a drag shows leave the others where they are, and names keep apart", () => {
  const lstm = graph({ n1: ["InputLayer"], n2: ["LSTM", ref("n1")] });
  const { ports } = ENTRIES.get("LSTM")!;
  const quiet = slotsOf(lstm.nodes.n2, ports);
  const grown = slotsOf(lstm.nodes.n2, ports, true);
  expect(placesOf(quiet, quiet)).toEqual([0.5]);
  expect(placesOf(grown, quiet)).toEqual([0.5, 0.75]);
  expect(placesOf(grown, grown)).toEqual([1 / 3, 2 / 3]);
  expect(raisedLabels(["sequences", "initial_state"], [0.5, 0.75])).toEqual([false, true]);
  expect(raisedLabels(["query", "value", "key"], [0.25, 0.5, 0.75])).toEqual([false, false, false]);
});

test("a list named after its places labels each of them", () => {
  const ports = [{ name: "query, value, key", arg: 0, variadic: true, required: true }];
  const slots = slotsOf(graph({ n1: ["Attention"] }).nodes.n1, ports);
  expect(slots.map(slotLabel)).toEqual(["query", "value"]);
});

test("taking a wire out of an argument leaves the call as if it had never been there", () => {
  const { ports } = dense;
  const next = wire(chain(), "n3", { port: ports[0], index: null }, null);
  expect(next.nodes.n3.args).toEqual([]);
});

test("reset takes the argument out, so that Keras' default holds", () => {
  const changed = setConfig(chain(), "l2", "units", 4);
  expect(resetConfig(changed, "l2", "units").layers.l2.config).toEqual({});
  expect(resetConfig(chain(), "l9", "units").layers.l9).toBeUndefined();
});

test("the mark of an output moves along with the end of the chain", () => {
  const marked = setOutput(chain(), "n2", true);
  expect(marked.outputs).toEqual([{ id: "o1", name: "dense_n2", node: "n2", index: 0 }]);
  expect(moveOutput(marked, "n2", "n3").outputs[0]).toMatchObject({ node: "n3", name: "dense_n3" });
  expect(setOutput(marked, "n2", false).outputs).toEqual([]);
});

test("a new node goes below the selection, beside what is there already", () => {
  expect(placeBelow(graph({ n1: ["InputLayer"] }), ["n1"])).toEqual({ x: 0, y: 108 });
  const taken = graph({ n1: ["InputLayer"], n2: ["Dense", ref("n1")] });
  taken.nodes.n2.position = { x: 0, y: 108 };
  expect(placeBelow(taken, ["n1"])).toEqual({ x: 256, y: 108 });
});

test("insert before puts a layer on the wire into a port", () => {
  const edit = { kind: "insert_before" as const, graph: "main", arguments: { node: "n3", port: "inputs", class_name: "Dense", config: { units: 7 } } };
  const { main } = applyEdits(documentOf(chain()), [edit], ENTRIES);
  expect(main.nodes.n4.args).toEqual([ref("n2")]);
  expect(main.nodes.n3.args).toEqual([ref("n4")]);
  expect(main.layers.l4.config).toEqual({ units: 7 });
});

test("an edit of a part that is gone changes nothing", () => {
  const document = documentOf(chain());
  const edits: Edit[] = [
    { kind: "insert_before" as const, graph: "main", arguments: { node: "n9", port: "inputs", class_name: "Dense" } },
    { kind: "delete_node" as const, graph: "main", arguments: { node: "n9" } },
    { kind: "set_config" as const, graph: "main", arguments: { layer: "l9", key: "units", value: 1 } },
  ];
  expect(applyEdits(document, edits, ENTRIES)).toBe(document);
});

test("replace class keeps the wires and the name", () => {
  const edit = { kind: "replace_class" as const, graph: "main", arguments: { layer: "l2", class_name: "LSTM", config: { units: 3 } } };
  const { main } = applyEdits(documentOf(chain()), [edit], ENTRIES);
  expect(main.layers.l2).toMatchObject({ name: "dense_n2", class_name: "LSTM", config: { units: 3 } });
  expect(main.nodes.n2.args).toEqual([ref("n1")]);
});

test("start values come from the catalogue alone", () => {
  expect(addLayer(chain(), entry("Any"), { x: 0, y: 0 }).graph.layers.l4.config).toEqual({});
});

test("an optional argument starts with the catalogue's value too, zero and false among them", () => {
  const odd = entry("Odd", {
    parameters: [parameter("units", { required: true, start: 3 }), parameter("rate", { start: 0 }), parameter("seed")],
  });
  expect(addLayer(chain(), odd, { x: 0, y: 0 }).graph.layers.l4.config).toEqual({ units: 3, rate: 0 });
});

test("each tensor of a layer can be an output, and its mark goes alone", () => {
  const first = setOutput(chain(), "n3", true);
  const both = setOutput(first, "n3", true, undefined, 1);
  expect(both.outputs.map(({ name, index }) => [name, index])).toEqual([["dense_n3", 0], ["dense_n3_2", 1]]);
  expect(setOutput(both, "n3", true, undefined, 1)).toBe(both);
  expect(setOutput(both, "n3", false, undefined, 0).outputs.map(({ index }) => index)).toEqual([1]);
  expect(setOutput(both, "n3", false).outputs).toEqual([]);
});

test("an output does not take another layer's name", () => {
  const named = chain();
  named.layers.l2.name = "dense_n3_2";
  expect(setOutput(named, "n3", true, undefined, 1).outputs[0].name).toBe("dense_n3_3");
});

test("a block's layer stands for its definition, under a name of its own, with a port per input", () => {
  const inner = graph({ n1: ["InputLayer"], n2: ["InputLayer"], n3: ["Add", [ref("n1"), ref("n2")]] });
  const document = { ...documentOf(chain()), definitions: { d1: { name: "Residual block 2×", graph: inner } } };
  const once = addBlock(document.main, "d1", "Residual block 2×", { x: 5, y: 6 });
  const twice = addBlock(once.graph, "d1", "Residual block 2×", { x: 9, y: 9 });
  expect(once.graph.layers.l4).toMatchObject({ definition: "d1", class_name: "", name: "residual_block_2" });
  expect(twice.graph.layers.l5).toMatchObject({ definition: "d1" });
  expect(twice.graph.layers.l5.name).not.toBe("residual_block_2");
  const ports = portsOf(document, once.graph, once.graph.nodes[once.nodeId], ENTRIES);
  expect(ports.map(({ name, arg }) => [name, arg])).toEqual([["inputlayer_n1", 0], ["inputlayer_n2", 1]]);
});

test("a block cannot stand inside itself, at any depth", () => {
  const holder = (definition: string) => addBlock(chain(), definition, "b", { x: 0, y: 0 }).graph;
  const definitions = { d1: { name: "A", graph: chain() }, d2: { name: "B", graph: holder("d1") }, d3: { name: "C", graph: holder("d2") } };
  const document = { ...documentOf(chain()), definitions };
  expect(containsGraph(document, "d3", "d1")).toBe(true);
  expect(containsGraph(document, "d1", "d1")).toBe(true);
  expect(containsGraph(document, "d1", "d3")).toBe(false);
  expect(containsGraph(document, "d3", "main")).toBe(false);
});

test("copies stand beside what is there, together, and in their old place where that is free", () => {
  const two = chain();
  two.nodes.n2.position = { x: 0, y: 108 };
  two.nodes.n3.position = { x: 256, y: 108 };
  expect(freeOffset(two, [two.nodes.n1])).toEqual({ x: 256, y: 0 });
  expect(freeOffset(two, [two.nodes.n1, two.nodes.n2])).toEqual({ x: 512, y: 0 });
  expect(freeOffset(deleteNodes(two, ["n3"]), [two.nodes.n3])).toEqual({ x: 0, y: 0 });
});
