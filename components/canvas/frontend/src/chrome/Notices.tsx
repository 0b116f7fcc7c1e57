/** One sentence at the foot of the canvas, for a moment. */
import { useEffect } from "react";
import { useStudio } from "../store";

const SHOWN_MS = 6000;

export function Notices() {
  const notice = useStudio((state) => state.notice);
  useEffect(() => {
    if (!notice) return;
    const timer = setTimeout(() => useStudio.setState({ notice: "" }), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [notice]);
  return (
    <div className="ll-notices">
      <div className="ll-notice" role="status" data-shown={notice !== "" || undefined}>{notice}</div>
    </div>
  );
}
