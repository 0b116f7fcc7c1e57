import type { Json } from "../../protocol";
import { sameJson } from "../values";
import { Select } from "./SelectField";
import type { FieldProps } from "./types";

function labelOf(value: Json): string {
  return value === null ? "None" : typeof value === "string" ? value : JSON.stringify(value);
}

/** One of a few values. A value that is none of them (from an import) stays chosen until another one is. */
export function ChoiceField({ id, parameter, value, commit, choices }: FieldProps & { choices: readonly Json[] }) {
  const all: Json[] = parameter.nullable && !choices.includes(null) ? [null, ...choices] : [...choices];
  if (!all.some((choice) => sameJson(choice, value))) all.push(value);
  const options = all.map((choice) => ({ key: JSON.stringify(choice), label: labelOf(choice) }));
  return <Select id={id} options={options} selected={JSON.stringify(value)} choose={(key) => commit(JSON.parse(key) as Json)} />;
}

export function SwitchField({ id, parameter, value, commit }: FieldProps) {
  // Three states need three words: None lets Keras decide.
  if (parameter.nullable || typeof value !== "boolean") {
    const choices = [true, false];
    return <ChoiceField id={id} parameter={parameter} value={value} commit={commit} choices={choices} />;
  }
  return <Switch id={id} on={value} toggle={commit} />;
}

export function Switch({ id, on, toggle }: { id: string; on: boolean; toggle(on: boolean): void }) {
  return (
    <button type="button" id={id} role="switch" aria-checked={on} className="switch" onClick={() => toggle(!on)}>
      <i />
    </button>
  );
}
