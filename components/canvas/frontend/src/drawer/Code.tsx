import { Check, Copy, Download } from "lucide-react";
import { useEffect, useMemo, useState } from "react";
import { useStudio } from "../store";
import { showCode } from "../sync/analyse";
import { highlight } from "./highlight";

const COPIED_MS = 1600;

function download(code: string): void {
  const address = URL.createObjectURL(new Blob([code], { type: "text/x-python" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = "model.py";
  link.click();
  window.setTimeout(() => URL.revokeObjectURL(address), 1000);
}

/** The generated Python, for reading, copying and taking away. */
export function Code() {
  const code = useStudio((state) => state.code);
  const message = useStudio((state) => state.codeMessage);
  const say = useStudio((state) => state.actions.say);
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    showCode(true);
    return () => showCode(false);
  }, []);
  const pieces = useMemo(() => highlight(code ?? ""), [code]);
  if (code === null) {
    return (
      <div className="empty">
        <b>No code yet</b>
        <p>{message || "The Python of the model appears here once the graph has an input and an output."}</p>
      </div>
    );
  }
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(code);
      setCopied(true);
      window.setTimeout(() => setCopied(false), COPIED_MS);
    } catch {
      say("The browser does not allow copying here. Select the text, or download the file.");
    }
  };
  const CopyIcon = copied ? Check : Copy;
  return (
    <div className="code">
      <div className="code-actions">
        <span>model.py</span>
        <button type="button" className="icon" aria-label={copied ? "Copied" : "Copy the code"} title={copied ? "Copied" : "Copy"} onClick={() => void copy()}>
          <CopyIcon size={15} aria-hidden="true" />
        </button>
        <button type="button" className="icon" aria-label="Download model.py" title="Download .py" onClick={() => download(code)}>
          <Download size={15} aria-hidden="true" />
        </button>
      </div>
      <pre tabIndex={0} aria-label="Generated Python">
        {pieces.map((piece, index) => (piece.tone === "plain" ? piece.text : <span key={index} className={`py-${piece.tone}`}>{piece.text}</span>))}
      </pre>
    </div>
  );
}
