/** The golden files that tests/components/test_protocol.py reads too: both sides agree on every field. */
import analysis from "../../../../tests/fixtures/protocol/analysis.json";
import catalogue from "../../../../tests/fixtures/protocol/catalogue.json";
import document from "../../../../tests/fixtures/protocol/document.json";
import problem from "../../../../tests/fixtures/protocol/problem.json";
import { expect, test } from "vitest";
import { wiresOf } from "./document/connect";
import { formatCount, shapeParts } from "./document/describe";
import { callsOf } from "./document/walk";
import type { Analysis, Catalogue, Document, Problem } from "./protocol";
import { applyEdits } from "./document/apply";
import { ENTRIES } from "./testing";

const FILES = { analysis, catalogue, document, problem };
const golden = <T>(name: keyof typeof FILES) => FILES[name] as unknown as T;

test("a document's calls and wires are read", () => {
  const document = golden<Document>("document");
  expect(callsOf(document.main, "l2")).toEqual(["n2", "n3"]);
  expect(wiresOf(document, document.main, ENTRIES).map((wire) => wire.id)).toEqual([
    "n2|inputs", "n3|inputs", "n4|inputs:0", "n4|inputs:1",
  ]);
  expect(document.main.outputs[0].name).toBe("label");
});

test("an analysis gives shapes, counts and the state of each node", () => {
  const { nodes, totals } = golden<Analysis>("analysis");
  expect(shapeParts(nodes.main.n2.outputs[0])?.join("")).toBe("(None, 8)");
  expect(nodes.main.n4.state).toBe("error");
  expect(formatCount(totals.total_params)).toBe("88");
});

test("a problem's fix changes the document", () => {
  const problem = golden<Problem>("problem");
  const { main } = applyEdits(golden<Document>("document"), problem.fixes[0].edits, ENTRIES);
  expect(main.layers.l3.class_name).toBe("Concatenate");
});

test("the catalogue says what a new layer starts with", () => {
  expect(golden<Catalogue>("catalogue").layers[0].parameters[0]).toMatchObject({ name: "units", start: 32 });
});
