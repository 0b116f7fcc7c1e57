/** Python source → coloured pieces, for reading. Pure; only what the generated code contains. */

export type Tone = "keyword" | "string" | "number" | "comment" | "call" | "plain";

export interface Piece {
  text: string;
  tone: Tone;
}

const KEYWORDS = new Set(
  ("False None True and as assert async await break class continue def del elif else except finally for from global if import in is lambda " +
    "nonlocal not or pass raise return try while with yield").split(" "),
);

const TOKEN =
  /("""[\s\S]*?(?:"""|$)|'''[\s\S]*?(?:'''|$))|([rbf]{0,2}"(?:\\.|[^"\\\n])*"?|[rbf]{0,2}'(?:\\.|[^'\\\n])*'?)|(#[^\n]*)|(\b\d[\d_]*(?:\.\d+)?(?:e[+-]?\d+)?\b)|([A-Za-z_]\w*)(\s*\()?/gi;

function toneOfWord(word: string, isCall: boolean): Tone {
  if (KEYWORDS.has(word)) return "keyword";
  return isCall ? "call" : "plain";
}

export function highlight(source: string): Piece[] {
  const pieces: Piece[] = [];
  const add = (text: string, tone: Tone) => {
    const last = pieces.at(-1);
    if (text === "") return;
    if (last?.tone === tone) last.text += text;
    else pieces.push({ text, tone });
  };
  let end = 0;
  for (const match of source.matchAll(TOKEN)) {
    const [all, long, short, comment, number, word, call] = match;
    add(source.slice(end, match.index), "plain");
    if (long !== undefined || short !== undefined) add(all, "string");
    else if (comment !== undefined) add(all, "comment");
    else if (number !== undefined) add(all, "number");
    else {
      add(word, toneOfWord(word, call !== undefined));
      add(call ?? "", "plain");
    }
    end = match.index + all.length;
  }
  add(source.slice(end), "plain");
  return pieces;
}
