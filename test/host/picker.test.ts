import assert from "node:assert/strict";
import * as vscode from "vscode";

import { COMMANDS, SETTINGS } from "../../extension/editor/ids.ts";
import { KEYS, closeAll, codeActions, followingPanel, open, shell, until, windowIsReady } from "./support.ts";

const SCENARIO = "picker-scenario.toml";

/** Presses keys in the picker, each when its page stands. `pages`: how many pages have come to the front before. */
class Keyboard {
  readonly #titles: string[] = [];
  readonly #subscription: { dispose(): void };
  readonly #shown: { listen(listener: (title: string) => void): { dispose(): void } };

  constructor(shown: { listen(listener: (title: string) => void): { dispose(): void } }) {
    this.#shown = shown;
    this.#subscription = shown.listen((title) => this.#titles.push(title));
  }

  get titles(): readonly string[] {
    return this.#titles;
  }

  /** Waits for the page that comes next and presses these keys in it. */
  async page(title: string, ...keys: readonly string[]): Promise<void> {
    const shown = this.#shown;
    const event = { listen: (listener: () => void) => shown.listen(() => listener()) };
    await until(title, [event], () => this.#titles.at(-1) === title);
    this.#titles.push("(answered)");
    for (const key of keys) {
      await windowIsReady();
      await vscode.commands.executeCommand(key);
    }
  }

  dispose(): void {
    this.#subscription.dispose();
  }
}

describe("the picker in the real extension host, with the keyboard alone", () => {
  let keyboard: Keyboard;

  before(async () => {
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(folder);
    const scenario = `clock = "fast"\n[[device]]\nname = "Cable"\ninputs = 2\noutputs = 4\ndelayFrames = 4800\nisDefault = true\n[[device]]\nname = "Other"\ninputs = 1\noutputs = 1\n`;
    await vscode.workspace.fs.writeFile(vscode.Uri.joinPath(folder.uri, SCENARIO), new TextEncoder().encode(scenario));
    await vscode.workspace.getConfiguration().update(SETTINGS.scenario, SCENARIO, vscode.ConfigurationTarget.Workspace);
    const { devices } = await shell();
    devices.forget();
    await devices.list();
  });
  beforeEach(async () => {
    keyboard = new Keyboard((await shell()).picker.shown);
  });
  afterEach(async () => {
    keyboard.dispose();
    await closeAll();
  });
  after(async () => {
    await vscode.workspace.getConfiguration().update(SETTINGS.scenario, undefined, vscode.ConfigurationTarget.Workspace);
    (await shell()).devices.forget();
  });

  it("writes a device with two Enters, and one undo takes it back", async () => {
    const text = 'backend = "Virtual"   # mine\n[output]\ndevice = "Cable"\n';
    const document = await open(text);
    const done = vscode.commands.executeCommand<boolean>(COMMANDS.pickOutputDevice, document.uri);
    // The device that is in effect is in front; the next one is the other.
    await keyboard.page("Pick Output Device", KEYS.down, KEYS.enter);
    await keyboard.page("Pick Output Channels", KEYS.enter);
    assert.equal(await done, true);
    assert.equal(document.getText(), text.replace('"Cable"', '"Other"'));
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand("undo");
    assert.equal(document.getText(), text);
  });

  it("goes through all pages and writes everything as one step of undo", async () => {
    const text = 'backend = "Virtual"\n[output]\n';
    const document = await open(text);
    const done = vscode.commands.executeCommand<boolean>(COMMANDS.pickOutputDevice, document.uri);
    // Default device, off, by pattern, then the backend's devices.
    await keyboard.page("Pick Output Device", KEYS.down, KEYS.down, KEYS.down, KEYS.enter);
    // Done, all channels, 1, 2.
    await keyboard.page("Pick Output Channels", KEYS.down, KEYS.down, KEYS.down, KEYS.enter);
    // Done, default, Float32, Int32.
    await keyboard.page("Pick Output Sample Type", KEYS.down, KEYS.down, KEYS.down, KEYS.enter);
    assert.equal(await done, true);
    const lines = document.getText().split("\n").filter((line) => line !== "").sort();
    assert.deepEqual(lines, ['[output]', 'backend = "Virtual"', "channels = 2", 'device = "Cable"', 'sampleType = "Int32"']);
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand("undo");
    assert.equal(document.getText(), text);
  });

  it("leaves the file as it is when the user leaves, on any page", async () => {
    const text = 'backend = "Virtual"\n[input]\n';
    const document = await open(text);
    const first = vscode.commands.executeCommand<boolean>(COMMANDS.pickInputDevice, document.uri);
    await keyboard.page("Pick Input Device", KEYS.escape);
    assert.equal(await first, false);
    const second = vscode.commands.executeCommand<boolean>(COMMANDS.pickInputDevice, document.uri);
    await keyboard.page("Pick Input Device", KEYS.down, KEYS.down, KEYS.down, KEYS.enter);
    await keyboard.page("Pick Input Channels", KEYS.escape);
    assert.equal(await second, false);
    assert.equal(document.getText(), text);
    assert.equal(document.isDirty, false);
  });

  it("goes back, remembers what was chosen there, and writes the last word", async () => {
    const document = await open('backend = "Virtual"\n[input]\n');
    const done = vscode.commands.executeCommand<boolean>(COMMANDS.pickInputDevice, document.uri);
    await keyboard.page("Pick Input Device", KEYS.down, KEYS.down, KEYS.down, KEYS.enter);
    await keyboard.page("Pick Input Channels", KEYS.back);
    // "Cable" is in front again; one further down is "Other".
    await keyboard.page("Pick Input Device", KEYS.down, KEYS.enter);
    await keyboard.page("Pick Input Channels", KEYS.enter);
    assert.equal(await done, true);
    assert.match(document.getText(), /device = "Other"/);
  });

  it("disables a direction, and goes back to the default without a trace", async () => {
    const text = 'backend = "Virtual"\n[output]\n';
    const document = await open(text);
    const off = vscode.commands.executeCommand<boolean>(COMMANDS.pickOutputDevice, document.uri);
    await keyboard.page("Pick Output Device", KEYS.down, KEYS.enter);
    assert.equal(await off, true);
    assert.match(document.getText(), /^device = ""$/m);
    const standard = vscode.commands.executeCommand<boolean>(COMMANDS.pickOutputDevice, document.uri);
    await keyboard.page("Pick Output Device", "quickInput.first", KEYS.enter);
    await keyboard.page("Pick Output Channels", KEYS.enter);
    assert.equal(await standard, true);
    assert.equal(document.getText(), text);
  });

  it("matches by pattern, starting from a device's name", async () => {
    const document = await open('backend = "Virtual"\n[output]\ndevice = "Cable"\n');
    const done = vscode.commands.executeCommand<boolean>(COMMANDS.pickOutputDevice, document.uri);
    await keyboard.page("Pick Output Device", "quickInput.first", KEYS.down, KEYS.down, KEYS.enter);
    // The empty field: a word of advice, then the devices to start from. Enter fills the field, Enter takes it.
    await keyboard.page("Match Output Device by Pattern", KEYS.down, KEYS.enter, KEYS.enter);
    await keyboard.page("Pick Output Channels", KEYS.enter);
    assert.equal(await done, true);
    assert.equal(document.getText(), 'backend = "Virtual"\n[output]\ndeviceRegex = "^Cable$"\n');
  });

  it("picks a backend first and its devices next", async () => {
    const document = await open("# nothing yet\n");
    const done = vscode.commands.executeCommand<boolean>(COMMANDS.pickBackend, document.uri);
    await keyboard.page("Pick Backend", "quickInput.last", KEYS.enter);
    await keyboard.page("Pick Input Device", KEYS.enter);
    assert.equal(await done, true);
    assert.match(document.getText(), /^backend = "/m);
    assert.doesNotMatch(document.getText(), /device/);
  });

  it("writes nothing when everything stays at its default", async () => {
    const document = await open("");
    const done = vscode.commands.executeCommand<boolean>(COMMANDS.configure, document.uri);
    await keyboard.page("Pick Backend", KEYS.enter);
    for (const direction of ["Input", "Output"]) {
      await keyboard.page(`Pick ${direction} Device`, KEYS.enter);
      await keyboard.page(`Pick ${direction} Channels`, KEYS.enter);
      await keyboard.page(`Pick ${direction} Sample Type`, KEYS.enter);
    }
    assert.equal(await done, true);
    assert.equal(document.getText(), "");
  });

  it("is behind the panel's message and the code action as well", async () => {
    const document = await open('backend = "Virtual"\n[output]\n');
    const action = (await codeActions(document, new vscode.Range(1, 0, 1, 0))).find((one) => one.title === "Pick output device…");
    assert.equal(action?.command?.command, COMMANDS.pickOutputDevice);
    const bridge = await followingPanel();
    bridge.handle({ type: "pick", setting: "output" });
    await keyboard.page("Pick Output Device", KEYS.escape);
  });

  it("changes a setting of the panel's bar by an edit of that value, shown at once, and undo takes it back", async () => {
    const text = 'backend = "Virtual" # mine\nbufferSizeSamples = 480\n[output]\n';
    const document = await open(text);
    const bridge = await followingPanel();
    const effect = (name: string): string | undefined => bridge.state.settings.find((one) => one.name === name)?.effect;
    const shows = (name: string, value: string): Promise<unknown> =>
      until(`${name} ${value}`, [vscode.workspace.onDidChangeTextDocument as vscode.Event<never>], () => effect(name) === value);
    assert.equal(effect("buffer"), "480 = 10.0 ms");
    bridge.handle({ type: "pick", setting: "buffer" });
    // The size of the file is in front; the next one that is offered is 512.
    await keyboard.page("Pick Buffer Size", KEYS.down, KEYS.enter);
    await shows("buffer", "512 = 10.7 ms");
    assert.equal(document.getText(), text.replace("480", "512"));
    bridge.handle({ type: "pick", setting: "sampleType" });
    await keyboard.page("Pick Input Sample Type", KEYS.down, KEYS.down, KEYS.enter);
    // Done is in front of the second page.
    await keyboard.page("Pick Output Sample Type", KEYS.enter);
    await shows("sampleType", "Int32 in, Float32 out");
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand("undo");
    await vscode.commands.executeCommand("undo");
    assert.equal(document.getText(), text);
    assert.equal(effect("buffer"), "480 = 10.0 ms");
  });

  it("tests a device without touching the file or what is known of it", async () => {
    const text = 'backend = "Virtual"\n[input]\n[output]\n';
    const document = await open(text);
    const { test, store } = await shell();
    const end = await test.runText(document, text.replace("[output]\n", '[output]\ndevice = "Cable"\n'), new AbortController().signal);
    assert.equal(end.kind, "tested");
    assert.equal(end.report.error, null);
    assert.equal(end.report.latency.measuredRoundTripFrames, 4800);
    assert.deepEqual(store.outcome(document.uri.toString()), { kind: "none" });
    assert.equal(store.activity.kind, "idle");
    assert.equal(document.getText(), text);
  });
});
