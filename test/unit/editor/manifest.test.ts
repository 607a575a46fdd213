import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { COMMANDS, CONTEXTS, FILE_NAME, FILE_NAME_GLOB, LANGUAGE, PANEL_VIEW_TYPE, SETTINGS, isFlexasioFile } from "../../../extension/editor/ids.ts";

interface Manifest {
  readonly activationEvents: readonly string[];
  readonly capabilities: { readonly untrustedWorkspaces: { readonly restrictedConfigurations: readonly string[] } };
  readonly contributes: {
    readonly commands: readonly { readonly command: string; readonly title: string; readonly category: string }[];
    readonly menus: Readonly<Record<string, readonly { readonly command: string; readonly when?: string }[]>>;
    readonly languages: readonly { readonly id: string; readonly filenames: readonly string[]; readonly filenamePatterns: readonly string[] }[];
    readonly configuration: { readonly properties: Readonly<Record<string, { readonly scope: string }>> };
  };
}

const manifest = JSON.parse(readFileSync(new URL("../../../package.json", import.meta.url), "utf8")) as Manifest;
const { contributes } = manifest;

describe("the manifest", () => {
  it("has exactly the commands that the code registers", () => {
    assert.deepEqual(contributes.commands.map((one) => one.command).sort(), Object.values(COMMANDS).sort());
    for (const one of contributes.commands) assert.equal(one.category, "FlexLab");
  });

  it("has exactly the settings that the code reads", () => {
    assert.deepEqual(Object.keys(contributes.configuration.properties).sort(), Object.values(SETTINGS).sort());
  });

  it("names only commands and context keys that exist, in menus and conditions", () => {
    const commands = new Set<string>(Object.values(COMMANDS));
    const known = new Set<string>([...Object.values(CONTEXTS), PANEL_VIEW_TYPE]);
    for (const item of Object.values(contributes.menus).flat()) {
      assert.ok(commands.has(item.command), item.command);
      for (const [key] of (item.when ?? "").matchAll(/flexlab\.\w+/g)) assert.ok(known.has(key), key);
    }
  });

  it("knows the file by its name in any letter case", () => {
    const language = contributes.languages.find((one) => one.id === LANGUAGE);
    assert.deepEqual(language?.filenames, [FILE_NAME]);
    assert.deepEqual(language.filenamePatterns, [FILE_NAME_GLOB]);
    const glob = new RegExp(`^${FILE_NAME_GLOB.replace(".", "\\.")}$`);
    for (const name of ["FlexASIO.toml", "flexasio.toml", "FLEXASIO.TOML"]) {
      assert.ok(glob.test(name), name);
      assert.ok(isFlexasioFile("toml", `/home/me/${name}`), name);
      assert.ok(isFlexasioFile("toml", `C:\\Users\\me\\${name}`), name);
    }
    assert.equal(isFlexasioFile("toml", "/home/me/FlexASIO.toml.txt"), false);
    assert.equal(isFlexasioFile("toml", "/home/me/Cargo.toml"), false);
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
