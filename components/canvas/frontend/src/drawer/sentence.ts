/** A problem's message, cut into what is shown bold, as a link, or in mono. Pure. */

export interface Part {
  text: string;
  kind: "plain" | "shape" | "name";
}

/** The first sentence stands as the title; a full stop inside brackets or numbers does not end it. */
export function splitTitle(message: string): [title: string, rest: string] {
  const found = /[.!?](?=\s+[A-Z“"(])/.exec(message);
  if (!found) return [message, ""];
  const end = found.index + 1;
  return [message.slice(0, end), message.slice(end).trim()];
}

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** Shapes such as `(None, 128)` and the names of nodes, quoted or not. */
export function partsOf(text: string, names: readonly string[]): Part[] {
  const known = [...new Set(names)].filter((name) => name.length > 1).sort((a, b) => b.length - a.length);
  const words = known.length > 0 ? `|["“](?:${known.map(escaped).join("|")})["”]|(?<![\\w.])(?:${known.map(escaped).join("|")})(?!\\w)` : "";
  const pattern = new RegExp(`\\((?:None|\\d+)(?:, ?(?:None|\\d+))*,?\\)${words}`, "g");
  const parts: Part[] = [];
  let end = 0;
  for (const match of text.matchAll(pattern)) {
    if (match.index > end) parts.push({ text: text.slice(end, match.index), kind: "plain" });
    const isShape = match[0].startsWith("(");
    parts.push({ text: isShape ? match[0] : match[0].replace(/["“”]/g, ""), kind: isShape ? "shape" : "name" });
    end = match.index + match[0].length;
  }
  if (end < text.length) parts.push({ text: text.slice(end), kind: "plain" });
  return parts;
}

/** "a", "a and b", "a, b and 4 more". */
export function listed(names: readonly string[], most = 4): string {
  const shown = names.slice(0, most);
  const rest = names.length - shown.length;
  if (rest > 0) return `${shown.join(", ")} and ${rest} more`;
  return shown.length < 2 ? shown.join("") : `${shown.slice(0, -1).join(", ")} and ${shown.at(-1)}`;
}

/** "2 minutes ago", for the history. */
export function ago(time: number, now: number): string {
  const seconds = Math.max(0, Math.round((now - time) / 1000));
  if (seconds < 10) return "now";
  if (seconds < 60) return `${seconds} s ago`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ago`;
  return seconds < 86400 ? `${Math.floor(seconds / 3600)} h ago` : new Date(time).toLocaleDateString("en-GB");
}
