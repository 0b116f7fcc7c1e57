/** Which layers a query means. Pure: the words come from the catalogue. */
import type { Entry } from "../protocol";

export interface Hit {
  entry: Entry;
  /** Where the query stands in the class name, for the highlight; null when a synonym matched. */
  range: [number, number] | null;
  /** The synonym that matched, shown beside the name. */
  via: string;
  score: number;
}

const plain = (text: string) => text.toLowerCase().replace(/[\s_-]+/g, "");

function capitals(name: string): string {
  return name.replace(/[^A-Z0-9]/g, "").toLowerCase();
}

function nameHit(entry: Entry, query: string): Hit | null {
  const name = entry.class_name.toLowerCase();
  const at = name.indexOf(query);
  if (at >= 0) {
    const score = name === query ? 100 : at === 0 ? 80 : 50;
    return { entry, range: [at, at + query.length], via: "", score: score - name.length / 100 };
  }
  return query.length > 1 && capitals(entry.class_name).startsWith(query)
    ? { entry, range: null, via: "", score: 60 }
    : null;
}

function wordHit(entry: Entry, query: string): Hit | null {
  const words = [...entry.aliases, ...entry.synonyms];
  const exact = words.find((word) => plain(word) === query);
  if (exact !== undefined) return { entry, range: null, via: exact, score: 90 };
  const partial = words.find((word) => plain(word).includes(query));
  return partial === undefined ? null : { entry, range: null, via: partial, score: 40 };
}

function hit(entry: Entry, query: string): Hit | null {
  const found = [nameHit(entry, query), wordHit(entry, query)].filter((one) => one !== null);
  if (found.length > 0) return found.reduce((a, b) => (b.score > a.score ? b : a));
  if (query.length > 2 && plain(entry.summary).includes(query)) return { entry, range: null, via: "", score: 10 };
  return null;
}

/** The entries that match, best first; an empty query matches nothing. */
export function search(entries: readonly Entry[], text: string): Hit[] {
  const query = plain(text);
  if (query === "") return [];
  const hits = entries.map((entry) => hit(entry, query)).filter((one) => one !== null);
  return hits.sort((a, b) => b.score - a.score);
}
