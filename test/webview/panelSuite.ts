import type { Browser } from "playwright-core";

import type { PanelState } from "../../extension/editor/panelProtocol.ts";
import { launchBrowser, OpenPanel } from "./openPanel.ts";
import type { PageOptions } from "./openPanel.ts";
import { servePanelPage } from "./panelPageServer.ts";
import type { PanelPageServer } from "./panelPageServer.ts";

interface Workshop {
  readonly server: PanelPageServer;
  readonly browser: Browser;
  readonly panel: OpenPanel;
}

/** One server and one browser for all files of this layer: starting them takes longer than most tests. */
let workshop: Promise<Workshop> | null = null;

async function open(): Promise<Workshop> {
  const [server, browser] = await Promise.all([servePanelPage(), launchBrowser()]);
  return { server, browser, panel: new OpenPanel(await browser.newPage(), server.url) };
}

after(async () => {
  if (workshop === null) return;
  const { server, browser } = await workshop;
  await browser.close();
  await server.close();
});

export interface PanelTools {
  /** The page, as the last test left it. */
  readonly panel: OpenPanel;
  readonly scriptBytes: number;
  /** A page never seen before, which has been told this state. */
  openWith(shown: PanelState, options?: PageOptions): Promise<OpenPanel>;
}

/** Tests of the panel's page. After each one nothing may stand in the console, and the policy must have held. */
export function describePanel(title: string, tests: (tools: PanelTools) => void): void {
  describe(title, function () {
    this.timeout(60_000);
    let own: Workshop;
    before(async () => {
      own = await (workshop ??= open());
    });
    afterEach(async () => {
      if (own.panel.isOpen) await own.panel.assertQuiet();
    });
    tests({
      get panel() {
        return own.panel;
      },
      get scriptBytes() {
        return own.server.scriptBytes;
      },
      openWith: async (shown, options = {}) => {
        await own.panel.open(options);
        await own.panel.show(shown);
        return own.panel;
      },
    });
  });
}
