// The lines of events.jsonl (designer/training/events.py). tests/fixtures/protocol/run_events.json is read by
// both sides' tests, so that neither drifts.

export type RunState =
  | "queued"
  | "starting"
  | "running"
  | "stopping"
  | "finished"
  | "stopped"
  | "failed"
  | "interrupted";

export interface StateEvent {
  event: "state";
  time: number;
  state: RunState;
  device: string;
  message: string;
  code: string;
  files: string[];
}

export interface PlanEvent {
  event: "plan";
  time: number;
  epochs: number;
  steps_per_epoch: number;
  batch_size: number;
  train_rows: number;
  validation_rows: number;
  epochs_before: number; // finished before, according to the checkpoint that the run goes on from
  keeps_best: boolean; // whether a callback keeps the weights of the best epoch
}

// NaN and infinities cannot stand in JSON: they arrive as the strings "nan", "inf" and "-inf".
export type Figure = number | string;

export interface StepEvent {
  event: "step";
  time: number;
  step: number;
  epoch: number;
  batch: number;
  values: Record<string, Figure>;
  rows_per_second: number | null;
}

export interface EpochEvent {
  event: "epoch";
  time: number;
  epoch: number;
  values: Record<string, Figure>;
  seconds: number;
  learning_rate: number | null;
  best: boolean;
}

export interface LogEvent {
  event: "log";
  time: number;
  message: string;
  level: "info" | "warning" | "error";
}

export type RunEvent = StateEvent | PlanEvent | StepEvent | EpochEvent | LogEvent;

export interface EventsAnswer {
  events: RunEvent[];
  next: number;
  state: RunState;
}

const ENDED: ReadonlySet<RunState> = new Set(["finished", "stopped", "failed", "interrupted"]);

export function isEnded(state: RunState): boolean {
  return ENDED.has(state);
}

/** A finite number, or null for what cannot be drawn. */
export function finite(value: Figure | null | undefined): number | null {
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}
