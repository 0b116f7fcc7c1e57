/** Analysis, saving and drafts against a server made of promises. */
import "fake-indexeddb/auto";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { ApiError, api } from "../api";
import { commit } from "../commit";
import type { PageData } from "../bridge";
import { useStudio } from "../store";
import { documentOf, graph } from "../testing";
import { requestAnalysis, showCode, startAnalysis } from "./analyse";
import { getDraft, putDraft } from "./draft";
import { receive } from "./open";
import { flush, keepMine, saveVersion, startSaving, takeTheirs } from "./save";
import { share } from "./share";
import "../actions";

const named = (name: string) => ({ ...documentOf(graph({ n1: ["InputLayer"] })), name });
const get = () => useStudio.getState();
let count = 0;

function open(revision = 1, name = "server", project = `p${count}`): string {
  const data: PageData = { token: "t", project, revision, document: named(name), nonce: "a" };
  receive(data);
  return project;
}

beforeAll(() => {
  vi.stubGlobal("requestAnimationFrame", (call: () => void) => setTimeout(call));
  vi.stubGlobal("window", { addEventListener: () => undefined, removeEventListener: () => undefined });
  vi.spyOn(api, "catalogue").mockResolvedValue({ layers: [] } as never);
  vi.spyOn(api, "project").mockResolvedValue({ versions: [] } as never);
  vi.spyOn(api, "analyse").mockImplementation(async (_, revision) => ({ revision, analysis: {} as never, code: null, code_message: "" }));
  startAnalysis();
  startSaving();
});
afterAll(() => vi.restoreAllMocks());
beforeEach(() => {
  count += 1;
});

test("an edit is saved on the revision it was made from, and the draft is cleared", async () => {
  const save = vi.spyOn(api, "save").mockResolvedValue({ revision: 8 });
  const project = open(7);
  commit("edit", named("mine"));
  expect(get().saveState).toBe("saving");
  await flush();
  expect(save).toHaveBeenLastCalledWith(project, 7, expect.objectContaining({ name: "mine" }));
  expect(get()).toMatchObject({ revision: 8, saveState: "saved" });
  await vi.waitFor(async () => expect(await getDraft(project)).toBeUndefined());
});

test("a server that is away leaves a draft, says so, and gets the edit later", async () => {
  const save = vi.spyOn(api, "save").mockRejectedValueOnce(new TypeError("Failed to fetch"));
  const project = open();
  commit("edit", named("mine"));
  await flush();
  expect(get().saveState).toBe("offline");
  expect((await getDraft(project))?.document.name).toBe("mine");
  save.mockResolvedValue({ revision: 2 });
  await flush();
  expect(get().saveState).toBe("saved");
});

test("a server that answers but cannot store says why, keeps a draft, and gets the edit later", async () => {
  const message = "The disk of the server is full, so this was not stored. Free some space, then try again.";
  const full = new ApiError(507, { problem: { code: "storage.disk-full", message } });
  const save = vi.spyOn(api, "save").mockRejectedValue(full);
  const project = open();
  commit("edit", named("mine"));
  await flush();
  expect(get()).toMatchObject({ saveState: "refused", refusal: message });
  expect((await getDraft(project))?.document.name).toBe("mine");
  commit("edit", named("more"));
  expect(get().saveState).toBe("refused");
  await saveVersion("v1");
  expect(get().notice).toBe(`The version was not saved. ${message}`);
  save.mockResolvedValue({ revision: 2 });
  // By itself, soon.
  await vi.waitFor(() => expect(get().saveState).toBe("saved"), 3000);
  expect(save.mock.lastCall?.[2].name).toBe("more");
});

test("an answer without a sentence, as a proxy gives it, is named by its number", async () => {
  vi.spyOn(api, "save").mockRejectedValueOnce(new ApiError(502, null));
  open();
  commit("edit", named("mine"));
  await flush();
  expect(get()).toMatchObject({ saveState: "refused", refusal: "The server answered 502." });
});

test("undo back to what the server holds leaves nothing to save, and no draft", async () => {
  const save = vi.spyOn(api, "save").mockRejectedValueOnce(new TypeError("Failed to fetch"));
  const project = open();
  commit("edit", named("mine"));
  await flush();
  expect(await getDraft(project)).toBeDefined();
  get().actions.undo();
  expect(get().saveState).toBe("saved");
  await vi.waitFor(async () => expect(await getDraft(project)).toBeUndefined());
  save.mockClear();
  await flush();
  expect(save).not.toHaveBeenCalled();
});

test("someone else's save is a question: keep mine saves over it", async () => {
  const save = vi.spyOn(api, "save").mockRejectedValueOnce(new ApiError(409, { revision: 5, document: named("theirs") }));
  const project = open();
  commit("edit", named("mine"));
  await flush();
  expect(get().saveState).toBe("conflict");
  save.mockResolvedValue({ revision: 6 });
  keepMine();
  await vi.waitFor(() => expect(get().saveState).toBe("saved"));
  expect(save).toHaveBeenLastCalledWith(project, 5, expect.objectContaining({ name: "mine" }));
});

test("taking the other state is one step that undo takes back", async () => {
  vi.spyOn(api, "save").mockRejectedValueOnce(new ApiError(409, { revision: 5, document: named("theirs") }));
  open();
  commit("edit", named("mine"));
  await flush();
  takeTheirs();
  expect(get()).toMatchObject({ projectName: "theirs", revision: 5, saveState: "saved" });
  get().actions.undo();
  expect(get().projectName).toBe("mine");
});

test("a newer revision from the page is adopted as one step; an older one is not", async () => {
  const project = open(3);
  open(4, "changed", project);
  await vi.waitFor(() => expect(get().projectName).toBe("changed"));
  expect(get().historyIndex).toBe(1);
  open(2, "old", project);
  await Promise.resolve();
  expect(get().projectName).toBe("changed");
});

test("edits that were never saved come back as one step on opening", async () => {
  vi.spyOn(api, "save").mockResolvedValue({ revision: 2 });
  await putDraft({ project: `p${count}`, base: 1, document: named("draft"), time: 1 });
  open(1);
  await vi.waitFor(() => expect(get().projectName).toBe("draft"));
  get().actions.undo();
  expect(get().projectName).toBe("server");
});

test("a draft of an older revision is offered, not taken", async () => {
  await putDraft({ project: `p${count}`, base: 1, document: named("draft"), time: 1 });
  open(9);
  await vi.waitFor(() => expect(get().draft?.document.name).toBe("draft"));
  expect(get().projectName).toBe("server");
});

test("opening a project saves nothing", async () => {
  const save = vi.spyOn(api, "save");
  save.mockClear();
  open();
  await flush();
  expect(save).not.toHaveBeenCalled();
});

test("one analysis is in flight and the newest document waits", async () => {
  let answer: () => void = () => undefined;
  const analyse = vi.spyOn(api, "analyse");
  open();
  await vi.waitFor(() => expect(get().stale).toBe(false));
  analyse.mockClear();
  analyse.mockImplementationOnce((_, revision) => new Promise((resolve) => {
    answer = () => resolve({ revision, analysis: {} as never, code: "old", code_message: "" });
  }));
  commit("a", named("a"));
  commit("b", named("b"));
  commit("c", named("c"));
  expect(analyse).toHaveBeenCalledTimes(1);
  answer();
  await vi.waitFor(() => expect(get().stale).toBe(false));
  expect(analyse.mock.calls.map((call) => call[2].name)).toEqual(["a", "c"]);
});

test("an analysis that fails is told in the server's words, until one succeeds after the next edit", async () => {
  const analyse = vi.spyOn(api, "analyse");
  open();
  await vi.waitFor(() => expect(get().stale).toBe(false));
  const message = "The engine failed at this model. Change what was changed last, or try again.";
  analyse.mockRejectedValueOnce(new ApiError(500, { problem: { code: "engine.failed", message } }));
  commit("odd", named("odd"));
  await vi.waitFor(() => expect(get().analysisFailure).toBe(message));
  expect(get()).toMatchObject({ stale: true, projectName: "odd" });
  commit("sound", named("sound"));
  await vi.waitFor(() => expect(get()).toMatchObject({ analysisFailure: "", stale: false }));
  expect(analyse.mock.lastCall?.[2].name).toBe("sound");
});

test("an analysis that failed is tried again on request", async () => {
  const analyse = vi.spyOn(api, "analyse");
  open();
  await vi.waitFor(() => expect(get().stale).toBe(false));
  analyse.mockRejectedValueOnce(new ApiError(503, null));
  commit("a", named("a"));
  await vi.waitFor(() => expect(get().analysisFailure).toBe("The server answered 503."));
  requestAnalysis();
  await vi.waitFor(() => expect(get()).toMatchObject({ analysisFailure: "", stale: false }), 500);
});

test("code is asked for while it is shown", async () => {
  const analyse = vi.spyOn(api, "analyse");
  open();
  await vi.waitFor(() => expect(get().stale).toBe(false));
  expect(analyse.mock.lastCall?.[3]).toBe(false);
  showCode(true);
  await vi.waitFor(() => expect(analyse.mock.lastCall?.[3]).toBe(true));
  showCode(false);
  commit("a", named("a"));
  await vi.waitFor(() => expect(analyse.mock.lastCall?.[3]).toBe(false));
});

test("what did not change keeps its object", () => {
  const before = { a: { x: 1 }, b: [1, 2] };
  const after = share(before, { a: { x: 1 }, b: [1, 3] });
  expect(after.a).toBe(before.a);
  expect(after.b).toEqual([1, 3]);
  expect(share(before, { a: { x: 1 }, b: [1, 2] })).toBe(before);
});
