import { expect, test } from "vitest";
import type { Document, Graph } from "../protocol";
import { ENTRIES, documentOf, graph, ref } from "../testing";
import { setOutput } from "./edits";
import { type Grouped, groupNodes, whyNoBlock } from "./group";
import { addCall, copyDefinition, layerOfDefinition, repeatNode } from "./reuse";
import { unpackBlock } from "./unpack";
import { MAIN, nodeReferences } from "./walk";

const chain = () => graph({ n1: ["InputLayer"], n2: ["Dense", ref("n1")], n3: ["Dense", ref("n2")], n4: ["Dense", ref("n3")] });
const diamond = () =>
  graph({ n1: ["InputLayer"], n2: ["Dense", ref("n1")], n3: ["Dense", ref("n2")], n4: ["Dense", ref("n2")], n5: ["Add", [ref("n3"), ref("n4")]] });
const spec = () => ({ shape: [null, 10], dtype: "float32" });

function grouped(main: Graph, ids: string[], document: Document = documentOf(main), graphId = MAIN): Grouped {
  const found = groupNodes(document, graphId, ids, ENTRIES, spec);
  if ("refused" in found) throw new Error(found.refused);
  return found;
}

/** Every call by its layer's name, with the names of what it reads: what a graph is, whatever its ids. */
function shapeOf(found: Graph): string[] {
  const name = (id: string) => found.layers[found.nodes[id].layer ?? ""].name;
  const calls = Object.entries(found.nodes).map(([id, node]) => `${name(id)}(${nodeReferences(node).map((item) => name(item.node)).join(", ")})`);
  const outputs = found.outputs.map((output) => `${output.name} = ${name(output.node)}[${output.index}]`);
  return [...calls, ...outputs].sort();
}

test("a block takes its layers along, and has an input for what comes in and an output for what leaves", () => {
  const { document, nodeId, definition } = grouped(setOutput(chain(), "n4", true), ["n2", "n3"]);
  const inner = document.definitions[definition].graph;
  expect(shapeOf(inner)).toEqual(["dense_n2(inputlayer_n1)", "dense_n3 = dense_n3[0]", "dense_n3(dense_n2)", "inputlayer_n1()"]);
  expect(inner.layers[inner.nodes[inner.inputs[0]].layer ?? ""].config).toEqual({ batch_shape: [null, 10] });
  expect(shapeOf(document.main)).toEqual(["block(inputlayer_n1)", "dense_n4 = dense_n4[0]", "dense_n4(block)", "inputlayer_n1()"]);
  expect(document.main.nodes[nodeId].args).toEqual([ref("n1")]);
});

test("a tensor that is read twice comes in once; each that leaves is an output of its own", () => {
  const { document, definition } = grouped(diamond(), ["n3", "n4"]);
  const inner = document.definitions[definition].graph;
  expect(inner.inputs).toHaveLength(1);
  expect(inner.outputs.map((output) => output.name)).toEqual(["dense_n3", "dense_n4"]);
  expect(document.main.nodes.n5.args).toEqual([[ref("n6", 0), ref("n6", 1)]]);
});

test("an output of the model stays one, under its name", () => {
  const { document, nodeId } = grouped(setOutput(chain(), "n4", true, "answer"), ["n3", "n4"]);
  expect(document.main.outputs).toEqual([{ id: "o1", name: "answer", node: nodeId, index: 0 }]);
});

test("a block that nothing reads yet gives its last layer", () => {
  const { document, definition } = grouped(chain(), ["n3", "n4"]);
  expect(document.definitions[definition].graph.outputs.map((output) => output.node)).toEqual(["n4"]);
});

test("inputs of the model stay outside, and without layers there is no block", () => {
  expect(Object.keys(grouped(chain(), ["n1", "n2"]).document.main.nodes)).toContain("n1");
  expect(whyNoBlock(chain(), [])).toContain("Select the layers");
});

test("a path that leaves the block and comes back is refused, and so is half of a shared layer", () => {
  expect(whyNoBlock(chain(), ["n2", "n4"])).toBe("A path leaves the selection at dense_n3 and comes back. Select it too.");
  expect(whyNoBlock(diamond(), ["n2", "n5"])).toContain("comes back");
  const shared = chain();
  shared.nodes.n4.layer = "l2";
  expect(whyNoBlock(shared, ["n2"])).toContain("also called outside");
  expect(whyNoBlock(shared, ["n2", "n3", "n4"])).toBe("");
});

test("unpacking a block gives the graph back that it was made of", () => {
  for (const [main, ids] of [[setOutput(chain(), "n4", true), ["n2", "n3"]], [diamond(), ["n3", "n4"]], [setOutput(diamond(), "n5", true), ["n2", "n3", "n4", "n5"]]] as const) {
    const { document, nodeId } = grouped(main, [...ids]);
    const unpacked = unpackBlock(document, MAIN, nodeId)!;
    expect(shapeOf(unpacked.document.main)).toEqual(shapeOf(main));
    expect(unpacked.document.definitions).toEqual({});
    expect(unpacked.nodeIds).toHaveLength(ids.length);
  }
});

test("a block with two calls unpacks into layers with two calls: the weights stay shared", () => {
  const { document, nodeId } = grouped(chain(), ["n2", "n3"]);
  const layerId = document.main.nodes[nodeId].layer!;
  const twice = addCall(document.main, layerId, { x: 300, y: 0 });
  twice.graph.nodes[twice.nodeId].args = [ref(nodeId)];
  const { document: open } = unpackBlock({ ...document, main: twice.graph }, MAIN, nodeId)!;
  expect(shapeOf(open.main).filter((call) => call.startsWith("dense_n2"))).toEqual(["dense_n2(dense_n3)", "dense_n2(inputlayer_n1)"]);
  expect(Object.keys(open.main.layers)).toHaveLength(4);
});

test("blocks stand in blocks, and unpacking the outer one keeps the inner one", () => {
  const first = grouped(setOutput(chain(), "n4", true), ["n2", "n3"]);
  const second = grouped(first.document.main, [first.nodeId, "n4"], first.document);
  expect(Object.values(second.document.definitions).map((item) => item.name)).toEqual(["block", "block_2"]);
  const open = unpackBlock(second.document, MAIN, second.nodeId)!;
  expect(shapeOf(open.document.main)).toEqual(shapeOf(first.document.main));
  expect(Object.keys(open.document.definitions)).toEqual(["d1"]);
});

test("a frozen block leaves frozen layers", () => {
  const { document, nodeId } = grouped(chain(), ["n2", "n3"]);
  const layerId = document.main.nodes[nodeId].layer!;
  document.main.layers[layerId] = { ...document.main.layers[layerId], trainable: false };
  const { document: open, nodeIds } = unpackBlock(document, MAIN, nodeId)!;
  expect(nodeIds.map((id) => open.main.layers[open.main.nodes[id].layer ?? ""].trainable)).toEqual([false, false]);
});

test("a copy of a definition is another definition; a layer of it is found", () => {
  const { document, nodeId, definition } = grouped(chain(), ["n2", "n3"]);
  const copied = copyDefinition(document, definition);
  expect(copied.document.definitions[copied.definition]).toEqual({ ...document.definitions[definition], name: "block_2" });
  expect(layerOfDefinition(document.main, definition)).toBe(document.main.nodes[nodeId].layer);
  expect(layerOfDefinition(document.main, copied.definition)).toBeNull();
});

test("a layer three times in a row: own weights each, the readers and the output on the last", () => {
  const main = setOutput(graph({ n1: ["InputLayer"], n2: ["Dense", ref("n1")] }), "n2", true);
  const { graph: row, nodeIds } = repeatNode(main, "n2", 3);
  expect(nodeIds).toEqual(["n2", "n3", "n4"]);
  expect(shapeOf(row)).toEqual([
    "dense_n2(inputlayer_n1)", "dense_n2_2(dense_n2)", "dense_n2_3 = dense_n2_3[0]", "dense_n2_3(dense_n2_2)", "inputlayer_n1()",
  ]);
  const { graph: middle } = repeatNode(chain(), "n2", 2);
  expect(middle.nodes.n3.args).toEqual([ref("n5")]);
  expect(repeatNode(diamond(), "n5", 2).graph).toEqual(diamond());
});
