import { describe, expect, test } from "vitest";
import type { Entry } from "../protocol";
import { hint, reason, wantedRank } from "./fits";
import { search } from "./search";

const entry = (class_name: string, extra: Partial<Entry> = {}): Entry => ({
  class_name, module: "keras.layers", family: "Core", summary: "", doc: "", aliases: [], synonyms: [], ndim: "",
  parameters: [], ports: [], identifier: "", ...extra,
});

const LAYERS = [
  entry("Dense", { synonyms: ["fully connected", "linear", "fc"] }),
  entry("EinsumDense"),
  entry("MultiHeadAttention", { synonyms: ["self attention"] }),
  entry("Conv2D", { aliases: ["Convolution2D"], ndim: "4D → 4D" }),
  entry("Dropout", { summary: "Sets units to zero at random." }),
];
const names = (query: string) => search(LAYERS, query).map((hit) => hit.entry.class_name);

describe("search", () => {
  test("a name that starts with the query comes before one that contains it", () => {
    expect(names("dense")).toEqual(["Dense", "EinsumDense"]);
  });
  test.each([["fc", "Dense"], ["Fully Connected", "Dense"], ["mha", "MultiHeadAttention"], ["convolution2d", "Conv2D"], ["at random", "Dropout"]])(
    "%s finds %s", (query, name) => expect(names(query)[0]).toBe(name));
  test("the highlight is the place in the name, and a synonym is named", () => {
    expect(search(LAYERS, "ens")[0].range).toEqual([1, 4]);
    expect(search(LAYERS, "linear")[0]).toMatchObject({ via: "linear", range: null });
  });
  test("nothing is found for nothing", () => expect([names(""), names("zzz")]).toEqual([[], []]));
});

describe("fits", () => {
  test("the hint says what a layer needs when the selection gives something else", () => {
    expect(hint(LAYERS[3], 2)).toEqual({ text: "needs 4D", fits: false });
    expect(hint(LAYERS[3], 4)).toEqual({ text: "4D → 4D", fits: true });
    expect(hint(LAYERS[3], null).fits).toBe(true);
  });
  test("any rank fits where the catalogue names none", () => {
    expect([wantedRank(entry("A", { ndim: "nD → 2D" })), wantedRank(entry("B", { ndim: "same rank" }))]).toEqual([null, null]);
    expect(hint(entry("B", { ndim: "same rank" }), 3).text).toBe("nD → nD");
  });
  test("the reason names both numbers and the way out", () => {
    expect(reason(LAYERS[3], 2, "reader")).toBe(
      "Conv2D needs 4 dimensions with batch, reader gives 2. Drag it to where it fits.");
  });
});
