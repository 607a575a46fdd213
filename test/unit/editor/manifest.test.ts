import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { findingCodes } from "../../../extension/config/findingCodes.ts";
import { COMMANDS, CONTEXTS, FILE_NAME, FILE_NAME_GLOB, LANGUAGE, MISNAMED_GLOB, PANEL_VIEW, PANEL_VIEW_TYPE, PROFILE_GLOB, SETTINGS, isFlexasioFile } from "../../../extension/editor/ids.ts";

interface Step {
  readonly id: string;
  readonly description: string;
  readonly media: { readonly svg: string; readonly altText: string };
  readonly completionEvents: readonly string[];
}

interface Manifest {
  readonly activationEvents: readonly string[];
  readonly capabilities: { readonly untrustedWorkspaces: { readonly restrictedConfigurations: readonly string[] } };
  readonly contributes: {
    readonly commands: readonly { readonly command: string; readonly title: string; readonly category: string }[];
    readonly menus: Readonly<Record<string, readonly { readonly command: string; readonly when?: string }[]>>;
    readonly languages: readonly { readonly id: string; readonly filenames: readonly string[]; readonly filenamePatterns: readonly string[] }[];
    readonly configuration: { readonly properties: Readonly<Record<string, { readonly scope: string; readonly properties?: object }>> };
    readonly walkthroughs: readonly { readonly steps: readonly Step[] }[];
  };
}

const manifest = JSON.parse(readFileSync(new URL("../../../package.json", import.meta.url), "utf8")) as Manifest;
const { contributes } = manifest;
const texts = JSON.parse(readFileSync(new URL("../../../package.nls.json", import.meta.url), "utf8")) as Readonly<Record<string, string>>;

/** What stands behind `%key%`. */
function textOf(reference: string): string {
  return texts[reference.slice(1, -1)] ?? "";
}

describe("the manifest", () => {
  it("has exactly the commands that the code registers", () => {
    assert.deepEqual(contributes.commands.map((one) => one.command).sort(), Object.values(COMMANDS).sort());
    for (const one of contributes.commands) assert.equal(one.category, "FlexLab");
  });

  it("has exactly the settings that the code reads", () => {
    assert.deepEqual(Object.keys(contributes.configuration.properties).sort(), Object.values(SETTINGS).sort());
  });

  it("offers every code of a finding to be turned off, and no other", () => {
    const setting = contributes.configuration.properties[SETTINGS.findings];
    if (process.env["UPDATE_GOLDEN"] === "1" && setting !== undefined) {
      const severity = { type: "string", enum: ["off", "error", "warning", "information", "hint"] };
      Object.assign(setting, { properties: Object.fromEntries(Object.keys(findingCodes).map((code) => [code, severity])) });
      writeFileSync(new URL("../../../package.json", import.meta.url), `${JSON.stringify(manifest, null, 2)}\n`);
    }
    assert.deepEqual(Object.keys(setting?.properties ?? {}).sort(), Object.keys(findingCodes).sort());
  });

  it("leads through the first steps with commands that exist, and says in words what each picture shows", () => {
    const [walkthrough] = contributes.walkthroughs;
    assert.ok(walkthrough !== undefined && walkthrough.steps.length >= 4 && walkthrough.steps.length <= 6);
    const commands = new Set<string>(Object.values(COMMANDS));
    for (const step of walkthrough.steps) {
      const links = [...textOf(step.description).matchAll(/\(command:([\w.]+)\)/g)].map(([, command]) => command ?? "");
      const events = step.completionEvents.map((event) => /^onCommand:(.+)$/.exec(event)?.[1] ?? event);
      assert.ok(links.length > 0 && events.length > 0, step.id);
      for (const command of [...links, ...events]) assert.ok(commands.has(command), command);
      assert.ok(textOf(step.media.altText).length > 10, step.id);
      const picture = readFileSync(new URL(`../../../${step.media.svg}`, import.meta.url), "utf8");
      // Colours of the theme only: the picture is seen in light, dark and high contrast.
      assert.match(picture, /var\(--vscode-/);
      assert.doesNotMatch(picture, /#[0-9a-f]{3,8}\b|rgb\(/i);
    }
  });

  it("names only commands and context keys that exist, in menus and conditions", () => {
    const commands = new Set<string>(Object.values(COMMANDS));
    const known = new Set<string>([...Object.values(CONTEXTS), PANEL_VIEW, PANEL_VIEW_TYPE]);
    for (const item of Object.values(contributes.menus).flat()) {
      assert.ok(commands.has(item.command), item.command);
      for (const [key] of (item.when ?? "").matchAll(/flexlab\.\w+/g)) assert.ok(known.has(key), key);
    }
  });

  it("knows the file by its name in any letter case", () => {
    const language = contributes.languages.find((one) => one.id === LANGUAGE);
    assert.deepEqual(language?.filenames, [FILE_NAME]);
    assert.deepEqual(language.filenamePatterns, [FILE_NAME_GLOB, PROFILE_GLOB, MISNAMED_GLOB]);
    const glob = new RegExp(`^${FILE_NAME_GLOB.replace(".", "\\.")}$`);
    for (const name of ["FlexASIO.toml", "flexasio.toml", "FLEXASIO.TOML"]) {
      assert.ok(glob.test(name), name);
      assert.ok(isFlexasioFile("toml", `/home/me/${name}`), name);
      assert.ok(isFlexasioFile("toml", `C:\\Users\\me\\${name}`), name);
    }
    assert.equal(isFlexasioFile("toml", "/home/me/FlexASIO.toml.txt"), false);
    assert.equal(isFlexasioFile("toml", "/home/me/Cargo.toml"), false);
    for (const path of ["/home/me/FlexASIO.profiles/Live set.toml", "C:\\Users\\me\\FlexASIO.profiles\\a.toml"]) {
      assert.ok(isFlexasioFile("toml", path), path);
    }
    assert.equal(isFlexasioFile("toml", "/home/me/FlexASIO.profiles/deeper/a.toml"), false);
    assert.equal(isFlexasioFile(LANGUAGE, "Untitled-1"), true);
  });

  it("does not wake up at start-up", () => {
    assert.deepEqual(
      manifest.activationEvents.filter((event) => event === "*" || event.startsWith("onStartup") || event.startsWith("workspaceContains")),
      [],
    );
    assert.ok(manifest.activationEvents.includes(`onLanguage:${LANGUAGE}`));
    assert.ok(manifest.activationEvents.includes(`onWebviewPanel:${PANEL_VIEW_TYPE}`));
  });

  it("keeps the scenario out of the hands of an untrusted workspace", () => {
    assert.deepEqual(manifest.capabilities.untrustedWorkspaces.restrictedConfigurations, [SETTINGS.scenario]);
    assert.equal(contributes.configuration.properties[SETTINGS.scenario]?.scope, "machine-overridable");
  });
});
