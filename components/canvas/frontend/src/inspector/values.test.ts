import { describe, expect, test } from "vitest";
import type { Entry, Json, Parameter } from "../protocol";
import { findEntry, hyperparameter, readObject, writeLayer, writeObject } from "./objects";
import { formatValue, isChanged, nameProblem, parseValue, stepped, type TextKind, valueOf } from "./values";

const parameter = (extra: Partial<Parameter> = {}): Parameter => ({
  name: "units", kind: "integer", required: false, default: null, nullable: false, choices: [], minimum: null, maximum: null,
  length: null, group: "Main", doc: "", start: null, ...extra,
});
const L2: Entry = {
  class_name: "L2", module: "keras.regularizers", family: "", summary: "", doc: "", aliases: [], synonyms: [], ndim: "",
  parameters: [parameter({ name: "l2", kind: "float", default: 0.01 })], ports: [], identifier: "l2",
};

const GOOD: [TextKind, string, Json, Partial<Parameter>][] = [
  ["integer", " 32 ", 32, {}],
  ["integer", "-1", -1, {}],
  ["integer", "", null, { nullable: true }],
  ["float", "1e-4", 0.0001, {}],
  ["float", ".5", 0.5, {}],
  ["tuple", "3", 3, { length: 2 }],
  ["tuple", "3, 5", [3, 5], { length: 2 }],
  ["tuple", "(3, 5)", [3, 5], { length: 2 }],
  ["tuple", "(1, 1), (0, 2)", [[1, 1], [0, 2]], { length: 2 }],
  ["tuple", "((1, 1), (0, 2))", [[1, 1], [0, 2]], { length: 2 }],
  ["integers", "2, 1", [2, 1], {}],
  ["integers", "[4]", [4], {}],
  ["integers", "-1", -1, {}],
  ["floats", "0, 255", [0, 255], {}],
  ["floats", "0.5", 0.5, {}],
  ["shape", "28, None, 1", [null, 28, null, 1], {}],
  ["shape", "", [null], {}],
  ["string", "ab,bc->ac", "ab,bc->ac", {}],
  ["seed", "", null, {}],
];
test.each(GOOD)("%s: %s is %j", (kind, text, value, extra) => {
  expect(parseValue(parameter(extra), kind, text)).toEqual({ value });
});

const BAD: [TextKind, string, RegExp, Partial<Parameter>][] = [
  ["integer", "1.5", /whole number/, {}],
  ["integer", "true", /whole number/, {}],
  ["integer", "", /value is needed/, {}],
  ["integer", "99999999999999999999", /too large/, {}],
  ["float", "1e", /such as 0.5/, {}],
  ["float", "1e999", /too large/, {}],
  ["tuple", "3, 3, 3", /or 2 with commas/, { length: 2 }],
  ["shape", "28, x", /None where a size may vary/, {}],
  ["integers", "a, 1", /whole numbers with commas/, {}],
];
test.each(BAD)("%s: %s is refused with a sentence", (kind, text, sentence, extra) => {
  expect(parseValue(parameter(extra), kind, text)).toEqual({ error: expect.stringMatching(sentence) });
});

test("a shape keeps the batch size that it had", () => {
  expect(parseValue(parameter(), "shape", "10", [32, 5])).toEqual({ value: [32, 10] });
});

const SHOWN: [TextKind, Json, string][] = [
  ["float", 1, "1.0"], ["float", 0.0001, "1e-4"], ["integer", null, ""], ["tuple", [3, 3], "3, 3"],
  ["tuple", [[1, 1], [0, 2]], "(1, 1), (0, 2)"], ["shape", [null, 28, null], "28, None"], ["integer", true, "true"],
];
test.each(SHOWN)("%s %j is shown as %s", (kind, value, text) => expect(formatValue(kind, value)).toBe(text));

describe("changed", () => {
  const strides = parameter({ name: "strides", default: [1, 1] });
  test("a value that equals the default is not a change", () => {
    expect(isChanged(strides, { strides: [1, 1] })).toBe(false);
    expect(isChanged(strides, { strides: 2 })).toBe(true);
    expect(isChanged(strides, {})).toBe(false);
    expect(valueOf(strides, {})).toEqual([1, 1]);
  });
  test("an argument without default cannot be changed from it", () => {
    expect(isChanged(parameter({ required: true }), { units: 3 })).toBe(false);
  });
});

test.each([[32, 1, true, 33], [0, -1, true, -1], [0.2, 1, false, 0.3], [0.001, 1, false, 0.002], [0.001, -1, false, 0.0009], [0, 1, false, 0.1], [5, -1, false, 4.9]])(
  "%d stepped by %d is %d", (value, direction, whole, expected) =>
    expect(stepped(value as number, direction as 1 | -1, whole as boolean)).toBe(expected));

describe("objects", () => {
  test("a short name, its alias and the serialized form are one object", () => {
    expect(readObject("l2", [L2])).toEqual({ className: "L2", config: {} });
    expect(readObject({ class_name: "L2", config: { l2: 0.1 } }, [L2])).toEqual({ className: "L2", config: { l2: 0.1 } });
    expect(findEntry([L2], "L2")).toBe(L2);
    expect(readObject(null, [L2])).toBeNull();
  });
  test("all default is written as the short name, a change as class and arguments", () => {
    expect(writeObject(L2, { l2: 0.01 })).toBe("l2");
    expect(writeObject(L2, { l2: 0.1 })).toEqual({ module: "keras.regularizers", class_name: "L2", config: { l2: 0.1 } });
    expect(writeLayer(L2, {})).toMatchObject({ class_name: "L2" });
  });
  test("a hyper-parameter is told apart", () => {
    expect([hyperparameter({ $hp: "units * 2" }), hyperparameter({ class_name: "L2" }), hyperparameter(3)]).toEqual(["units * 2", null, null]);
  });
});

test.each([["", /needed/], ["2nd", /letter first/], ["a b", /letter first/], ["pool", /taken/], ["fine_1", /^$/]])(
  "the name %s", (name, sentence) => expect(nameProblem(name, ["pool"])).toMatch(sentence));
