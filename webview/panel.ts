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
if (root !== null) startPanel(root, connectHost());
