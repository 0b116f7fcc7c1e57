import { RotateCcw } from "lucide-react";
import { memo, useState } from "react";
import type { Json, Parameter } from "../protocol";
import { Field } from "./fields/Field";
import { isChanged, valueOf } from "./values";

interface RowProps {
  id: string;
  parameter: Parameter;
  config: Record<string, Json>;
  /** What the engine says about this argument. */
  complaint?: string;
  commit(value: Json): void;
  reset(): void;
}

function defaultText(parameter: Parameter): string {
  if (parameter.required) return "required";
  return `default ${parameter.default === null ? "None" : typeof parameter.default === "string" ? parameter.default : JSON.stringify(parameter.default)}`;
}

/** One argument: mark, name, editor, reset; its documentation unfolds from the name. */
export const ParameterRow = memo(function ParameterRow({ id, parameter, config, complaint = "", commit, reset }: RowProps) {
  const [open, setOpen] = useState(false);
  const changed = isChanged(parameter, config);
  const about = [parameter.doc, defaultText(parameter)].filter(Boolean).join("\n\n");
  return (
    <div className="argument" data-changed={changed} data-argument={parameter.name} data-kind={parameter.kind} data-wrong={complaint !== ""}>
      {changed && <span className="dot" title="Changed from the default" />}
      <button type="button" className="label" title={`${parameter.name}\n\n${about}`} aria-expanded={open} aria-controls={`${id}-doc`} onClick={() => setOpen(!open)}>
        {parameter.name}
      </button>
      <div className="editor">
        <label className="hidden" htmlFor={id}>
          {parameter.name}
        </label>
        <Field id={id} parameter={parameter} value={valueOf(parameter, config)} commit={commit} />
        {complaint && <p className="sentence">{complaint}</p>}
      </div>
      {changed && (
        <button type="button" className="reset" title={`Reset to ${defaultText(parameter).replace("default ", "")}`} aria-label={`Reset ${parameter.name}`} onClick={reset}>
          <RotateCcw size={13} aria-hidden="true" />
        </button>
      )}
      {open && (
        <p className="doc" id={`${id}-doc`}>
          {parameter.doc || "Keras says nothing about this argument."} <i>{defaultText(parameter)}</i>
        </p>
      )}
    </div>
  );
});
