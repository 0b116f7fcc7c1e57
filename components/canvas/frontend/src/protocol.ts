// Written by components/canvas/generate_protocol.py from the pydantic models. Do not edit by hand.

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** The engine's whole answer for one document. `nodes` is keyed by graph (`main` or a definition id), then node. */
export interface Analysis {
  nodes: Record<string, Record<string, NodeFigures>>;
  problems: Problem[];
  summary: SummaryRow[];
  totals: Totals;
}

/** catalogue.json. `not_offered` maps a class of keras.layers to the reason. */
export interface Catalogue {
  keras_version: string;
  families: string[];
  layers: Entry[];
  not_offered: Record<string, string>;
  activations: string[];
  dtypes: string[];
  initializers: Entry[];
  regularizers: Entry[];
  constraints: Entry[];
  optimizers: Entry[];
  schedules: Entry[];
  losses: Entry[];
  metrics: Entry[];
  callbacks: Entry[];
}

/** A sub-model: a graph that layers of this document can stand for. */
export interface Definition {
  name: string;
  graph: Graph;
}

/** A whole project's model. */
export interface Document {
  format: "layerloom";
  version: 1;
  name: string;
  main: Graph;
  definitions: Record<string, Definition>;
  hyperparameters: Record<string, boolean | number | string>;
}

/** One change of a document, as the canvas and `designer.document.edits` both carry it out. */
export interface Edit {
  kind: "set_config" | "rename_layer" | "rename_output" | "rename_project" | "insert_before" | "replace_class" | "delete_node" | "disconnect" | "add_output";
  graph: string;
  arguments: Record<string, Json>;
}

/** One public Keras class. */
export interface Entry {
  class_name: string;
  module: string;
  family: string;
  summary: string;
  doc: string;
  aliases: string[];
  synonyms: string[];
  ndim: string;
  parameters: Parameter[];
  ports: Port[];
  identifier: string;
}

/** What one click does: a label of verb and object, and the edits behind it (one undo step). */
export interface Fix {
  label: string;
  edits: Edit[];
}

/** Layers, their calls, and the order of inputs and outputs. */
export interface Graph {
  layers: Record<string, Layer>;
  nodes: Record<string, Node>;
  inputs: string[];
  outputs: Output[];
  groups: Record<string, Group>;
  notes: Record<string, Note>;
}

/** Nodes that belong together on the canvas. The group marked `top` is what `include_top=False` leaves out. */
export interface Group {
  name: string;
  nodes: string[];
  top: boolean;
}

/** One set of weights: a Keras class with its config, or a definition. */
export interface Layer {
  name: string;
  class_name: string;
  module: string;
  config: Record<string, Json>;
  definition: string | null;
  trainable: boolean;
  weights: WeightsReference | null;
}

/** One call of a layer (`layer`) or of an operation (`op`, such as `keras.ops.add`). */
export interface Node {
  layer: string | null;
  op: string | null;
  args: Json[];
  kwargs: Record<string, Json>;
  position: Position;
}

/** What a node of the canvas shows. */
export interface NodeFigures {
  state: "ok" | "warning" | "error" | "blocked" | "placeholder";
  outputs: TensorSpec[];
  params: number | null;
  trainable_params: number | null;
  non_trainable_params: number | null;
  counted: boolean;
  calls: number;
  message: string;
  blocked_by: string | null;
}

/** Free text on the canvas. */
export interface Note {
  text: string;
  position: Position;
}

/** One output of a graph; its name is unique and is what losses and metrics are keyed by. */
export interface Output {
  id: string;
  name: string;
  node: string;
  index: number;
}

/** One constructor argument, under its `get_config` key. */
export interface Parameter {
  name: string;
  kind: "integer" | "float" | "number" | "boolean" | "string" | "choice" | "tuple" | "integers" | "floats" | "shape" | "activation" | "initializer" | "regularizer" | "constraint" | "dtype" | "seed" | "layer" | "loss" | "metric" | "schedule" | "json";
  required: boolean;
  default: Json;
  nullable: boolean;
  choices: Json[];
  minimum: number | null;
  maximum: number | null;
  length: number | null;
  group: string;
  doc: string;
  start: Json;
}

/** Where a problem stands. `name` is what the user calls the place. */
export interface Place {
  name: string;
  graph: string;
  node: string | null;
  layer: string | null;
  field: string | null;
}

/** One tensor argument of a call. `arg` is its position, or None when it goes by keyword `name`. */
export interface Port {
  name: string;
  arg: number | null;
  variadic: boolean;
  required: boolean;
}

/** Top-left corner of a node on the canvas, in pixels at 100 %. */
export interface Position {
  x: number;
  y: number;
}

/** What does not fit, returned and never raised. */
export interface Problem {
  code: string;
  severity: "error" | "warning";
  where: Place;
  message: string;
  short: string;
  fixes: Fix[];
}

/** One output tensor of one node. */
export interface Reference {
  node: string;
  output: number;
}

/** One row of the summary: a layer (all its calls), as `keras.Model.summary` would list it. */
export interface SummaryRow {
  graph: string;
  node: string;
  name: string;
  class_name: string;
  output_shape: (number | null)[] | ((number | null)[])[] | null;
  params: number | null;
  connected_to: string[];
  trainable: boolean;
  calls: number;
  depth: number;
}

/** One tensor as Keras reports it. `shape` includes the batch dimension; None where it is not known. */
export interface TensorSpec {
  shape: (number | null)[];
  dtype: string;
}

/** Sums over the healthy part. `complete` is false while a problem stands: figures are "so far". */
export interface Totals {
  total_params: number;
  trainable_params: number;
  non_trainable_params: number;
  complete: boolean;
}

/** Weights that travel with a layer: a stored blob, and the order of its arrays. */
export interface WeightsReference {
  blob: string;
  order: number[];
}
