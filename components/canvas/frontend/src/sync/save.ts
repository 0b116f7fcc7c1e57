/** Brings the document to the server: soon after an edit, again when that fails, and never over someone else's work. */
import { ApiError, api } from "../api";
import { commit, onDocument } from "../commit";
import type { Document } from "../protocol";
import { type Conflict, useStudio } from "../store";
import { clearDraft, putDraft } from "./draft";

const DELAY_MS = 600;
const DRAFT_DELAY_MS = 100;
const RETRIES_MS = [1000, 2000, 4000, 8000];

let saved: Document | null = null;
let timer: ReturnType<typeof setTimeout> | null = null;
let running: Promise<void> | null = null;
let failures = 0;

const get = () => useStudio.getState();

/** Says that the server holds this document at this revision. */
export function markSaved(document: Document, revision: number): void {
  saved = document;
  failures = 0;
  useStudio.setState({ revision, saveState: "saved", conflict: null });
}

export function isDirty(): boolean {
  return get().ready && get().projectId !== null && get().document !== saved;
}

export function isSaving(): boolean {
  return running !== null;
}

function plan(delay: number): void {
  timer ??= setTimeout(() => {
    timer = null;
    void save();
  }, delay);
}

function storeDraft(): void {
  const { projectId, revision, document } = get();
  if (projectId) void putDraft({ project: projectId, base: revision, document, time: Date.now() });
}

let isDraftPlanned = false;

/** Copying a large document takes some milliseconds: not between a gesture and what it draws. */
function planDraft(): void {
  if (isDraftPlanned) return;
  isDraftPlanned = true;
  setTimeout(() => {
    isDraftPlanned = false;
    if (isDirty()) storeDraft();
  }, DRAFT_DELAY_MS);
}

function conflictOf(error: unknown): Conflict | null {
  if (!(error instanceof ApiError) || error.status !== 409) return null;
  const body = error.body as Partial<Conflict> | null;
  return body?.document && typeof body.revision === "number" ? { revision: body.revision, document: body.document } : null;
}

function failed(error: unknown): void {
  storeDraft();
  const conflict = conflictOf(error);
  if (conflict) {
    useStudio.setState({ saveState: "conflict", conflict });
    return;
  }
  // An answer of any kind has its reason in words; only a server that cannot be reached is "offline".
  if (error instanceof ApiError) useStudio.setState({ saveState: "refused", refusal: error.message });
  else useStudio.setState({ saveState: "offline" });
  plan(RETRIES_MS[Math.min(failures, RETRIES_MS.length - 1)]);
  failures += 1;
}

async function put(): Promise<void> {
  const { projectId, revision, document } = get();
  if (!projectId) return;
  try {
    const answer = await api.save(projectId, revision, document);
    if (get().projectId !== projectId) return;
    saved = document;
    failures = 0;
    const isLast = get().document === document;
    useStudio.setState({ revision: answer.revision, saveState: isLast ? "saved" : "saving" });
    if (isLast) void clearDraft(projectId);
    else storeDraft();
  } catch (error) {
    if (get().projectId === projectId) failed(error);
  }
}

async function save(): Promise<void> {
  if (running) return running;
  if (!isDirty() || get().saveState === "conflict") return;
  running = put();
  await running;
  running = null;
  if (isDirty() && get().saveState === "saving") plan(DELAY_MS);
}

/** Saves now and waits for it, two attempts at most: the second takes what was edited during the first. */
export async function flush(): Promise<void> {
  if (timer) clearTimeout(timer);
  timer = null;
  if (running) await running;
  if (isDirty()) await save();
}

/** Undo led back to what the server holds: nothing waits any more, also no draft. */
function backAtSaved(): void {
  const { projectId, saveState } = get();
  if (running || saveState === "conflict") return;
  useStudio.setState({ saveState: "saved" });
  if (projectId) void clearDraft(projectId);
}

/** Tries at once what waits for its next attempt. */
export function saveNow(): void {
  void flush();
}

export function startSaving(): () => void {
  const stop = onDocument((document, cause) => {
    if (cause !== "edit" || !get().ready) return;
    if (document === saved) return backAtSaved();
    planDraft();
    // A server that failed stays marked until it has stored something: a mark that blinks at each edit says nothing.
    if (get().saveState === "saved") useStudio.setState({ saveState: "saving" });
    plan(DELAY_MS);
  });
  const again = () => {
    if (isDirty()) storeDraft();
    void flush();
  };
  window.addEventListener("online", again);
  window.addEventListener("pagehide", again);
  return () => {
    stop();
    window.removeEventListener("online", again);
    window.removeEventListener("pagehide", again);
  };
}

/** A state that the server made, taken over as one step that undo takes back. */
export function adopt(label: string, document: Document, revision: number): void {
  saved = document;
  useStudio.setState({ revision, conflict: null, saveState: "saved" });
  commit(label, document);
  const { projectId } = get();
  if (projectId) void clearDraft(projectId);
}

export function keepMine(): void {
  const { conflict } = get();
  if (!conflict) return;
  useStudio.setState({ revision: conflict.revision, conflict: null, saveState: "saving" });
  storeDraft();
  void flush();
}

export function takeTheirs(): void {
  const { conflict } = get();
  if (conflict) adopt("Take over the other state", conflict.document, conflict.revision);
}

export function keepDraft(): void {
  const { draft } = get();
  useStudio.setState({ draft: null });
  if (draft) commit("Bring back unsaved edits", draft.document);
}

export function dropDraft(): void {
  const { projectId } = get();
  useStudio.setState({ draft: null });
  if (projectId) void clearDraft(projectId);
}

async function refreshVersions(projectId: string): Promise<void> {
  const project = await api.project(projectId);
  if (get().projectId === projectId) useStudio.setState({ versions: project.versions });
}

export async function loadVersions(): Promise<void> {
  const { projectId } = get();
  if (projectId) await refreshVersions(projectId).catch(() => undefined);
}

export async function saveVersion(name: string): Promise<void> {
  const { projectId } = get();
  if (!projectId) return;
  await flush();
  if (isDirty()) {
    const { saveState, refusal } = get();
    const reason = saveState === "refused" ? refusal : "The server does not answer. Try again.";
    useStudio.setState({ notice: `The version was not saved. ${reason}` });
    return;
  }
  try {
    await api.addVersion(projectId, name);
    useStudio.setState({ notice: `Saved the version "${name}".` });
    await refreshVersions(projectId);
  } catch (error) {
    useStudio.setState({ notice: error instanceof Error ? error.message : "The version was not saved." });
  }
}

export async function restoreVersion(id: string): Promise<void> {
  const { projectId, versions } = get();
  if (!projectId) return;
  await flush();
  const name = versions.find((version) => version.id === id)?.name ?? "";
  try {
    const answer = await api.restore(projectId, id, get().revision);
    adopt(`Restore ${name}`, answer.document, answer.revision);
  } catch (error) {
    const conflict = conflictOf(error);
    if (conflict) useStudio.setState({ saveState: "conflict", conflict });
    else useStudio.setState({ notice: error instanceof Error ? error.message : "The version was not restored." });
  }
}
