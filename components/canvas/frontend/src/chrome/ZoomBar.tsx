/** Zoom out, the zoom itself, zoom in, fit: bottom left of the canvas. */
import { useStore } from "@xyflow/react";
import { Maximize, Minus, Plus } from "lucide-react";
import { commandById } from "../commands";

export function ZoomBar() {
  const zoom = useStore((state) => Math.round(state.transform[2] * 100));
  return (
    <div className="ll-zoombar" role="toolbar" aria-label="Zoom">
      <button type="button" aria-label="Zoom out" onClick={() => commandById("zoom_out").run()}><Minus size={16} /></button>
      <button type="button" className="ll-zoom" aria-label="Zoom to 100 %" onClick={() => commandById("zoom_actual").run()}>{zoom} %</button>
      <button type="button" aria-label="Zoom in" onClick={() => commandById("zoom_in").run()}><Plus size={16} /></button>
      <span className="ll-rule" />
      <button type="button" aria-label="Fit everything" onClick={() => commandById("fit").run()}><Maximize size={15} /></button>
    </div>
  );
}
