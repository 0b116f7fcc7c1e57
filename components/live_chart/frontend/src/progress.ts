// The header and the log, as texts. Pure.

import { isEnded, type EpochEvent, type RunEvent, type StateEvent } from "./protocol";
import { type RunView, secondsAtWork } from "./series";

export interface Progress {
  title: string;
  detail: string;
  facts: { text: string; strong?: boolean }[];
  fraction: number | null; // null: a bar that moves without saying how far
  tone: "plain" | "warning" | "error";
}

const RECENT_EPOCHS = 5;

function twoDigits(value: number): string {
  return String(value).padStart(2, "0");
}

/** 112 → "1 min 52 s"; hours drop the seconds. As `ui.duration` writes it. */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${twoDigits(whole % 60)} s`;
  return `${Math.floor(whole / 3600)} h ${twoDigits(Math.floor((whole % 3600) / 60))} min`;
}

export function count(value: number): string {
  return Math.round(value).toLocaleString("en-US");
}

/** A figure with three significant decimals, small ones as powers: 0.364, 12.5, 1.2e-5. */
export function figure(value: number | null | undefined | string): string {
  if (typeof value === "string") return value;
  if (value == null) return "–";
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-3 || size >= 1e6)) return value.toExponential(1);
  return size >= 100 ? value.toFixed(1) : value.toFixed(3);
}

/** Seconds until the end: recent epochs as they lasted, without the first, which Keras traces and compiles in; before an
 * epoch has ended, the pace of the steps after the first one. Null while neither is known. */
export function secondsLeft(run: RunView): number | null {
  const { plan, firstStep, lastStep } = run;
  if (!plan || isEnded(run.state ?? "queued")) return null;
  const steps = plan.epochs * plan.steps_per_epoch;
  const done = Math.min(lastStep?.step ?? 0, steps);
  const recent = (run.epochEvents.length > 1 ? run.epochEvents.slice(1) : run.epochEvents).slice(-RECENT_EPOCHS);
  if (recent.length > 0) {
    const mean = recent.reduce((sum, event) => sum + event.seconds, 0) / recent.length;
    return Math.max(0, plan.epochs - Math.max(run.epochEvents.length, done / plan.steps_per_epoch)) * mean;
  }
  if (!firstStep || !lastStep || lastStep.step === firstStep.step) return null;
  return ((lastStep.time - firstStep.time) / (lastStep.step - firstStep.step)) * (steps - done);
}

function runningTitle(run: RunView): Pick<Progress, "title" | "detail"> {
  const { plan, lastStep } = run;
  if (!plan) return { title: "Reading the data", detail: "" };
  const finished = run.epochEvents.length;
  const epoch = Math.min(Math.max(finished, lastStep?.epoch ?? 0) + 1, plan.epochs);
  const title = `Epoch ${count(epoch)} of ${count(plan.epochs)}`;
  if (run.state === "stopping") return { title, detail: "stopping, weights are kept" };
  const inEpoch = lastStep !== null && lastStep.epoch + 1 === epoch;
  const batch = inEpoch ? lastStep.step - lastStep.epoch * plan.steps_per_epoch : 0;
  return { title, detail: batch > 0 ? `batch ${count(Math.min(batch, plan.steps_per_epoch))} of ${count(plan.steps_per_epoch)}` : "" };
}

function endedTitle(run: RunView): Pick<Progress, "title" | "detail"> {
  const epochs = run.epochEvents.length;
  const after = epochs === 0 ? "before the first epoch ended" : `after ${epochs} ${epochs === 1 ? "epoch" : "epochs"}`;
  const words: Record<string, string> = {
    finished: "Finished",
    stopped: "Stopped",
    failed: "Failed",
    interrupted: "Interrupted",
  };
  const title = words[run.state ?? ""] ?? "";
  const message = run.ending?.message ?? "";
  const rest = message.startsWith(`${title} `) ? message.slice(title.length + 1) : message; // never "Stopped Stopped"
  return { title, detail: rest || after };
}

function title(run: RunView): Pick<Progress, "title" | "detail"> {
  switch (run.state) {
    case null:
      return { title: "Looking for the run", detail: "" };
    case "queued":
      return { title: "Queued", detail: "Starts when the device is free and Keras is loaded." };
    case "starting":
      return { title: "Starting", detail: "Keras is loading." };
    case "running":
    case "stopping":
      return runningTitle(run);
    default:
      return endedTitle(run);
  }
}

function fraction(run: RunView): number | null {
  if (run.state === "finished") return 1;
  if (!run.plan) return run.state === "starting" || run.state === "running" ? null : 0;
  const steps = run.plan.epochs * run.plan.steps_per_epoch;
  const done = Math.max(run.lastStep?.step ?? 0, run.epochEvents.length * run.plan.steps_per_epoch);
  return Math.min(1, steps > 0 ? done / steps : 0);
}

/** What the header says. `since` is the seconds since the last event arrived. */
export function progress(run: RunView, since: number): Progress {
  const ended = run.state !== null && isEnded(run.state);
  const facts: Progress["facts"] = [];
  const worked = secondsAtWork(run);
  if (worked !== null) {
    const seconds = duration(worked + (run.startedAt === null ? 0 : since));
    facts.push({ text: ended ? `took ${seconds}` : `${seconds} gone` });
  }
  const left = secondsLeft(run);
  if (left !== null) facts.push({ text: `${duration(Math.max(0, left - since))} left`, strong: true });
  if (run.rowsPerSecond !== null) facts.push({ text: `${count(run.rowsPerSecond)} rows per second` });
  if (run.device) facts.push({ text: run.device });
  return { ...title(run), facts, fraction: fraction(run), tone: toneOf(run) };
}

/** As the badge of the page's header colours the states (components/parts/states.py). */
function toneOf(run: RunView): Progress["tone"] {
  if (run.state === "failed") return "error";
  return run.state === "interrupted" ? "warning" : "plain";
}

function clock(time: number): string {
  return new Date(time * 1000).toLocaleTimeString("en-GB");
}

function epochLine(event: EpochEvent): string {
  const values = Object.entries(event.values).map(([key, value]) => `${key} ${figure(value)}`);
  const best = event.best ? "   best so far" : "";
  return `epoch ${count(event.epoch + 1)}  ${values.join("  ")}  ${event.seconds.toFixed(1)} s${best}`;
}

function stateLine(event: StateEvent): string {
  if (!event.message) return event.device ? `${event.state} on ${event.device}` : event.state;
  const saysIt = event.message.toLowerCase().includes(event.state); // "Finished 20 epochs. …"
  return saysIt ? event.message : `${event.state}: ${event.message}`;
}

function levelOf(event: StateEvent): LogLine["level"] {
  if (event.state === "failed") return "error";
  return event.state === "interrupted" ? "warning" : "info";
}

export interface LogLine {
  text: string;
  level: "info" | "warning" | "error";
}

/** One line of the log. */
export function logLine(event: RunEvent): LogLine {
  const at = clock(event.time);
  if (event.event === "epoch") return { text: `${at}  ${epochLine(event)}`, level: "info" };
  if (event.event === "log") return { text: `${at}  ${event.message}`, level: event.level };
  if (event.event === "state") {
    return { text: `${at}  ${stateLine(event)}`, level: levelOf(event) };
  }
  return { text: "", level: "info" };
}
