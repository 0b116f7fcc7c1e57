// Events → columns of numbers per figure. Pure: no DOM, no uPlot.

import { chartTitle, isLowerBetter, outputsOf } from "./names";
import { type EpochEvent, type EventsAnswer, finite, isEnded, type PlanEvent, type RunEvent, type StateEvent, type StepEvent } from "./protocol";

export type Column = (number | null)[];

/** Values of several figures over one x axis, in epochs. */
export interface Columns {
  x: number[];
  values: Record<string, Column>;
}

/** Everything that is known of a run; grows by `applyAnswer`. Only a run that goes on from a checkpoint takes back what
 * came after it, for that is trained again (as `designer/runs/progress.py` has it). */
export interface RunView {
  state: EventsAnswer["state"] | null;
  plan: PlanEvent | null;
  device: string;
  ending: StateEvent | null;
  startedAt: number | null; // since when it is at work; null while it waits, and after its end
  workedBefore: number | null; // seconds at work until the last end; null before the first one
  lastTime: number | null;
  firstStep: StepEvent | null; // of this plan: Keras traces and compiles before it is done
  lastStep: StepEvent | null;
  rowsPerSecond: number | null;
  steps: Columns;
  epochs: Columns;
  epochEvents: EpochEvent[];
  log: RunEvent[];
}

export interface ChartSpec {
  key: string;
  title: string;
}

export interface Best {
  x: number;
  y: number;
  validation: boolean;
}

export function emptyRun(): RunView {
  return {
    state: null,
    plan: null,
    device: "",
    ending: null,
    startedAt: null,
    workedBefore: null,
    lastTime: null,
    firstStep: null,
    lastStep: null,
    rowsPerSecond: null,
    steps: { x: [], values: {} },
    epochs: { x: [], values: {} },
    epochEvents: [],
    log: [],
  };
}

function append(columns: Columns, x: number, values: Record<string, number | string>): void {
  for (const key of Object.keys(values)) {
    columns.values[key] ??= new Array<null>(columns.x.length).fill(null);
  }
  columns.x.push(x);
  for (const [key, column] of Object.entries(columns.values)) column.push(finite(values[key]));
}

function applyState(run: RunView, event: StateEvent): void {
  if (event.device) run.device = event.device;
  if (event.state === "running") run.startedAt ??= event.time;
  else if (run.startedAt !== null && (isEnded(event.state) || event.state === "queued")) {
    // Nobody knows how long an interruption went unnoticed.
    const end = event.state === "interrupted" ? (run.lastTime ?? event.time) : event.time;
    run.workedBefore = (run.workedBefore ?? 0) + end - run.startedAt;
    run.startedAt = null;
  }
  run.ending = event;
  run.log.push(event);
}

/** The seconds that a run was at work, waiting left out; null before it began. */
export function secondsAtWork(run: RunView): number | null {
  if (run.startedAt === null || run.lastTime === null) return run.workedBefore;
  return (run.workedBefore ?? 0) + run.lastTime - run.startedAt;
}

function cut(columns: Columns, last: number): void {
  const length = columns.x.filter((x) => x <= last).length;
  for (const column of [columns.x, ...Object.values(columns.values)]) column.length = length;
}

function applyPlan(run: RunView, event: PlanEvent): void {
  run.plan = event;
  cut(run.steps, event.epochs_before);
  cut(run.epochs, event.epochs_before);
  run.epochEvents = run.epochEvents.filter((epoch) => epoch.epoch < event.epochs_before);
  run.firstStep = run.lastStep = null;
}

function applyStep(run: RunView, event: StepEvent): void {
  const perEpoch = run.plan?.steps_per_epoch ?? 0;
  const x = perEpoch > 0 ? event.step / perEpoch : event.epoch;
  run.firstStep ??= event;
  run.lastStep = event;
  run.rowsPerSecond = event.rows_per_second ?? run.rowsPerSecond;
  append(run.steps, x, event.values);
}

function applyEpoch(run: RunView, event: EpochEvent): void {
  append(run.epochs, event.epoch + 1, event.values);
  run.epochEvents.push(event);
  run.log.push(event);
}

function applyEvent(run: RunView, event: RunEvent): void {
  if (event.event === "state") applyState(run, event);
  else if (event.event === "plan") applyPlan(run, event);
  else if (event.event === "step") applyStep(run, event);
  else if (event.event === "epoch") applyEpoch(run, event);
  else run.log.push(event);
  run.lastTime = event.time;
}

/** Adds the events of one answer, in their order. */
export function applyAnswer(run: RunView, answer: EventsAnswer): void {
  run.state = answer.state;
  for (const event of answer.events) applyEvent(run, event);
}

/** Where the epochs' axis ends: with the plan, unless that would squeeze the curves into less than a tenth of it. */
export function axisEnd(last: number, planned: number, ended: boolean): number {
  if (ended && last > 0) return Math.max(1, last); // the rest of the plan will not be carried out any more
  if (last === 0 || last * 10 >= planned) return Math.max(planned, last);
  const wanted = Math.max(1, last * 2);
  const power = 10 ** Math.floor(Math.log10(wanted));
  const round = [1, 2, 5, 10].map((step) => step * power).find((end) => end >= wanted) ?? wanted;
  return Math.min(planned, round);
}

/** One chart per figure: the loss first, then the losses of the outputs, then metrics as Keras lists them. */
export function chartSpecs(run: RunView): ChartSpec[] {
  const names = new Set([...Object.keys(run.steps.values), ...Object.keys(run.epochs.values)]);
  const keys = [...names].map((key) => key.replace(/^val_/, "")).filter((key) => key !== "learning_rate");
  const unique = [...new Set(keys)];
  const outputs = outputsOf(unique);
  const rank = (key: string) => (key === "loss" ? 0 : outputs.some((output) => key === `${output}_loss`) ? 1 : 2);
  return unique
    .map((key, index) => ({ key, index }))
    .sort((a, b) => rank(a.key) - rank(b.key) || a.index - b.index)
    .map(({ key }) => ({ key, title: chartTitle(key, outputs) }));
}

/** The best epoch of one figure: of validation when there is any. For the loss, the epoch whose weights were kept. */
export function bestOf(run: RunView, key: string): Best | null {
  const validation = run.epochs.values[`val_${key}`];
  const column = validation ?? run.epochs.values[key];
  if (!column) return null;
  const kept = key === "loss" ? run.epochEvents.findLastIndex((event) => event.best) : -1;
  const index = kept >= 0 && column[kept] != null ? kept : indexOfBest(column, isLowerBetter(key));
  const x = run.epochs.x[index];
  const y = column[index];
  return x === undefined || y == null ? null : { x, y, validation: validation !== undefined };
}

function indexOfBest(column: Column, lower: boolean): number {
  let best = -1;
  column.forEach((value, index) => {
    if (value === null) return;
    const champion = best < 0 ? null : (column[best] ?? null);
    if (champion === null || (lower ? value < champion : value > champion)) best = index;
  });
  return best;
}

/** The value of a figure at the epoch nearest to `x`, or its last one. */
export function valueAt(columns: Columns, key: string, x: number | null): number | null {
  const column = columns.values[key];
  if (!column || column.length === 0) return null;
  if (x === null) return column.at(-1) ?? null;
  let nearest = 0;
  columns.x.forEach((value, index) => {
    if (Math.abs(value - x) < Math.abs((columns.x[nearest] ?? 0) - x)) nearest = index;
  });
  return column[nearest] ?? null;
}
