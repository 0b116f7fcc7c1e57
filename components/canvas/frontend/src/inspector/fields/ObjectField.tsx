import type { Entry, Json } from "../../protocol";
import { briefConfig, findEntry, readObject, startOf, writeLayer, writeObject } from "../objects";
import { NestedArguments } from "../NestedArguments";
import { Select, type Option } from "./SelectField";
import type { FieldProps } from "./types";

interface ObjectFieldProps extends FieldProps {
  /** The classes to choose from. */
  offered: readonly Entry[];
  /** Plain names beside the classes, as activations have. */
  names?: readonly string[];
  /** Layers are always written out, the others by their short name while all is default. */
  isLayer?: boolean;
  /** Lists "he_normal" instead of HeNormal. */
  shortNames?: boolean;
}

/** None, a plain name, or a class whose own arguments are edited below it. */
export function ObjectField({ id, parameter, value, commit, offered, names = [], isLayer = false, shortNames = false }: ObjectFieldProps) {
  const object = readObject(value, offered);
  const isName = typeof value === "string" && names.includes(value);
  const entry = object && !isName ? findEntry(offered, object.className) : null;
  const write = isLayer ? writeLayer : writeObject;

  const options: Option[] = [
    ...(parameter.nullable || value === null ? [{ key: "null", label: "None" }] : []),
    ...names.map((name) => ({ key: `name:${name}`, label: name })),
    ...offered.map((one) => ({ key: `class:${one.class_name}`, label: (shortNames && one.identifier) || one.class_name })),
  ];
  const selected = value === null ? "null" : isName ? `name:${value}` : entry ? `class:${entry.class_name}` : "other";
  if (selected === "other") options.push({ key: "other", label: object?.className ?? "set in code" });

  const choose = (key: string) => {
    if (key === "null") commit(null);
    else if (key.startsWith("name:")) commit(key.slice(5));
    else {
      const chosen = findEntry(offered, key.slice(6));
      if (chosen) commit(write(chosen, startOf(chosen)));
    }
  };
  const change = (config: Record<string, Json>) => {
    if (entry) commit(write(entry, config));
  };
  return (
    <>
      <Select id={id} options={options} selected={selected} brief={object && !isLayer ? briefConfig(object.config) : ""} choose={choose} />
      {entry && object && <NestedArguments id={id} entry={entry} config={object.config} change={change} isLayer={isLayer} />}
    </>
  );
}
