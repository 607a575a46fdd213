import "./translation.ts";
import "./panel.css";
import { connectHost } from "./host.ts";
import { defineKit } from "./kit/defineKit.ts";
import { startPanel } from "./panelView.ts";

defineKit();
const root = document.getElementById("panel");
if (root !== null) startPanel(root, connectHost());
