/** The copy in this browser's IndexedDB that stands in while the server has not acknowledged an edit. */
import type { Document } from "../protocol";

export interface Draft {
  project: string;
  base: number;
  document: Document;
  time: number;
}

const NAME = "layerloom";
const TABLE = "drafts";

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(TABLE, { keyPath: "project" });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

let database: Promise<IDBDatabase> | null = null;

async function run<T>(mode: IDBTransactionMode, action: (table: IDBObjectStore) => IDBRequest<T>): Promise<T | null> {
  try {
    database ??= open();
    const table = (await database).transaction(TABLE, mode).objectStore(TABLE);
    const request = action(table);
    return await new Promise<T>((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  } catch {
    // A private window may refuse the database: saving to the server still works.
    database = null;
    return null;
  }
}

export const putDraft = (draft: Draft) => run("readwrite", (table) => table.put(draft));
export const getDraft = (project: string) => run<Draft | undefined>("readonly", (table) => table.get(project));
export const clearDraft = (project: string) => run("readwrite", (table) => table.delete(project));
