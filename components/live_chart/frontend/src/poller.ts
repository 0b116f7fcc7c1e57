// Asks for the events after the last ones. The only file that knows the server.

import { isEnded, type EventsAnswer, type RunState } from "./protocol";

const TOKEN = "X-Layerloom-Token";
const LIVE_MS = 500;
const QUEUED_MS = 1000;
const EAGER_MS = 120; // until the first point is there, or the start is long ago
const EAGER_FOR_MS = 15_000;
const TAIL_MS = 1500;
const TAIL_ANSWERS = 20;
const RETRY_MS = [1000, 2000, 4000, 5000];

export interface Listener {
  onAnswer(answer: EventsAnswer): void;
  onTrouble(message: string): void;
}

/** NaN and infinities that a worker wrote as bare words become strings; they are never drawn. */
export function parseAnswer(text: string): EventsAnswer {
  try {
    return JSON.parse(text) as EventsAnswer;
  } catch {
    return JSON.parse(text.replace(/(": ?)(NaN|-?Infinity)(?=[,}])/g, '$1"$2"')) as EventsAnswer;
  }
}

export class Poller {
  private offset = 0;
  private failures = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private stopped = false;
  private refused = false;
  private done = false; // nothing more to come: the run has ended
  private tail = 0;
  private hasPoint = false;
  private readonly startedAt = performance.now();
  private readonly abort = new AbortController();

  constructor(
    private readonly run: string,
    private token: string,
    private readonly listener: Listener,
  ) {}

  start(): void {
    void this.poll();
  }

  /** A rerun of the page brings a fresh token; it also wakes a poller that was refused, or whose run goes on. */
  renew(token: string, state: RunState | ""): void {
    this.token = token;
    if (!this.refused && !(this.done && state !== "" && !isEnded(state))) return;
    this.refused = this.done = false;
    this.start();
  }

  stop(): void {
    this.stopped = true;
    clearTimeout(this.timer);
    this.abort.abort();
  }

  private async poll(): Promise<void> {
    let wait: number | null;
    try {
      wait = await this.ask();
      this.failures = 0;
    } catch {
      wait = this.retry();
    }
    if (!this.stopped && wait !== null) this.timer = setTimeout(() => void this.poll(), wait);
  }

  /** Milliseconds until the next question, or null when there is nothing more to come. */
  private async ask(): Promise<number | null> {
    const response = await fetch(`/api/v1/runs/${encodeURIComponent(this.run)}/events?after=${this.offset}`, {
      headers: { [TOKEN]: this.token },
      signal: this.abort.signal,
      credentials: "omit",
      cache: "no-store",
    });
    this.token = response.headers.get(TOKEN) ?? this.token;
    if (response.status === 404) return this.refuse("This run does not exist any more.");
    if (response.status === 401 || response.status === 403) return this.refuse("This page has expired. Reload it to see the run.");
    if (!response.ok) throw new Error(`status ${response.status}`);
    const answer = parseAnswer(await response.text());
    if (this.stopped) return null;
    this.offset = answer.next;
    this.listener.onAnswer(answer);
    if (isEnded(answer.state)) return this.afterEnd(answer.events.length);
    this.tail = TAIL_ANSWERS;
    this.hasPoint ||= answer.events.some((event) => event.event === "step" || event.event === "epoch");
    if (!this.hasPoint && performance.now() - this.startedAt < EAGER_FOR_MS) return EAGER_MS;
    return answer.state === "queued" ? QUEUED_MS : LIVE_MS;
  }

  /** Reads on until an answer is empty; after a run that was seen alive a while longer, for its files are proved then. */
  private afterEnd(count: number): number | null {
    if (count > 0) return 0;
    this.tail -= 1;
    this.done = this.tail <= 0;
    return this.done ? null : TAIL_MS;
  }

  private refuse(message: string): null {
    this.refused = true;
    this.listener.onTrouble(message);
    return null;
  }

  private retry(): number | null {
    if (this.stopped) return null;
    const wait = RETRY_MS[Math.min(this.failures, RETRY_MS.length - 1)] ?? null;
    this.failures += 1;
    this.listener.onTrouble("The server does not answer. The run goes on without it; this page tries again by itself.");
    return wait;
  }
}
