/** Asks for figures after every edit: one request in flight, the newest document waits, older answers are dropped. */
import { ApiError, api } from "../api";
import { onDocument } from "../commit";
import { useStudio } from "../store";
import { share } from "./share";

const FIRST_RETRY_MS = 1000;
/** A server that goes on failing is asked less and less often; an edit asks at once. */
const LAST_RETRY_MS = 30_000;

let edit = 0;
let isBusy = false;
let isWaiting = false;
let retryMs = FIRST_RETRY_MS;
let retry: ReturnType<typeof setTimeout> | undefined;
/** Whether somebody looks at the code: writing it costs the server as much as the figures. */
let isCodeShown = false;

function paintMark(): void {
  requestAnimationFrame(() => setTimeout(() => performance.mark("layerloom:painted", { detail: { edit } })));
}

async function ask(): Promise<void> {
  const asked = edit;
  const { projectId, document } = useStudio.getState();
  const answer = await api.analyse(projectId, asked, document, isCodeShown);
  // Another project may have been opened meanwhile.
  if (useStudio.getState().projectId !== projectId || answer.revision !== asked) return;
  const analysis = share(useStudio.getState().analysis, answer.analysis);
  useStudio.setState({ analysis, code: answer.code, codeMessage: answer.code_message, stale: asked !== edit, analysisFailure: "" });
  retryMs = FIRST_RETRY_MS;
  paintMark();
}

/** "Overtaken" has nothing to say. Everything else is told, and tried again; figures stay marked as old meanwhile. */
function fail(error: unknown): void {
  const isAnswer = error instanceof ApiError;
  if (isAnswer && error.status !== 409) useStudio.setState({ analysisFailure: error.message });
  const isRefused = isAnswer && error.status !== 409 && error.status < 500;
  if (isRefused || isWaiting) return;
  retry = setTimeout(requestAnalysis, retryMs);
  if (isAnswer && error.status !== 409) retryMs = Math.min(retryMs * 2, LAST_RETRY_MS);
}

async function run(): Promise<void> {
  clearTimeout(retry);
  if (isBusy) {
    isWaiting = true;
    return;
  }
  isBusy = true;
  do {
    isWaiting = false;
    try {
      await ask();
    } catch (error) {
      fail(error);
    }
  } while (isWaiting);
  isBusy = false;
}

export function requestAnalysis(): void {
  void run();
}

/** The Code tab opens or closes. */
export function showCode(isShown: boolean): void {
  isCodeShown = isShown;
  if (isShown) requestAnalysis();
}

export function startAnalysis(): () => void {
  return onDocument(() => {
    edit += 1;
    retryMs = FIRST_RETRY_MS;
    requestAnalysis();
  });
}
