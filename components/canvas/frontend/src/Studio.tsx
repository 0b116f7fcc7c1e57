/** The whole page below Streamlit's navigation: bar, palette, canvas with drawer, inspector. */
import { ReactFlowProvider } from "@xyflow/react";
import { useEffect, useRef } from "react";
import { Canvas } from "./Canvas";
import { Ghost } from "./chrome/Ghost";
import { Overlays } from "./chrome/Overlays";
import { TopBar } from "./chrome/TopBar";
import { Drawer } from "./drawer/Drawer";
import { Inspector } from "./inspector/Inspector";
import { handleKey, watchStrayKeys } from "./keyboard";
import { Palette } from "./palette/Palette";
import { useStudio } from "./store";
import type { Theme } from "./theme";

export function Studio({ theme }: { theme: Theme }) {
  const root = useRef<HTMLDivElement>(null);
  const isDragging = useStudio((state) => state.drag?.moved ?? false);
  useEffect(() => watchStrayKeys(root.current), []);
  return (
    <div
      className="ll-root"
      ref={root}
      tabIndex={-1}
      data-theme={theme}
      data-dragging={isDragging || undefined}
      onKeyDown={(event) => handleKey(event.nativeEvent, event)}
    >
      <ReactFlowProvider>
        <TopBar />
        <div className="ll-side ll-side-left"><Palette /></div>
        <main className="ll-middle">
          <Canvas />
          <Drawer />
        </main>
        <div className="ll-side ll-side-right"><Inspector /></div>
        <Overlays />
        <Ghost />
      </ReactFlowProvider>
    </div>
  );
}
