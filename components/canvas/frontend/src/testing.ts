/** Small graphs for tests. */
import type { Document, Entry, Graph, Json, Parameter } from "./protocol";

const PARAMETER: Parameter = {
  name: "", kind: "integer", required: false, default: null, nullable: false, choices: [], minimum: null, maximum: null,
  length: null, group: "Main", doc: "", start: null,
};

export function parameter(name: string, given: Partial<Parameter> = {}): Parameter {
  return { ...PARAMETER, name, ...given };
}

export function entry(className: string, given: Partial<Entry> = {}): Entry {
  return {
    class_name: className, module: "keras.layers", family: "Core", summary: "", doc: "", aliases: [], synonyms: [],
    ndim: "", parameters: [], ports: [{ name: "inputs", arg: 0, variadic: false, required: true }], identifier: "", ...given,
  };
}

const units = parameter("units", { required: true, start: 32 });
export const ENTRIES = new Map<string, Entry>(
  [
    entry("InputLayer", { ports: [], aliases: ["Input"], parameters: [parameter("batch_shape", { kind: "shape", start: [null, 10] })] }),
    entry("Dense", { parameters: [units, parameter("activation", { kind: "activation" })] }),
    entry("Add", { ports: [{ name: "inputs", arg: 0, variadic: true, required: true }] }),
    entry("LSTM", {
      parameters: [units],
      ports: [
        { name: "sequences", arg: 0, variadic: false, required: true },
        { name: "initial_state", arg: null, variadic: true, required: false },
      ],
    }),
  ].map((item) => [item.class_name, item]),
);

export const ref = (node: string, output = 0): Json => ({ $node: node, output });

/** A graph from `{node: [class, ...sources]}`; the layer of node `n1` is `l1`, named like its class. */
export function graph(calls: Record<string, [string, ...Json[]]>): Graph {
  const found: Graph = { layers: {}, nodes: {}, inputs: [], outputs: [], groups: {}, notes: {} };
  for (const [id, [className, ...args]] of Object.entries(calls)) {
    const layer = `l${id.slice(1)}`;
    const name = `${className.toLowerCase()}_${id}`;
    found.layers[layer] = {
      name, class_name: className, module: "keras.layers", config: {}, definition: null, trainable: true, weights: null,
    };
    found.nodes[id] = { layer, op: null, args, kwargs: {}, position: { x: 0, y: 0 } };
    if (className === "InputLayer") found.inputs.push(id);
  }
  return found;
}

export function documentOf(main: Graph): Document {
  return { format: "layerloom", version: 1, name: "Test", main, definitions: {}, hyperparameters: {} };
}
