/** The only file that knows Streamlit: what the page gives the canvas, and what the canvas tells the page. */
import type { Destination } from "./store";

export interface PageData {
  token: string;
  project: string;
  revision: number;
  document: unknown;
  nonce: string;
}

export interface Page {
  data: PageData;
  setTriggerValue(name: string, value: unknown): void;
}

let page: Page | null = null;

export function setPage(next: Page | null): void {
  page = next;
}

export function sendGo(where: Destination): void {
  page?.setTriggerValue("go", where);
}
