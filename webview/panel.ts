import "./translation.ts";
import "./panel.css";
import "./drivers/drivers.css";
import "./frame/frame.css";
import "./history/history.css";
import "./path/path.css";
import "./results/results.css";
import "./runs/runs.css";
import "./settings/settings.css";
import "./stream/stream.css";
import "./table/table.css";
import { connectHost } from "./host.ts";
import { defineKit } from "./kit/defineKit.ts";
import { startPanel } from "./frame/frame.ts";

defineKit();
const root = document.getElementById("panel");
const style = document.querySelector<HTMLLinkElement>("link[rel=stylesheet]");
if (root !== null) whenLoaded(style, () => { startPanel(root, connectHost()); });

/** Both were asked for together; a panel without its style sheet would be a heap of words. */
function whenLoaded(link: HTMLLinkElement | null, call: () => void): void {
  if (link?.sheet !== null) {
    call();
    return;
  }
  for (const event of ["load", "error"]) link.addEventListener(event, call, { once: true });
}
