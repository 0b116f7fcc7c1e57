/** Every command, in the order in which menus and help show them. */
import type { Command } from "./command";
import { addLayer } from "./add_layer";
import { copy } from "./copy";
import { cut } from "./cut";
import { data } from "./data";
import { deleteSelection } from "./delete_selection";
import { duplicate } from "./duplicate";
import { exportModel } from "./export_model";
import { find } from "./find";
import { fit } from "./fit";
import { fitSelection } from "./fit_selection";
import { freeze } from "./freeze";
import { group } from "./group";
import { help } from "./help";
import { paste } from "./paste";
import { pasteWired } from "./paste_wired";
import { redo } from "./redo";
import { repeat } from "./repeat";
import { saveVersion } from "./save_version";
import { secondCall } from "./second_call";
import { selectAll } from "./select_all";
import { showParameters } from "./show_parameters";
import { showShapes } from "./show_shapes";
import { swap } from "./swap";
import { tidy } from "./tidy";
import { toggleOutput } from "./toggle_output";
import { train } from "./train";
import { undo } from "./undo";
import { unpack } from "./unpack";
import { zoomActual } from "./zoom_actual";
import { zoomIn } from "./zoom_in";
import { zoomOut } from "./zoom_out";

export const COMMANDS: Command[] = [
  addLayer,
  undo,
  redo,
  cut,
  copy,
  paste,
  pasteWired,
  duplicate,
  secondCall,
  group,
  unpack,
  repeat,
  swap,
  deleteSelection,
  selectAll,
  toggleOutput,
  freeze,
  zoomIn,
  zoomOut,
  zoomActual,
  fit,
  fitSelection,
  tidy,
  showShapes,
  showParameters,
  find,
  help,
  saveVersion,
  data,
  train,
  exportModel,
];

export function commandById(id: string): Command {
  const found = COMMANDS.find((command) => command.id === id);
  if (!found) throw new Error(`There is no command ${id}.`);
  return found;
}
