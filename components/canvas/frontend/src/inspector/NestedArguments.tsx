import { ChevronDown, ChevronRight } from "lucide-react";
import { useState } from "react";
import type { Entry, Json } from "../protocol";
import { ParameterRow } from "./ParameterRow";
import { isChanged } from "./values";

interface NestedProps {
  id: string;
  entry: Entry;
  config: Record<string, Json>;
  isLayer: boolean;
  change(config: Record<string, Json>): void;
}

/** The arguments of an object inside an argument: of a regularizer, an initializer, or a wrapped layer. */
export function NestedArguments({ id, entry, config, isLayer, change }: NestedProps) {
  const [all, setAll] = useState(false);
  const main = entry.parameters.filter((parameter) => !isLayer || parameter.group === "Main" || isChanged(parameter, config));
  const shown = all ? entry.parameters : main;
  const rest = entry.parameters.length - main.length;
  if (entry.parameters.length === 0) return null;
  const without = (key: string) => Object.fromEntries(Object.entries(config).filter(([name]) => name !== key));
  const Chevron = all ? ChevronDown : ChevronRight;
  return (
    <div className="nested" role="group" aria-label={`${entry.class_name} arguments`}>
      {shown.map((parameter) => (
        <ParameterRow
          key={`${entry.class_name}.${parameter.name}`}
          id={`${id}-${parameter.name}`}
          parameter={parameter}
          config={config}
          commit={(value) => change({ ...config, [parameter.name]: value })}
          reset={() => change(without(parameter.name))}
        />
      ))}
      {rest > 0 && (
        <button type="button" className="link" onClick={() => setAll(!all)}>
          <Chevron size={13} aria-hidden="true" /> {all ? "Fewer arguments" : `${rest} more ${rest === 1 ? "argument" : "arguments"}`}
        </button>
      )}
    </div>
  );
}
