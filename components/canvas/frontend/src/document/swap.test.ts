import { expect, test } from "vitest";
import { ENTRIES, entry, graph, parameter, ref } from "../testing";
import { setConfig, setOutput } from "./edits";
import { swapClass } from "./swap";

const dense = ENTRIES.get("Dense");
const lstm = ENTRIES.get("LSTM")!;
const add = ENTRIES.get("Add")!;
const relu = entry("ReLU", { parameters: [parameter("max_value")] });
const chain = () => graph({ n1: ["InputLayer"], n2: ["Dense", ref("n1")], n3: ["Dense", ref("n2")] });

test("wires and same-named arguments stay, others go, and the new class starts with what it needs", () => {
  const before = setConfig(setConfig(chain(), "l2", "units", 7), "l2", "activation", "relu");
  const next = swapClass(before, "l2", lstm, dense);
  expect(next.layers.l2).toMatchObject({ class_name: "LSTM", config: { units: 7 }, name: "dense_n2" });
  expect(next.nodes.n2.args).toEqual([ref("n1")]);
  expect(next.nodes.n3.args).toEqual([ref("n2")]);
  expect(swapClass(before, "l2", relu, dense).layers.l2.config).toEqual({});
});

test("one wire becomes a list of one, and of a list the first wire that finds a port stays", () => {
  expect(swapClass(chain(), "l2", add, dense).nodes.n2.args).toEqual([[ref("n1")]]);
  const merged = graph({ n1: ["InputLayer"], n2: ["InputLayer"], n3: ["Add", [ref("n1"), ref("n2")]] });
  expect(swapClass(merged, "l3", relu, add).nodes.n3.args).toEqual([ref("n1")]);
});

test("a name that Keras gave follows the class, and an output's name with it", () => {
  const named = chain();
  named.layers.l3 = { ...named.layers.l3, name: "dense_2" };
  const next = swapClass(setOutput(named, "n3", true), "l3", relu, dense);
  expect(next.layers.l3.name).toBe("re_lu");
  expect(next.outputs[0].name).toBe("re_lu");
  named.layers.l3 = { ...named.layers.l3, name: "answer" };
  expect(swapClass(setOutput(named, "n3", true), "l3", relu, dense).outputs[0].name).toBe("answer");
});

test("the same class, or a block, is left as it is", () => {
  const before = chain();
  expect(swapClass(before, "l2", dense!, dense)).toBe(before);
  before.layers.l2 = { ...before.layers.l2, class_name: "", definition: "d1" };
  expect(swapClass(before, "l2", relu, undefined)).toBe(before);
});
