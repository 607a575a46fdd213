import assert from "node:assert/strict";
import { complete } from "../../../extension/language/completion.ts";
import { snippetSyntax } from "../../../extension/language/snippet.ts";
import { accepted, labels, offered } from "./accept.ts";
import { HERE, sceneAt, sceneOf } from "./scene.ts";

const WASAPI = 'backend = "Windows WASAPI"\n';

describe("completion of keys", () => {
  it("offers the options of the table that are not there yet", () => {
    assert.deepEqual(labels("|"), ["backend", "bufferSizeSamples", "[input]", "[output]", "[flexlab]"]);
    assert.deepEqual(labels('backend = "MME"\n|\n'), ["bufferSizeSamples", "[input]", "[output]", "[flexlab]"]);
    assert.ok(!labels("[input]\nchannels = 2\n|").includes("channels"));
    assert.ok(!labels("[input]\nchannels = \n|").includes("channels"), "a broken line counts too");
    assert.ok(labels("[output]\nchannels = 2\n[input]\n|").includes("channels"));
  });

  it("does not offer device beside deviceRegex, nor the other way round", () => {
    assert.ok(!labels('[input]\ndeviceRegex = "x"\n|').includes("device"));
    assert.ok(!labels('[input]\ndevice = "x"\n|').includes("deviceRegex"));
  });

  it("puts the backend's own options first and what nothing looks at last, marked", () => {
    const wasapi = labels(`${WASAPI}[input]\n|`);
    assert.deepEqual(wasapi.slice(0, 2), ["wasapiExclusiveMode", "wasapiAutoConvert"]);
    assert.equal(wasapi.at(-3), "wasapiExplicitSampleFormat");
    const mme = offered('backend = "MME"\n[input]\n|');
    assert.deepEqual(labels('backend = "MME"\n[input]\n|').slice(5, 8), ["wasapiExclusiveMode", "wasapiAutoConvert", "wasapiExplicitSampleFormat"]);
    assert.equal(mme.find(({ label }) => label === "wasapiExclusiveMode")?.description, "not with MME");
  });

  it("keeps what stands behind the cursor", () => {
    assert.equal(accepted("[input]\nchan|", "channels", { ...HERE, devices: null }), "[input]\nchannels = 2");
    assert.equal(accepted("[input]\nchan| = 4 # four", "channels"), "[input]\nchannels = 4 # four");
    assert.equal(accepted("[input]\ncha|xyz = 4", "channels"), "[input]\nchannels = 4");
    assert.equal(accepted("[input]\ndev| # which?", "device"), '[input]\ndevice = "" # which?');
    assert.equal(accepted("[input]\n  |channels = 2", "device"), '[input]\n  device = ""\n  channels = 2');
    assert.equal(accepted("[input]\r\n|channels = 2\r\n", "device"), '[input]\r\ndevice = ""\r\nchannels = 2\r\n');
    assert.equal(accepted('[input]\ndev| "Line"', "device"), '[input]\ndevice = "Line"');
    assert.equal(accepted("[input]\n| = 2", "channels"), "[input]\nchannels = 2");
    assert.equal(accepted('[input]\n"dev|ice" = ""', "device"), '[input]\ndevice = ""');
  });

  it("works in dotted keys and inline tables, finished or not", () => {
    assert.equal(accepted("input.dev|", "device"), 'input.device = ""');
    assert.equal(accepted("input = { dev|", "device"), 'input = { device = ""');
    assert.equal(accepted("input = {|}", "device"), 'input = {device = ""}');
    assert.equal(accepted("input = { dev|, channels = 2 }", "device"), 'input = { device = "", channels = 2 }');
    assert.equal(accepted("input = { |channels = 2 }", "device"), 'input = { device = "", channels = 2 }');
    assert.equal(accepted("output = { channels = 2, s| }", "sampleType"), 'output = { channels = 2, sampleType = "Float32" }');
    assert.ok(!labels("input = { channels = 2, |").includes("channels"));
    assert.ok(!labels("input = { |, channels = 2 }").includes("channels"));
    assert.deepEqual(labels("output = { channels = 2 |}"), []);
  });

  it("names tables at an unfinished header, closed by the editor or not", () => {
    assert.deepEqual(labels("[in|"), ["[input]", "[output]", "[flexlab]"]);
    assert.equal(accepted("[in|", "[input]"), "[input]\n");
    assert.equal(accepted("[in|]", "[input]"), "[input]\n");
    assert.equal(accepted("[[in|]] # both", "[input]"), "[input] # both");
    assert.equal(accepted("[|]\nchannels = 2\n", "[output]"), "[output]\n\nchannels = 2\n");
    assert.deepEqual(labels("[output]\n[|"), ["[input]", "[flexlab]"]);
    assert.deepEqual(labels('input.device = ""\n[|'), ["[output]", "[flexlab]"]);
    assert.deepEqual(labels("inp|"), ["backend", "bufferSizeSamples", "[input]", "[output]", "[flexlab]"]);
    assert.equal(accepted("inp|", "[input]"), "[input]\n");
  });

  it("knows the table below a header that is still being typed", () => {
    assert.equal(accepted(`${WASAPI}[in\ndevice = "L|`, "Line"), `${WASAPI}[in\ndevice = "Line"`);
    assert.ok(labels("[outp\nchan|").includes("channels"));
    assert.deepEqual(labels("[x\nchan|"), []);
  });

  it("offers the table of FlexLab's own driver and its options, to those who use that driver", () => {
    assert.equal(accepted("[fl|", "[flexlab]"), "[flexlab]\n");
    assert.deepEqual(labels("[flexlab]\n[|"), ["[input]", "[output]"]);
    assert.equal(accepted("[flexlab]\nclo|", "clocks"), '[flexlab]\nclocks = "two"');
    assert.ok(labels("[flex\nclo|").includes("clocks"), "below a header that is still being typed");
    assert.equal(accepted("flexlab.cl|", "clocks"), 'flexlab.clocks = "two"');
    assert.deepEqual(labels('[flexlab]\nclocks = "|"'), ["auto", "one", "two"]);
    assert.equal(accepted("[flexlab]\nclocks = '|'", "one"), "[flexlab]\nclocks = 'one'");
    assert.ok(!labels('[flexlab]\nclocks = "one"\n|').includes("clocks"));
    const stock = { ...HERE, drivers: new Set(["flexasio"] as const) };
    assert.ok(!labels("[|", stock).includes("[flexlab]"));
    assert.equal(offered("[flexlab]\n|", stock).find(({ label }) => label === "clocks")?.description, "not with FlexASIO");
  });

  it("does not offer a table where it would take options from another", () => {
    assert.ok(!labels("[input]\n|\nchannels = 2\n").includes("[output]"));
    assert.ok(labels("[input]\nchannels = 2\n|\n# end\n").includes("[output]"));
  });

  it("says nothing in comments, lists, foreign tables and strings in three quotes", () => {
    for (const text of ["# dev|", "[input]\nchannels = 2 # |", "[other]\ndev|", "a.b.c|", "x = [|]", 'x = ["|"]', 'backend = """M|"""', "backend = '''\n|\n'''", "[input.x]\n|"]) {
      assert.deepEqual(labels(text), [], text);
    }
  });

  it("answers a typed blank with values only", () => {
    assert.deepEqual(offered("[input]\n |", HERE, " "), []);
    assert.ok(offered("[input]\nchannels = |", HERE, " ").length > 0);
  });

  it("lets Tab walk through choices", () => {
    const insert = (label: string): string => {
      const found = offered(`${WASAPI}[input]\n|`).find((one) => one.label === label);
      assert.ok(found);
      return snippetSyntax(found.insert);
    };
    assert.equal(insert("wasapiAutoConvert"), "wasapiAutoConvert = ${1|false,true|}");
    assert.equal(insert("sampleType"), 'sampleType = "${1|Float32,Int32,Int24,Int16|}"');
    assert.equal(insert("device"), 'device = "${1:}"');
    assert.equal(snippetSyntax(["a$b}\\", { choices: ["x,y|z\\"] }]), "a\\$b\\}\\\\${1|x\\,y\\|z\\\\|}");
  });
});

describe("completion of values", () => {
  it("offers the backends of this machine first, and says what the others are", () => {
    const list = offered("backend = |");
    assert.deepEqual(
      list.map(({ label }) => label),
      ["Windows WASAPI", "Windows DirectSound", "MME", "Virtual", "Windows WDM-KS", "ALSA", "JACK Audio Connection Kit"],
    );
    assert.equal(list[0]?.description, "4 inputs, 4 outputs");
    assert.equal(list[1]?.description, "default here · 1 input, 1 output");
    assert.equal(list.at(-1)?.description, "not on this machine");
    assert.equal(list.at(-1)?.detail, "only the FlexLab driver knows it");
    const stock = { ...HERE, drivers: new Set(["flexasio" as const]) };
    assert.deepEqual(labels("backend = |", stock).includes("Virtual"), false);
  });

  it("replaces the whole value, inside quotes and outside, closed or not", () => {
    for (const value of ['|""', '"|"', '"Win|"', '"Win|dows"', "Win|", "Windows WAS|", '"Windows |', "'Win|'", '"MME"|', "|"]) {
      const after = accepted(`backend = ${value} # which\n`, "Windows WASAPI");
      assert.equal(after.replaceAll("'", '"'), `backend = "Windows WASAPI" # which\n`, value);
    }
    assert.equal(accepted("backend =|", "MME"), 'backend = "MME"');
    assert.equal(accepted("backend = 'M|'", "MME"), "backend = 'MME'");
    assert.equal(accepted("input = { device = \"L|, channels = 2 }", "Line (USB)", withBackend()), "input = { device = \"Line (USB)\", channels = 2 }");
  });

  it("lists the devices of the backend and direction, default first, with what is known of them", () => {
    const list = offered(`${WASAPI}[input]\ndevice = "|"`);
    assert.deepEqual(list.map(({ label }) => label), ["Line (USB)", "Line", "Twin", '""']);
    assert.equal(list[0]?.description, "default · 1 channel · 48 kHz");
    assert.equal(list[0].detail, "1 channel · 48 kHz · 3.0 to 10.0 ms latency");
    assert.equal(list[2]?.description, "2 channels · 48 kHz · 2 of this name");
    assert.equal(accepted('[output]\ndevice = "|"', '""'), '[output]\ndevice = ""');
  });

  it("writes odd names so that they read back", () => {
    const at = `${WASAPI}[output]\ndevice = |`;
    for (const item of offered(at)) {
      const read = sceneOf(accepted(at, item.label)).config.output.device.value;
      assert.equal(read, item.means);
    }
    assert.ok(offered(at).some((item) => item.means === 'Kopfhörer "links" \\ 🎧'));
    assert.ok(offered(at).some((item) => item.means === "Bell\u0007 and\ttab"));
  });

  it("writes patterns that match one device alone", () => {
    for (const direction of ["input", "output"] as const) {
      const at = `${WASAPI}[${direction}]\ndeviceRegex = |`;
      const names = HERE.devices?.find(({ backend }) => backend === "Windows WASAPI")?.devices.filter((one) => (direction === "input" ? one.inputChannels : one.outputChannels) > 0);
      const list = offered(at);
      assert.ok(list.length >= 2);
      for (const item of list) {
        const pattern = sceneOf(accepted(at, item.label)).config[direction].deviceRegex.value;
        assert.equal(pattern, item.means);
        assert.equal(names?.filter(({ name }) => new RegExp(pattern ?? "").test(name)).length, 1, pattern ?? "");
      }
    }
    assert.ok(labels(`${WASAPI}[input]\ndeviceRegex = |`).includes("^Line$"));
    assert.ok(labels(`${WASAPI}[output]\ndeviceRegex = |`).includes("Speakers \\(([0-9]+- )?USB Audio\\)"));
    assert.ok(!labels(`${WASAPI}[input]\ndeviceRegex = |`).some((one) => one.includes("Twin")), "equal names cannot be told apart");
  });

  it("gives buffer sizes with milliseconds at the rate in effect", () => {
    const list = offered(`${WASAPI}bufferSizeSamples = |`);
    assert.equal(list.find(({ label }) => label === "480")?.description, "10.0 ms @ 48 kHz");
    assert.equal(list.find(({ label }) => label === "960")?.detail, "the driver's preference");
    const at44 = offered('backend = "Windows DirectSound"\nbufferSizeSamples = |');
    assert.equal(at44.find(({ label }) => label === "882")?.description, "20.0 ms @ 44.1 kHz");
    assert.match(at44.find(({ label }) => label === "64")?.description ?? "", /⚠$/);
  });

  it("gives channels up to those of the device", () => {
    assert.deepEqual(labels(`${WASAPI}[output]\nchannels = |`), ["8", "2", "1", "4", "6"]);
    assert.deepEqual(labels(`${WASAPI}[input]\nchannels = |`), ["1"]);
    assert.deepEqual(labels("[input]\nchannels = |", { ...HERE, devices: null }), ["2", "1"]);
  });

  it("gives the suggested latency with a decimal point, and what the device suggests", () => {
    const list = offered(`${WASAPI}[output]\nsuggestedLatencySeconds = |`);
    assert.deepEqual(list.map(({ label }) => label), ["0.0", "0.003", "0.005", "0.01", "0.02", "0.05", "0.1"]);
    assert.equal(list[1]?.description, "3.0 ms · PortAudio's low latency for this device");
  });

  it("gives the sample type of the other direction first", () => {
    assert.deepEqual(labels('[input]\nsampleType = "Int24"\n[output]\nsampleType = |'), ["Int24", "Float32", "Int32", "Int16"]);
  });

  it("tells when more is to come, and does not wait for it", () => {
    const { document, config, offset } = sceneAt(`${WASAPI}[input]\ndevice = "|"`);
    const before = complete(document, config, offset, { ...HERE, devices: null, listing: true });
    assert.equal(before.incomplete, true);
    assert.deepEqual(before.items.map(({ label }) => label), ['""']);
    assert.equal(complete(document, config, offset, HERE).incomplete, false);
  });
});

function withBackend(): typeof HERE {
  // DirectSound is what the driver takes without a backend; here it is missing.
  return { ...HERE, devices: HERE.devices?.filter(({ backend }) => backend === "Windows WASAPI") ?? null };
}
