// Sets up what running and debugging the extension from this folder needs; F5 calls it.
import { endOnSignals } from "./lib/run.mjs";
import { checkNode, setup } from "./lib/setup.mjs";
import { main, runSteps } from "./lib/steps.mjs";

await main(async () => {
  checkNode();
  endOnSignals();
  await runSteps([setup.system("start"), setup.npm, setup.portaudio, setup.addon, setup.bundles]);
  return 0;
});
