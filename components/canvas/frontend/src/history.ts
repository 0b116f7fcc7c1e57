/** Undo as a list of whole documents; they share what did not change, so a step costs little. No React here. */
import type { Document } from "./protocol";

export interface Step {
  label: string;
  time: number;
  document: Document;
  /** Commits with one key in a row within BURST_MS are one step: typing in one field, nudging one node. */
  key: string;
}

export interface History {
  steps: Step[];
  index: number;
}

export const BURST_MS = 1500;
export const LIMIT = 200;

export function openHistory(document: Document, label = "Opened", time = Date.now()): History {
  return { steps: [{ label, time, document, key: "" }], index: 0 };
}

/** The history after a commit: what was undone before is dropped, a burst replaces its own last step. */
export function pushStep(history: History, step: Step): History {
  const kept = history.steps.slice(0, history.index + 1);
  const last = kept[kept.length - 1];
  const isBurst = step.key !== "" && kept.length > 1 && last.key === step.key && step.time - last.time <= BURST_MS;
  const steps = isBurst ? [...kept.slice(0, -1), step] : [...kept, step];
  const trimmed = steps.length > LIMIT ? steps.slice(steps.length - LIMIT) : steps;
  return { steps: trimmed, index: trimmed.length - 1 };
}

export function moveTo(history: History, index: number): History {
  const bounded = Math.max(0, Math.min(index, history.steps.length - 1));
  return bounded === history.index ? history : { ...history, index: bounded };
}
