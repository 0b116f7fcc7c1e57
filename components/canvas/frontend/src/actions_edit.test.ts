import { beforeEach, expect, test } from "vitest";
import { actions } from "./actions";
import { currentGraph, openDocument } from "./commit";
import type { Catalogue, Document } from "./protocol";
import { useStudio } from "./store";
import { ENTRIES, documentOf, graph, ref } from "./testing";

const chain = () => graph({ n1: ["InputLayer"], n2: ["Dense", ref("n1")] });

beforeEach(() => {
  const document: Document = { ...documentOf(chain()), definitions: { d1: { name: "Block A", graph: chain() } } };
  openDocument(document);
  useStudio.setState({ catalogue: { layers: [...ENTRIES.values()] } as Catalogue });
});

test("a block from the palette goes below the selection, wired, with weights of its own", () => {
  actions.select(["n2"]);
  const id = actions.addBlock("d1");
  expect(currentGraph().nodes[id ?? ""]).toMatchObject({ layer: "l3", args: [ref("n2")] });
  expect(currentGraph().layers.l3).toMatchObject({ definition: "d1", name: "block_a" });
  expect(useStudio.getState().selection).toEqual([id]);
});

test("a block dropped somewhere stands there without wires", () => {
  actions.select(["n2"]);
  const id = actions.addBlock("d1", { position: { x: 700, y: 40 } });
  expect(currentGraph().nodes[id ?? ""]).toMatchObject({ args: [], position: { x: 700, y: 40 } });
});

test("a block is not put into itself, and the reason is said", () => {
  actions.openGraph("d1");
  expect(actions.addBlock("d1")).toBeNull();
  expect(useStudio.getState().notice).toBe("Block A cannot stand inside itself.");
  expect(actions.addBlock("d9")).toBeNull();
});

test("pasting with wires reads what the copied layer reads; pasting without does not", () => {
  actions.select(["n2"]);
  actions.copy();
  actions.paste(undefined, true);
  actions.paste();
  expect([currentGraph().nodes.n3.args, currentGraph().nodes.n4.args]).toEqual([[ref("n1")], []]);
});

test("a block is not pasted into itself or into another project, and that is said; what else was copied is", () => {
  actions.addBlock("d1");
  actions.select(["n2", "n3"]);
  actions.copy();
  actions.openGraph("d1");
  actions.paste();
  expect(Object.values(currentGraph().layers).map(({ class_name }) => class_name)).toEqual(["InputLayer", "Dense", "Dense"]);
  expect(useStudio.getState().notice).toContain("Blocks were left out");
  openDocument(documentOf(chain()));
  actions.paste();
  expect(Object.values(currentGraph().layers).filter(({ definition }) => definition)).toEqual([]);
  expect(Object.keys(currentGraph().nodes)).toHaveLength(3);
});

test("one tensor's mark is set and taken off without the others", () => {
  actions.setOutput("n2", true, undefined, 0);
  actions.setOutput("n2", true, undefined, 2);
  actions.setOutput("n2", false, undefined, 0);
  expect(currentGraph().outputs.map(({ index }) => index)).toEqual([2]);
});
