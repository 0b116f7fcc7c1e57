/** The only file that knows the server: the JSON routes under /api/v1, and the token that every answer renews. */
import type { Analysis, Catalogue, Document, Problem } from "./protocol";
import type { Version } from "./store";

const HEADER = "X-Layerloom-Token";
let token = "";

export function setToken(next: string): void {
  if (next) token = next;
}

/** An answer that is not 2xx. `body` is what the server said. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly body: unknown,
  ) {
    super(problemOf(body)?.message ?? `The server answered ${status}.`);
  }
}

export function problemOf(body: unknown): Problem | null {
  if (body === null || typeof body !== "object" || !("problem" in body)) return null;
  return body.problem as Problem;
}

/** Routes stand beside the page, also below a base path of a reverse proxy. */
function address(path: string): string {
  const base = document.baseURI.replace(/[?#].*$/, "");
  const root = new URL(".", base).pathname;
  return `${root.endsWith("/design/") ? root.slice(0, -"design/".length) : root}api/v1${path}`;
}

async function call<T>(method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<T> {
  const answer = await fetch(address(path), {
    method,
    signal,
    headers: { [HEADER]: token, ...(body === undefined ? {} : { "Content-Type": "application/json" }) },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  setToken(answer.headers.get(HEADER) ?? "");
  const parsed: unknown = await answer.json().catch(() => null);
  if (!answer.ok) throw new ApiError(answer.status, parsed);
  return parsed as T;
}

export interface AnalyseAnswer {
  revision: number;
  analysis: Analysis;
  code: string | null;
  code_message: string;
}

export interface ProjectAnswer {
  id: string;
  name: string;
  revision: number;
  document: Document;
  versions: Version[];
}

export const api = {
  catalogue: () => call<Catalogue>("GET", "/catalogue"),
  analyse: (project: string | null, revision: number, document: Document, code: boolean) =>
    call<AnalyseAnswer>("POST", "/analyse", { project, revision, code, document }),
  project: (id: string) => call<ProjectAnswer>("GET", `/projects/${id}`),
  save: (id: string, base_revision: number, document: Document) =>
    call<{ revision: number }>("PUT", `/projects/${id}`, { base_revision, document }),
  addVersion: (id: string, name: string) => call<Version>("POST", `/projects/${id}/versions`, { name }),
  restore: (id: string, version: string, base_revision: number) =>
    call<{ revision: number; document: Document }>("POST", `/projects/${id}/versions/${version}/restore`, { base_revision }),
};
