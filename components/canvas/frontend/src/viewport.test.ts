import { expect, test } from "vitest";
import { graph } from "./testing";
import { wholeView } from "./viewport";

const far = () => {
  const made = graph({ n1: ["InputLayer"], n2: ["Dense"] });
  made.nodes.n2.position = { x: 0, y: 1924 };
  return made;
};

test("a small graph opens in the middle, no larger than life", () => {
  expect(wholeView(graph({ n1: ["InputLayer"] }), 808, 676)).toEqual({ x: 300, y: 300, zoom: 1 });
});

test("a graph that is higher than the canvas opens as a whole", () => {
  const view = wholeView(far(), 800, 500)!;
  expect(view.zoom).toBeLessThan(0.25);
  expect(view.y).toBeGreaterThan(0);
  expect(2000 * view.zoom + view.y).toBeLessThan(500);
});

test("there is no view of nothing, or in a place without a size", () => {
  expect([wholeView(graph({}), 800, 500), wholeView(far(), 0, 500)]).toEqual([null, null]);
});
