import { expect, test } from "vitest";
import { ENTRIES, documentOf, entry, graph, parameter, ref } from "../testing";
import { copyNodes, pastePiece } from "./clipboard";
import { canConnect, disconnect, wiresOf } from "./connect";
import { describeLayer, shapeParts, wireLabel } from "./describe";
import { tidyPositions } from "./tidy";
import { callsOf, mapReferences, topologicalOrder } from "./walk";

const diamond = () =>
  graph({ n1: ["InputLayer"], n2: ["Dense", ref("n1")], n3: ["Dense", ref("n1")], n4: ["Add", [ref("n2"), ref("n3")]] });

test("every node follows what it reads", () => {
  expect(topologicalOrder(graph({ n2: ["Dense", ref("n1")], n1: ["InputLayer"] }))).toEqual(["n1", "n2"]);
});

test("a tree without a change is the same object", () => {
  const tree = [ref("n1"), { deep: [1, null] }];
  expect(mapReferences(tree, (_, leaf) => leaf)).toBe(tree);
});

test("a wire may not close a circle", () => {
  expect(canConnect(diamond(), "n4", "n2")).toBe(false);
  expect(canConnect(diamond(), "n2", "n2")).toBe(false);
  expect(canConnect(diamond(), "n2", "n3")).toBe(true);
});

test("wires are named by the port they end at, and stay the same objects", () => {
  const found = diamond();
  const wires = wiresOf(documentOf(found), found, ENTRIES);
  expect(wires.map((wire) => wire.id)).toEqual(["n2|inputs", "n3|inputs", "n4|inputs:0", "n4|inputs:1"]);
  expect(wiresOf(documentOf(found), found, ENTRIES)[0]).toBe(wires[0]);
});

test("disconnecting two places of one list takes out both", () => {
  const found = diamond();
  const next = disconnect(documentOf(found), found, ["n4|inputs:0", "n4|inputs:1"], ENTRIES);
  expect(next.nodes.n4.args).toEqual([]);
});

test("a pasted piece has new layers and keeps its inner wires only", () => {
  const pasted = pastePiece(diamond(), copyNodes(diamond(), ["n2", "n4"]), { x: 10, y: 20 });
  expect(pasted.nodeIds).toEqual(["n5", "n6"]);
  expect(pasted.graph.nodes.n6.args).toEqual([[ref("n5")]]);
  expect(pasted.graph.nodes.n5.args).toEqual([]);
  expect(pasted.graph.nodes.n5.position).toEqual({ x: 10, y: 20 });
  expect(new Set(Object.values(pasted.graph.layers).map((layer) => layer.name)).size).toBe(6);
});

test("calls that shared a layer share the new one", () => {
  const shared = diamond();
  shared.nodes.n3.layer = "l2";
  const pasted = pastePiece(shared, copyNodes(shared, ["n2", "n3"]), { x: 0, y: 0 }, true);
  expect(pasted.graph.nodes.n5.layer).toBe(pasted.graph.nodes.n6.layer);
  expect(pasted.graph.nodes.n5.args).toEqual([ref("n1")]);
  expect(callsOf(shared, "l2")).toEqual(["n2", "n3"]);
});

test("tidy puts every node below what it reads, and no two in one place", () => {
  const places = tidyPositions(diamond());
  expect(places.n4.y).toBeGreaterThan(places.n2.y);
  expect(places.n2.y).toBe(places.n3.y);
  expect(Math.abs(places.n2.x - places.n3.x)).toBeGreaterThanOrEqual(256);
});

const layer = (className: string, config: Record<string, never> | object) =>
  ({ ...graph({ n1: [className] }).layers.l1, config }) as never;

test("the second line of a node says what matters of its arguments", () => {
  const units = parameter("units", { required: true });
  const lstm = entry("LSTM", { parameters: [units] });
  expect(describeLayer(layer("LSTM", { units: 96 }), lstm)).toBe("LSTM · 96 units");
  expect(describeLayer(layer("LSTM", { units: 1 }), lstm)).toBe("LSTM · 1 unit");
  const activation = parameter("activation", { kind: "activation", default: "linear" });
  const dense = entry("Dense", { parameters: [units, activation] });
  expect(describeLayer(layer("Dense", { units: 12, activation: "softmax" }), dense)).toBe("Dense · 12 · softmax");
  const table = entry("Embedding", { parameters: [parameter("input_dim", { required: true }), parameter("output_dim", { required: true })] });
  expect(describeLayer(layer("Embedding", { input_dim: 20000, output_dim: 64 }), table)).toBe("Embedding · 20,000 × 64");
  const conv = entry("Conv2D", { parameters: [parameter("filters", { required: true }), parameter("kernel_size", { kind: "tuple", required: true })] });
  expect(describeLayer(layer("Conv2D", { filters: 32, kernel_size: [3, 3] }), conv)).toBe("Conv2D · 32 · 3×3");
  const drop = entry("Dropout", { parameters: [parameter("rate", { kind: "float", required: true })] });
  expect(describeLayer(layer("Dropout", { rate: 0.95 }), drop)).toBe("Dropout · rate 0.95");
  const join = entry("Concatenate", { parameters: [parameter("axis", { default: 1 })] });
  expect(describeLayer(layer("Concatenate", { axis: -1 }), join)).toBe("Concatenate · axis \u22121");
  expect(describeLayer(layer("Unheard", {}), undefined)).toBe("Unheard");
  const input = ENTRIES.get("InputLayer");
  expect(describeLayer(layer("InputLayer", {}), input)).toBe("Input · float32");
  expect(describeLayer(layer("InputLayer", { dtype: "int32" }), input)).toBe("Input · int32");
});

test("shapes and wires are written as on the screen", () => {
  expect(shapeParts({ shape: [null, 64, 64, 3], dtype: "float32" })?.join("")).toBe("(None, 64, 64, 3)");
  expect(shapeParts({ shape: [null], dtype: "float32" })?.join("")).toBe("(None,)");
  expect(wireLabel({ shape: [null, 32, 64], dtype: "float32" })).toBe("32 steps × 64");
  expect(wireLabel({ shape: [null, 96], dtype: "float32" })).toBe("96");
  expect(wireLabel(undefined)).toBe("?");
});
