import { useEffect, useRef, useState } from "react";
import type { Json } from "../protocol";
import { type Parsed, sameJson } from "./values";

export interface Draft {
  text: string;
  error: string;
  type(text: string): void;
  settle(): void;
}

/**
 * The text of a field between two valid values. What is valid goes to the document with every key; what is not stays
 * in the field with a sentence. A value that changes elsewhere (undo, a fix) replaces the text, one's own does not.
 */
export function useDraft(value: Json, format: (value: Json) => string, parse: (text: string) => Parsed, commit: (value: Json) => void): Draft {
  const [text, setText] = useState(() => format(value));
  const [error, setError] = useState("");
  const own = useRef<Json>(value);
  useEffect(() => {
    if (sameJson(value, own.current)) return;
    own.current = value;
    setText(format(value));
    setError("");
  }, [value, format]);

  const type = (next: string) => {
    setText(next);
    const parsed = parse(next);
    if ("error" in parsed) {
      setError(parsed.error);
      return;
    }
    setError("");
    own.current = parsed.value;
    if (!sameJson(parsed.value, value)) commit(parsed.value);
  };
  const settle = () => {
    if (error === "") setText(format(value));
  };
  return { text, error, type, settle };
}
