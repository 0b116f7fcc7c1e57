import { describe, expect, test } from "vitest";

import golden from "../../../../tests/fixtures/protocol/run_events.json";
import resumed from "../../../../tests/fixtures/protocol/run_resumed.json";

import { align, downsample, lowerBound } from "./downsample";
import { chartTitle, isLowerBetter, metricTitle, outputsOf } from "./names";
import { parseAnswer } from "./poller";
import { duration, figure, logLine, progress, secondsLeft } from "./progress";
import { applyAnswer, axisEnd, bestOf, chartSpecs, emptyRun, secondsAtWork, valueAt } from "./series";
import { isDarkColor } from "./theme";
import type { RunEvent, RunState } from "./protocol";

const EVENTS = golden as unknown as RunEvent[];

function runAfter(count: number, state: RunState = "running") {
  const run = emptyRun();
  applyAnswer(run, { events: EVENTS.slice(0, count), next: 0, state });
  return run;
}

describe("series", () => {
  test("steps stand at parts of an epoch and epochs at whole ones", () => {
    const run = runAfter(EVENTS.length, "finished");
    expect(run.steps.x).toEqual([0.5, 1]);
    expect(run.epochs.x).toEqual([1, 2]);
    expect(run.epochs.values["val_match_auc"]).toEqual([0.75, 0.625]);
  });

  test("NaN is a gap, not a number", () => {
    expect(runAfter(EVENTS.length).epochs.values["loss"]).toEqual([1.375, null]);
  });

  test("a figure that appears late is filled with gaps before", () => {
    const run = runAfter(4);
    applyAnswer(run, { events: [{ ...EVENTS[4], values: { late: 2 } } as RunEvent], next: 0, state: "running" });
    expect(run.steps.values["late"]).toEqual([null, 2]);
    expect(run.steps.values["loss"]).toEqual([1.5, null]);
  });

  test("the loss comes first, then each output's loss, then metrics", () => {
    expect(chartSpecs(runAfter(6)).map((spec) => spec.title)).toEqual([
      "Loss",
      "match · loss",
      "category · loss",
      "match · AUC",
    ]);
  });

  test("the best loss is the epoch whose weights were kept, the best metric its largest", () => {
    const run = runAfter(EVENTS.length);
    expect(bestOf(run, "loss")).toEqual({ x: 1, y: 1.25, validation: true });
    expect(bestOf(run, "match_auc")).toEqual({ x: 1, y: 0.75, validation: true });
    expect(bestOf(run, "match_loss")?.x).toBe(2);
    expect(bestOf(run, "absent")).toBeNull();
  });

  test("a value is read at the nearest epoch, or at the end", () => {
    const { epochs } = runAfter(EVENTS.length);
    expect(valueAt(epochs, "match_loss", 1.2)).toBe(0.875);
    expect(valueAt(epochs, "match_loss", null)).toBe(0.5);
  });
});

describe("a run that goes on", () => {
  const events = resumed.events as unknown as RunEvent[];
  const goneOn = emptyRun();
  applyAnswer(goneOn, { events, next: 0, state: "stopped" });

  test("trains again what came after its checkpoint: no curve doubles back", () => {
    expect(goneOn.epochEvents.map((event) => event.epoch)).toEqual(resumed.epochs);
    expect(goneOn.epochs.x).toEqual([1, 2, 3]);
    expect(goneOn.epochs.values["val_loss"]).toEqual(resumed.val_loss);
    expect(goneOn.steps.x).toEqual([0.5, 1.5]);
    expect(goneOn.steps.values["loss"]).toEqual([1.5, 1]);
  });

  test("counts the time at work, not the break nor how long it went unnoticed", () => {
    expect(secondsAtWork(goneOn)).toBe(resumed.seconds);
    expect(progress(goneOn, 99).facts[0]?.text).toBe("took 22 s");
  });

  test("stands still while it waits, and counts on while it is at work", () => {
    const run = emptyRun();
    applyAnswer(run, { events: events.slice(0, 10), next: 0, state: "queued" });
    expect(progress(run, 5).facts[0]?.text).toBe("10 s gone");
    applyAnswer(run, { events: events.slice(10, 15), next: 0, state: "running" });
    expect(progress(run, 5).facts[0]?.text).toBe("16 s gone");
    expect(progress(run, 0)).toMatchObject({ title: "Epoch 2 of 4", detail: "batch 2 of 4" });
  });

  test("is interrupted in the colour of its badge, and failed in that of errors", () => {
    const run = emptyRun();
    applyAnswer(run, { events: events.slice(0, 9), next: 0, state: "interrupted" });
    expect(progress(run, 0).tone).toBe("warning");
    expect(logLine(events[8] as RunEvent)).toMatchObject({ level: "warning" });
    expect(progress({ ...run, state: "failed" }, 0).tone).toBe("error");
  });
});

test.each([
  [0, 20, false, 20],
  [3, 20, false, 20],
  [1, 20, false, 2],
  [0.1, 400, false, 1],
  [30, 100_000, false, 100],
  [25, 100_000, false, 50],
  [10_000, 100_000, false, 100_000],
  [30, 100_000, true, 30],
  [0.1, 20, true, 1],
])("after %d of %d epochs (ended: %s) the axis goes to %d", (last, planned, ended, end) =>
  expect(axisEnd(last, planned, ended)).toBe(end),
);

describe("names", () => {
  test("the longest output that fits owns the metric", () => {
    const outputs = outputsOf(["loss", "a_loss", "a_b_loss"]);
    expect(chartTitle("a_b_accuracy", outputs)).toBe("a_b · accuracy");
    expect(chartTitle("accuracy", [])).toBe("accuracy");
  });

  test("initialisms are written large, words with spaces", () => {
    expect(metricTitle("auc")).toBe("AUC");
    expect(metricTitle("mean_absolute_error")).toBe("mean absolute error");
  });

  test.each([["loss", true], ["match_loss", true], ["mean_squared_error", true], ["mae", true], ["auc", false], ["accuracy", false]])(
    "%s: lower is better %s",
    (key, lower) => expect(isLowerBetter(key)).toBe(lower),
  );
});

describe("downsampling", () => {
  const x = Array.from({ length: 100_000 }, (_, index) => index);
  const y = x.map((value) => (value === 54_321 ? 99 : value % 7));

  test("keeps the spike and at most the asked number of points", () => {
    const few = downsample({ x, y });
    expect(few.x.length).toBeLessThanOrEqual(2000);
    expect(few.y).toContain(99);
    expect(few.x).toEqual([...few.x].sort((a, b) => a - b));
  });

  test("a zoomed part is drawn exactly, with one point beyond each edge", () => {
    expect(downsample({ x, y }, [10, 20]).x).toEqual([9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20]);
  });

  test("a bucket of gaps stays a gap", () => {
    expect(downsample({ x: x.slice(0, 10), y: new Array(10).fill(null) }, null, 4).y).toEqual([null, null]);
  });

  test("lines of different x share one axis; a missing point is no gap", () => {
    expect(align([{ x: [0.5, 1], y: [1, 2] }, { x: [1, 2], y: [3, null] }])).toEqual([
      [0.5, 1, 2],
      [1, 2, undefined],
      [undefined, 3, null],
    ]);
  });

  test("the bound is the first x that is not smaller", () => {
    expect([lowerBound([1, 2, 3], 2), lowerBound([1, 2, 3], 9), lowerBound([], 1)]).toEqual([1, 3, 0]);
  });
});

describe("progress", () => {
  test("names epoch and batch, what is gone and what is left", () => {
    const now = progress(runAfter(5), 1);
    expect(`${now.title} ${now.detail}`).toBe("Epoch 1 of 2 batch 4 of 4");
    expect(now.facts.map((fact) => fact.text)).toEqual(["3 s gone", "1 s left", "650 rows per second", "GPU 0"]);
    expect(secondsLeft(runAfter(5))).toBe(2);
    expect(now.fraction).toBe(0.5);
  });

  test("before the plan the bar says nothing", () => {
    expect(progress(runAfter(1, "starting"), 0)).toMatchObject({ title: "Starting", fraction: null });
  });

  test("a finished run is full and counts no further", () => {
    const now = progress(runAfter(EVENTS.length, "finished"), 500);
    expect(now).toMatchObject({ title: "Finished", detail: "after 2 epochs", fraction: 1 });
    expect(now.facts[0]?.text).toBe("took 5 s");
  });

  test("the first step, before which Keras compiles, says nothing about the rest", () => {
    expect(secondsLeft(runAfter(4))).toBeNull();
  });

  test("recent epochs say how long the rest lasts", () => {
    expect(secondsLeft(runAfter(6))).toBeCloseTo(2.4);
  });

  test("the first epoch, in which Keras compiles, is left out once a second one is known", () => {
    const run = runAfter(5);
    const epoch = EVENTS[5] as RunEvent & { event: "epoch" };
    run.plan = { ...run.plan!, epochs: 12 };
    run.epochEvents = [{ ...epoch, epoch: 0, seconds: 60 }, { ...epoch, epoch: 1, seconds: 2 }];
    expect(secondsLeft(run)).toBeCloseTo(20);
  });

  test.each([[7, "7 s"], [112, "1 min 52 s"], [65, "1 min 05 s"], [3725, "1 h 02 min"]])("%d seconds read %s", (seconds, text) =>
    expect(duration(seconds)).toBe(text),
  );

  test.each([[0.3642, "0.364"], [0.0000123, "1.2e-5"], [123.456, "123.5"], [null, "–"], ["nan", "nan"]])(
    "the figure %s reads %s",
    (value, text) => expect(figure(value)).toBe(text),
  );

  test("an epoch's line says that it is the best so far", () => {
    expect(logLine(EVENTS[5] as RunEvent).text).toMatch(/epoch 1 {2}loss 1\.375 .* 2\.4 s {3}best so far$/);
  });
});

test.each([
  ["finished", "Finished 20 epochs.", "Finished 20 epochs."],
  ["failed", "Training failed in epoch 2.", "Training failed in epoch 2."],
  ["interrupted", "The machine was restarted.", "interrupted: The machine was restarted."],
  ["running", "", "running on CPU"],
])("a state is named once in its line: %s", (state, message, text) => {
  const event = { ...EVENTS[0], state, message, device: "CPU" } as unknown as RunEvent;
  expect(logLine(event).text.slice(10)).toBe(text);
});

test("bare NaN of an answer is read as a text", () => {
  const answer = parseAnswer('{"events": [{"values": {"loss": NaN, "a": -Infinity}}], "next": 1, "state": "running"}');
  expect(answer.events[0]).toMatchObject({ values: { loss: "NaN", a: "-Infinity" } });
});

test.each([["#131417", true], ["rgb(252, 252, 251)", false], ["", false]])("%s is dark: %s", (color, dark) =>
  expect(isDarkColor(color)).toBe(dark),
);
