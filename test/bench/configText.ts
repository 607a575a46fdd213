const OPTIONS = [
  'device = "Microphone (USB Audio Device)"',
  "channels = 2",
  'sampleType = "Float32"',
  "suggestedLatencySeconds = 0.0",
  "wasapiExclusiveMode = true",
] as const;

const BLOCK = [
  "# Low latency on the USB interface",
  'backend = "Windows WASAPI"',
  "bufferSizeSamples = 480 # 10 ms",
  "",
  "[input]",
  ...OPTIONS,
  "",
  "[output]",
  'deviceRegex = "^Speakers"',
  "channels = 2",
  "wasapiAutoConvert = false # bit-perfect",
] as const;

/** A file of so many lines: the options once, then what a long file has, comments and options in unknown tables. */
export function configText(lines: number, broken = false): string {
  const all: string[] = [...BLOCK];
  for (let n = 0; all.length < lines; n++) {
    all.push(`[preset-${String(n)}]`, ...OPTIONS, "", `# preset ${String(n)} ends`);
  }
  if (broken) {
    all.splice(6, 0, "devi", "channels = ", 'device = "open');
  }
  return `${all.slice(0, lines).join("\n")}\n`;
}

/** The same configuration, line by line, in YAML. */
export function asYaml(toml: string): string {
  let indent = "";
  return toml
    .split("\n")
    .map((line) => {
      const header = /^\[(.*)\]$/.exec(line)?.[1];
      if (header !== undefined) {
        indent = "  ";
        return `${header}:`;
      }
      return line === "" || line.startsWith("#") ? line : indent + line.replace(" = ", ": ");
    })
    .join("\n");
}
