import assert from "node:assert/strict";
import * as vscode from "vscode";

import { COMMANDS } from "../../extension/editor/ids.ts";
import type { AudioConnection } from "../../extension/editor/audioConnection.ts";
import type { LabModule } from "../../extension/editor/labModule.ts";
import type { Shell, ShellParts } from "../../extension/editor/shell.ts";
import { closeAll, open, shell } from "./support.ts";

// The last file: afterwards the extension is gone.
describe("letting go", () => {
  after(closeAll);

  it("ends everything, again and again, and leaves nothing registered", async () => {
    const first = await shell();
    const document = await open('backend = "Virtual"\nbufferSizeSamples = 0\n[input]\n');
    await first.dispose();
    await assertGone(first, document);

    // The class itself comes from the bundle that VS Code runs, so this is the code that users get.
    const ShellOfBundle = first.constructor as new (parts: ShellParts) => Shell;
    let living = 0;
    for (let round = 0; round < 3; round += 1) {
      const again = new ShellOfBundle({
        extensionUri: vscode.extensions.getExtension("flexlab.flexlab")?.extensionUri ?? document.uri,
        loadLab: () => {
          living += 1;
          return Promise.resolve(silentLab(() => (living -= 1)));
        },
        environmentScenario: undefined,
        surroundings: { platform: "linux", home: null, configVariable: null },
        system: "test",
        storage: vscode.Uri.joinPath(document.uri, "..", "storage"),
        memento: { keys: () => [], get: () => undefined, update: () => Promise.resolve() } as vscode.Memento,
      });
      const commands = await vscode.commands.getCommands(true);
      assert.ok(commands.includes(COMMANDS.testBackend));
      assert.equal(living, 0, "sound was loaded before anybody asked for it");
      assert.deepEqual(await again.audio.port()?.devices(null), []);
      assert.equal(living, 1);
      await again.dispose();
      await assertGone(again, document);
    }
    assert.equal(living, 0);
  });

  async function assertGone(gone: Shell, document: vscode.TextDocument): Promise<void> {
    const commands = new Set(await vscode.commands.getCommands(true));
    for (const command of Object.values(COMMANDS)) assert.ok(!commands.has(command), command);
    for (const emitter of [gone.store.changed, gone.store.live, gone.devices.changed, gone.active.changed]) {
      assert.equal(emitter.listenerCount, 0);
    }
    assert.deepEqual(vscode.languages.getDiagnostics(document.uri), []);
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>("vscode.executeCodeLensProvider", document.uri);
    assert.deepEqual(lenses, []);
  }
});

function silentLab(onDispose: () => void): LabModule {
  const createAudio = (): AudioConnection => ({
    port: {
      devices: () => Promise.resolve([]),
      drivers: () => Promise.resolve([]),
      probe: () => Promise.reject(new Error("not here")),
      versions: () => null,
    },
    open: () => assert.fail("nothing is run here"),
    asioDrivers: () => Promise.resolve(null),
    restart: () => Promise.resolve(),
    dispose: () => {
      onDispose();
      return Promise.resolve();
    },
  });
  const files = { isSame: () => Promise.resolve(false), sha256: () => Promise.resolve(null), replace: () => Promise.resolve() };
  return { files, createRunning: () => assert.fail("nobody has waited for it"), createAudio, createTools: () => assert.fail("nothing is tested here") };
}
