import { expect, test } from "vitest";
import { BURST_MS, LIMIT, moveTo, openHistory, pushStep } from "./history";
import { documentOf, graph } from "./testing";

const step = (label: string, time: number, key = "") => ({ label, time, key, document: documentOf(graph({})) });
const open = () => openHistory(documentOf(graph({})), "Opened", 0);

test("typing in one field is one step, and a pause begins the next", () => {
  let history = pushStep(open(), step("a", 100, "units"));
  history = pushStep(history, step("b", 200, "units"));
  expect(history.steps.map((item) => item.label)).toEqual(["Opened", "b"]);
  history = pushStep(history, step("c", 201 + BURST_MS, "units"));
  expect(history.index).toBe(2);
});

test("another field is another step, and steps without a key never join", () => {
  const history = pushStep(pushStep(open(), step("a", 1, "units")), step("b", 2, "rate"));
  expect(history.index).toBe(2);
  expect(pushStep(pushStep(open(), step("a", 1)), step("b", 2)).index).toBe(2);
});

test("an edit after undo drops what was undone", () => {
  const history = pushStep(pushStep(open(), step("a", 1)), step("b", 2));
  const back = moveTo(history, 1);
  expect(pushStep(back, step("c", 3)).steps.map((item) => item.label)).toEqual(["Opened", "a", "c"]);
});

test("going nowhere is no change, and the list has an end", () => {
  const history = open();
  expect(moveTo(history, -3)).toBe(history);
  let long = history;
  for (let count = 0; count < LIMIT + 20; count += 1) long = pushStep(long, step(String(count), count));
  expect(long.steps).toHaveLength(LIMIT);
  expect(long.index).toBe(LIMIT - 1);
});
