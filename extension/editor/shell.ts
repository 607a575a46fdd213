import * as vscode from "vscode";

import type { ConfigSurroundings } from "../config/configPlace.ts";
import { ActiveFile, hasTab } from "./activeFile.ts";
import { registerCommands } from "./commands.ts";
import { ConfigPlace } from "./configPlace.ts";
import { DevicePicker } from "./devicePicker.ts";
import { Devices } from "./devices.ts";
import { Diagnostics } from "./diagnostics.ts";
import { Documents, isConfigDocument } from "./documents.ts";
import type { EditingTools } from "./editingTools.ts";
import { FailureDiagnostics } from "./failureDiagnostics.ts";
import { FileFindings } from "./fileFindings.ts";
import { FindingPages } from "./findingPages.ts";
import { HeldChanges } from "./heldChanges.ts";
import { CONTEXTS, SETTINGS } from "./ids.ts";
import type { Audio, Lab } from "./lab.ts";
import { LabDoor } from "./labDoor.ts";
import type { LabModule } from "./labModule.ts";
import { LabStore } from "./labStore.ts";
import { lazyAudio } from "./lazyAudio.ts";
import { LazyLanguage } from "./lazyLanguage.ts";
import { LazyRunning } from "./lazyRunning.ts";
import { LastWorking } from "./lastWorking.ts";
import { LazyPanel } from "./lazyPanel.ts";
import { links } from "./links.ts";
import { Log } from "./log.ts";
import { noLab } from "./noLab.ts";
import { RunHistory } from "./runHistory.ts";
import { readScenario, scenarioUri } from "./scenario.ts";
import { StatusBar } from "./statusBar.ts";
import { isTrusted, notTrusted } from "./trust.ts";
import { VirtualDocuments } from "./virtualDocuments.ts";

/** What the shell is given from outside, so that a test can give something else. */
export interface ShellParts {
  readonly extensionUri: vscode.Uri;
  /** Loads the code that makes sound, asked for with the first test or list of devices. Null: no sound from here. */
  readonly loadLab: (() => Promise<LabModule>) | null;
  /** The environment variable FLEXLAB_SCENARIO. */
  readonly environmentScenario: string | undefined;
  /** What tells where the drivers of this machine read their file. */
  readonly surroundings: ConfigSurroundings;
  /** Operating system and processor, for reports. */
  readonly system: string;
  /** A folder of our own that outlives the window. */
  readonly storage: vscode.Uri;
  /** Keeps texts that worked beyond the end of the window. */
  readonly memento: vscode.Memento;
}

/**
 * The editor's half of FlexLab, put together by hand. It owns everything that it makes; `dispose` ends all of it, and
 * resolves when the audio process has ended too.
 */
export class Shell {
  readonly log = new Log();
  readonly documents = new Documents();
  readonly store = new LabStore();
  readonly devices: Devices;
  readonly picker: DevicePicker;
  readonly test: LabDoor;
  readonly panel: LazyPanel;
  readonly active: ActiveFile;
  readonly statusBar: StatusBar;
  readonly language: LazyLanguage;
  readonly held: HeldChanges;
  readonly running: LazyRunning;
  readonly lastWorking: LastWorking;
  readonly history: RunHistory;
  readonly place: ConfigPlace;
  readonly virtualDocuments: VirtualDocuments;
  readonly audio: Audio;
  readonly #owned: { dispose(): unknown }[] = [];
  readonly #loadEditing: () => Promise<EditingTools>;
  #editing: Promise<EditingTools> | null = null;

  constructor(parts: ShellParts) {
    const audio = (this.audio = lazyAudio(parts.loadLab, this.log));
    const active = (this.active = new ActiveFile());
    const scenario = (document: vscode.TextDocument | null): ReturnType<typeof readScenario> =>
      readScenario(document?.uri, parts.environmentScenario);
    this.devices = new Devices({
      port: () => (isTrusted() ? audio.port() : null),
      refusal: () => (parts.loadLab === null ? noLab() : notTrusted()),
      scenario: () => scenario(active.document),
      after: (milliseconds, call) => {
        const timer = setTimeout(call, milliseconds);
        return () => {
          clearTimeout(timer);
        };
      },
    });
    const lab: Lab = {
      audio,
      documents: this.documents,
      devices: this.devices,
      store: this.store,
      log: this.log,
      scenario,
      scenarioUri: (document) => scenarioUri(document.uri, parts.environmentScenario),
    };
    this.picker = new DevicePicker({
      documents: this.documents,
      devices: this.devices,
      log: this.log,
      testText: parts.loadLab === null ? null : (document, text, signal) => this.test.runText(document, text, signal),
    });
    const texts = (this.virtualDocuments = new VirtualDocuments(this.documents, this.devices));
    const history = (this.history = new RunHistory(this.store, parts.memento));
    this.panel = new LazyPanel(parts.extensionUri, lab, active, () => this.test, parts.memento, history, texts);
    this.test = new LabDoor(lab, parts.loadLab, () => {
      this.panel.show({ preserveFocus: true });
    });
    this.statusBar = new StatusBar(lab, active);
    const { loadLab } = parts;
    const labFiles = loadLab === null ? null : async () => (await loadLab()).files;
    const held = (this.held = new HeldChanges(parts.storage));
    const running = {
      port: () => (isTrusted() ? audio.port() : null),
      fileOf: ({ uri }: vscode.TextDocument) => held.of(uri)?.file ?? uri,
      log: this.log,
    };
    this.running = new LazyRunning(loadLab === null ? null : async () => (await loadLab()).createRunning(running, active, held));
    const pages = new FindingPages(parts.extensionUri);
    const diagnostics = new Diagnostics(this.documents, this.devices, pages);
    const place = (this.place = new ConfigPlace(parts.surroundings));
    const files = new FileFindings(place, pages);
    const { documents, devices, store } = this;
    this.language = new LazyLanguage({ documents, devices, store, files, hasLab: parts.loadLab !== null }, this.log);
    const lastWorking = (this.lastWorking = new LastWorking(lab, active, parts.memento));
    this.#loadEditing = async () => {
      const { editingTools } = await import("./editingTools.ts");
      return editingTools({
        lab,
        documents: this.documents,
        place,
        texts,
        pages,
        lastWorking,
        hold: { held, files: labFiles },
        home: parts.surroundings.home,
        extensionUri: parts.extensionUri,
        system: parts.system,
        pick: (document) => this.picker.pick(document, "all"),
      });
    };
    // What is open already is read after activation has returned: the first reading warms up the parser.
    const start = setTimeout(() => {
      diagnostics.publishAll();
      files.lookAtAll();
      void held.load();
      this.statusBar.update();
    }, 0);
    this.#owned.push(
      { dispose: () => clearTimeout(start) },
      this.devices,
      this.log,
      active,
      diagnostics,
      files,
      texts,
      lastWorking,
      history,
      new FailureDiagnostics(lab),
      this.statusBar,
      this.running,
      this.panel,
      this.language,
      registerCommands(this, lab),
      vscode.window.registerUriHandler(links),
      ...this.#watch(lab),
    );
    setContext(CONTEXTS.active, true);
    setContext(CONTEXTS.hasPlace, place.uri !== null);
  }

  /** The commands that are used once in a while, loaded with the first of them. */
  editing(): Promise<EditingTools> {
    this.#editing ??= this.#loadEditing().catch((failure: unknown) => {
      this.#editing = null;
      throw failure;
    });
    return this.#editing;
  }

  async dispose(): Promise<void> {
    this.store.stop();
    for (const one of this.#owned.splice(0).reverse()) one.dispose();
    setContext(CONTEXTS.active, false);
    setContext(CONTEXTS.hasPlace, false);
    setContext(CONTEXTS.streaming, false);
    setContext(CONTEXTS.held, false);
    await this.audio.dispose();
  }

  /** What makes known devices doubtful, and what ends with its file. */
  #watch(lab: Lab): { dispose(): unknown }[] {
    let streaming = false;
    return [
      ...[this.active.changed, this.held.changed].map((changed) =>
        changed.listen(() => {
          const { document } = this.active;
          setContext(CONTEXTS.held, document !== null && this.held.of(document.uri) !== null);
        }),
      ),
      vscode.workspace.onDidGrantWorkspaceTrust(() => {
        this.devices.forget();
      }),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(SETTINGS.scenario)) this.devices.forget();
      }),
      vscode.workspace.onDidSaveTextDocument(({ uri }) => {
        const { document } = this.active;
        if (document !== null && lab.scenarioUri(document)?.toString() === uri.toString()) this.devices.forget();
      }),
      vscode.workspace.onDidCloseTextDocument((document) => {
        if (isConfigDocument(document)) this.store.forget(document.uri.toString());
      }),
      vscode.window.tabGroups.onDidChangeTabs(({ closed }) => {
        const { activity } = this.store;
        if (activity.kind !== "streaming" || closed.length === 0) return;
        if (!hasTab(vscode.Uri.parse(activity.file))) this.store.stop();
      }),
      this.store.changed.listen(() => {
        const now = this.store.activity.kind === "streaming";
        if (now !== streaming) setContext(CONTEXTS.streaming, now);
        streaming = now;
      }),
    ];
  }
}

function setContext(key: string, value: boolean): void {
  void vscode.commands.executeCommand("setContext", key, value);
}
