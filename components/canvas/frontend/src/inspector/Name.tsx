import { type KeyboardEvent, useEffect, useState } from "react";
import { nameProblem } from "./values";

interface NameProps {
  name: string;
  taken: readonly string[];
  label: string;
  id?: string;
  rename(name: string): void;
}

/** A name that is edited where it stands. Enter or leaving the field keeps it, Escape takes it back. */
export function Name({ name, taken, label, id, rename }: NameProps) {
  const [text, setText] = useState(name);
  useEffect(() => setText(name), [name]);
  const others = taken.filter((other) => other !== name);
  const problem = text === name ? "" : nameProblem(text, others);
  const keep = () => {
    if (text === name) return;
    if (problem === "") rename(text);
  };
  const press = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === "Enter") {
      keep();
      if (problem === "") event.currentTarget.blur();
    }
    if (event.key === "Escape") setText(name);
  };
  return (
    <>
      <input
        id={id}
        className="name"
        value={text}
        aria-label={label}
        aria-invalid={problem !== ""}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => setText(event.target.value)}
        onBlur={keep}
        onKeyDown={press}
      />
      {problem && (
        <p className="sentence" role="alert">
          {problem}
        </p>
      )}
    </>
  );
}
