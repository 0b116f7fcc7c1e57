/** The right button, or the menu key: a menu about what is under it. Functions keep their identity for React Flow. */
import { type Edge, type Node, useReactFlow } from "@xyflow/react";
import { type MouseEvent as ReactMouseEvent, type RefObject, useMemo } from "react";
import { type MenuPlace, useStudio } from "./store";

type Press = MouseEvent | ReactMouseEvent;

export function useContextMenu(area: RefObject<HTMLDivElement | null>) {
  const flow = useReactFlow();
  return useMemo(() => {
    const open = (event: Press, kind: MenuPlace["kind"], wire: string | null = null) => {
      const box = area.current?.getBoundingClientRect();
      if (!box) return;
      event.preventDefault();
      const { clientX, clientY } = event;
      const at = flow.screenToFlowPosition({ x: clientX, y: clientY });
      useStudio.setState({ menu: { kind, wire, x: clientX - box.left, y: clientY - box.top, at } });
    };
    return {
      onNodeContextMenu: (event: Press, node: Node) => {
        const { selection, actions } = useStudio.getState();
        if (!selection.includes(node.id)) actions.select([node.id]);
        open(event, "nodes");
      },
      onSelectionContextMenu: (event: Press) => open(event, "nodes"),
      onEdgeContextMenu: (event: Press, edge: Edge) => open(event, "wire", edge.id),
      onPaneContextMenu: (event: Press) => open(event, "pane"),
    };
  }, [area, flow]);
}
