import { ChevronDown } from "lucide-react";

export interface Option {
  /** What the browser's own control works with; never shown. */
  key: string;
  label: string;
}

interface SelectProps {
  id: string;
  options: Option[];
  selected: string;
  label?: string;
  /** Behind the chosen option, in short: the arguments of a regularizer. */
  brief?: string;
  choose(key: string): void;
}

/** The browser's own select, so that keyboard, touch and screen readers work as people know them. */
export function Select({ id, options, selected, label, brief = "", choose }: SelectProps) {
  const isNone = selected === "null";
  const shown = options.find((option) => option.key === selected)?.label ?? selected;
  return (
    <div className="box select" data-none={isNone}>
      <span className="shown" aria-hidden="true">
        {shown} {brief && <i>{brief}</i>}
      </span>
      <select id={id} value={selected} aria-label={label} onChange={(event) => choose(event.target.value)}>
        {options.map((option) => (
          <option key={option.key} value={option.key}>
            {option.label}
          </option>
        ))}
      </select>
      <ChevronDown size={14} aria-hidden="true" />
    </div>
  );
}
