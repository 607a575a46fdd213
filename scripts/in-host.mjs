// Runs tests inside the extension host of a real VS Code: node scripts/in-host.mjs [FOLDER]   (default: test/host)
import { join } from "node:path";
import { installHost } from "./lib/host.mjs";
import { runInHost } from "./lib/inHost.mjs";
import { logs } from "./lib/paths.mjs";
import { endOnSignals } from "./lib/run.mjs";
import { setup } from "./lib/setup.mjs";
import { main, runSteps } from "./lib/steps.mjs";

const [folder = "test/host"] = process.argv.slice(2);

await main(async () => {
  endOnSignals();
  await runSteps([setup.system("test"), setup.npm, setup.portaudio, setup.addon, setup.bundles, installHost]);
  const { passed, failed, output } = await runInHost(join(logs, "in-host.log"), { folder });
  console.log(output);
  console.log(`\n${passed} passed, ${failed} failed`);
  return failed === 0 && passed > 0 ? 0 : 1;
});
