import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { checkConfig } from "../../../extension/config/checkConfig.ts";
import { parseConfig } from "../../../extension/config/parseConfig.ts";
import { diagnosticsReport } from "../../../extension/editor/diagnosticsReport.ts";
import type { ReportFacts } from "../../../extension/editor/diagnosticsReport.ts";
import { redact } from "../../../extension/editor/redact.ts";
import { device } from "./fixtures.ts";

const GOLDEN = new URL("golden/diagnosticsReport.md", import.meta.url);

const text = [
  "# Zoë's studio, call 555",
  'backend = "Virtual" # the blue box',
  "[input]",
  'device = "Line (2- Blue Box)"',
  "[output]",
  'deviceRegex = "Blue \\\\(Box"',
  "chanels = 2 # oops",
  "this is `not` TOML # private",
].join("\n");
const document = parseConfig(text);
const facts: ReportFacts = {
  versions: [["FlexLab", "0.1.0"], ["System", "linux x64"]],
  settings: { "flexlab.scenario": "/home/zoe/lab/scenario.toml" },
  file: "/home/zoe/FlexASIO.toml",
  document,
  findings: checkConfig(document),
  devices: [
    { backend: "Virtual", devices: [device("Virtual", "Line (2- Blue Box)", { isDefaultInput: true }), device("Virtual", "Blue Box")] },
    { backend: "ALSA", devices: [] },
  ],
  test: "The sound takes 25.7 ms from Blue Box to Line (2- Blue Box).",
  testedDevices: ["Blue Box"],
  log: ["2026-11-20T10:00:00.000Z info: opening Line (2- Blue Box) for zoe"],
};
const redaction = { homes: ["/home/zoe"], users: ["zoe"] };

describe("the diagnostics report", () => {
  it("is Markdown that a forum shows well", () => {
    const report = diagnosticsReport(facts, redaction);
    if (process.env["UPDATE_GOLDEN"] === "1") writeFileSync(GOLDEN, report);
    assert.equal(report, readFileSync(GOLDEN, "utf8"));
  });

  it("tells no name of a device, a folder or a user, and nothing that a comment says, when they are to be replaced", () => {
    const report = diagnosticsReport(facts, redaction);
    for (const secret of ["Blue", "zoe", "Zoë", "555", "oops", "private"]) assert.ok(!report.includes(secret), secret);
    assert.equal(report.split("chanels").length > 1, true, "the mistake itself stays visible");
  });

  it("tells no half of a name either", () => {
    const half = parseConfig('[output]\ndevice = "Hidden Speakers\n');
    const report = diagnosticsReport({ ...facts, document: half, findings: checkConfig(half) }, redaction);
    assert.ok(!report.includes("Hidden"), report);
  });

  it("keeps everything when names may be told", () => {
    const report = diagnosticsReport(facts, null);
    assert.ok(report.includes(text));
    assert.ok(report.includes("/home/zoe/FlexASIO.toml"));
  });

  it("calls one device the same everywhere", () => {
    const report = diagnosticsReport(facts, redaction);
    const inFile = /device = "(Device \d+)"/.exec(report)?.[1] ?? "";
    assert.ok(report.includes(`to ${inFile}.`) && report.includes(`opening ${inFile} for User 1`), inFile);
  });

  it("is not broken by fences in the text", () => {
    const odd = parseConfig("# ```\n```\n");
    assert.match(diagnosticsReport({ ...facts, document: odd, findings: [] }, null), /^````toml$/m);
  });
});

describe("pseudonyms", () => {
  const none = { devices: [], patterns: [], homes: [], users: [] };

  it("take the longest name first and know escaped spellings", () => {
    const secrets = { ...none, devices: ["Mic", 'Mic "A"'] };
    assert.equal(redact('Mic, Mic "A", Mic \\"A\\"', secrets), "Device 1, Device 2, Device 2");
  });

  it("leave alone what would make nonsense of everything else", () => {
    assert.equal(redact("default x in a", { ...none, devices: ["default", "x", "", "in"] }), "default x in a");
    assert.equal(redact("a.c abc", { ...none, devices: ["a.c"] }), "Device 1 abc");
  });

  it("show the user's folder as ~, with either slash", () => {
    const home = { ...none, homes: ["C:\\Users\\me"] };
    assert.equal(redact("C:\\Users\\me\\x C:/Users/me/x", home), "~\\x ~/x");
  });
});
