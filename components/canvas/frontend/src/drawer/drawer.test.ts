import { describe, expect, test } from "vitest";
import { highlight } from "./highlight";
import type { Analysis, Problem } from "../protocol";
import { documentOf, graph } from "../testing";
import { ago, listed, partsOf, splitTitle } from "./sentence";
import { shownProblems } from "./shown";

const toned = (source: string) => highlight(source).filter((piece) => piece.tone !== "plain").map((piece) => `${piece.tone} ${piece.text}`);

describe("highlight", () => {
  test("keywords, strings, numbers, comments and calls have a tone each", () => {
    expect(toned('def f(x):  # why\n    return Dense(1e-4, name="a\\"b")')).toEqual([
      "keyword def", "call f", "comment # why", "keyword return", "call Dense", "number 1e-4", 'string "a\\"b"']);
  });
  test("a docstring is one string over its lines", () => {
    expect(toned('"""one\ntwo # not a comment"""\nx = 1')).toEqual(['string """one\ntwo # not a comment"""', "number 1"]);
  });
  test.each(["", "x = 'open", '"""never closed\n', "a == b\n\n# é ü\n", "f(1)(2)[3]"])("nothing of %j is lost", (source) => {
    expect(highlight(source).map((piece) => piece.text).join("")).toBe(source);
  });
});

test("an empty canvas has no problems, only a hint; the first node brings them", () => {
  const analysis = { problems: [{ code: "graph.no-input" } as Problem] } as Analysis;
  expect(shownProblems({ analysis: null, document: documentOf(graph({})) })).toBeNull();
  expect(shownProblems({ analysis, document: documentOf(graph({})) })).toEqual([]);
  expect(shownProblems({ analysis, document: documentOf(graph({ n1: ["Dense"] })) })).toBe(analysis.problems);
});

describe("sentence", () => {
  test("the first sentence is the title", () => {
    expect(splitTitle("fused cannot add. Add needs 1.5 of (None, 2). Next.")).toEqual(["fused cannot add.", "Add needs 1.5 of (None, 2). Next."]);
    expect(splitTitle("No stop here")).toEqual(["No stop here", ""]);
  });
  test("shapes and names are told apart, quoted or not", () => {
    expect(partsOf('pool gives (None, 128), "title_pair" (None,).', ["pool", "title_pair", "title"])).toEqual([
      { text: "pool", kind: "name" }, { text: " gives ", kind: "plain" }, { text: "(None, 128)", kind: "shape" },
      { text: ", ", kind: "plain" }, { text: "title_pair", kind: "name" }, { text: " ", kind: "plain" },
      { text: "(None,)", kind: "shape" }, { text: ".", kind: "plain" }]);
  });
  test("a name inside a word is no name", () => expect(partsOf("pooling a.pool", ["pool"])).toHaveLength(1));
  test("a hostile name does no harm", () => expect(partsOf("a (b c", ["(b", ".*"])).toContainEqual({ text: "a ", kind: "plain" }));
  test.each([[["a"], "a"], [["a", "b"], "a and b"], [["a", "b", "c", "d", "e", "f"], "a, b, c, d and 2 more"]])("%j", (names, text) =>
    expect(listed(names)).toBe(text));
  test.each([[3, "now"], [59, "59 s ago"], [600, "10 min ago"], [7300, "2 h ago"]])("%d s reads %s", (seconds, text) =>
    expect(ago(0, seconds * 1000)).toBe(text));
});
