import { expect, test } from "vitest";
import { setConfig, moveNodes } from "./document/edits";
import { flowNodes } from "./flow";
import { graph, ref } from "./testing";

const chain = () => graph({ n1: ["InputLayer"], n2: ["Dense", ref("n1")] });

test("an edit of an argument gives React Flow the very list it has", () => {
  const before = flowNodes([], chain(), []);
  expect(flowNodes(before, setConfig(chain(), "l2", "units", 7), [])).toBe(before);
});

test("a move or a selection makes only its own node new", () => {
  const before = flowNodes([], chain(), []);
  const moved = flowNodes(before, moveNodes(chain(), { n2: { x: 8, y: 8 } }), []);
  expect([moved[0] === before[0], moved[1] === before[1]]).toEqual([true, false]);
  const chosen = flowNodes(before, chain(), ["n1"]);
  expect([chosen[0].selected, chosen[1] === before[1]]).toEqual([true, true]);
});
