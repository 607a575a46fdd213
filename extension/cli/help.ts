import type { CommandName } from "./commandLine.ts";

const GENERAL = `flexlab: check, explain and test a FlexASIO.toml

Usage: flexlab <command> [options]

Commands:
  devices        list backends and their devices
  check FILE     look for mistakes in a configuration
  explain FILE   show the configuration in effect and the path the sound takes
  test FILE      play through the configured devices, record, and report latency and glitches

Options of every command:
  --json             print one JSON document on standard output and nothing else there
  --scenario FILE    what the Virtual backend simulates (or set FLEXLAB_SCENARIO)
  --help, -h         help for a command: flexlab test --help
  --version, -V      the version

FILE may be - for standard input. NO_COLOR switches colours off; FLEXLAB_LOG=1 tells on standard error what goes on.
Exit codes: 0 fine, 1 the file has errors or the test failed, 2 wrong usage or an unreadable file,
3 the audio process failed, 130 interrupted.
`;

const COMMAND: Readonly<Record<CommandName, string>> = {
  devices: `Usage: flexlab devices [--backend NAME] [--scenario FILE] [--json]

Lists the backends of this machine and their devices: channels, sample rate, latencies, and which are the default.

  --backend NAME     only this backend
  --scenario FILE    what the Virtual backend simulates
  --json             one JSON document ("flexlab-devices/1"), with the stable identity of each device
`,
  check: `Usage: flexlab check FILE [--live] [--driver flexasio|flexlab] [--json]

Looks for mistakes in a FlexASIO.toml. Exit code 1 when it has errors.

  --live             also look at the devices of this machine: is what the file names really here?
  --driver NAME      only what holds for this driver (default: both)
  --scenario FILE    what the Virtual backend simulates, for --live
  --json             one JSON document ("flexlab-findings/1")
`,
  explain: `Usage: flexlab explain FILE [--json]

Shows the configuration in effect, defaults filled in, and the path that the sound takes.

  --json             one JSON document ("flexlab-explanation/1")
`,
  test: `Usage: flexlab test FILE [--seconds N] [--rate HZ] [--buffer FRAMES] [--scenario FILE] [--json]

Opens the configured devices through the driver as a music program would, plays a known signal, records what comes
back, and reports the true round trip, glitches, and whether the sound arrived bit by bit. The output must be wired
to the input. Ctrl-C ends the test early and reports what was recorded.

  --seconds N        how long to record (default: 2)
  --rate HZ          the sample rate to ask for (default: the driver's)
  --buffer FRAMES    the ASIO buffer size to ask for (default: the driver's preferred one)
  --scenario FILE    what the Virtual backend simulates
  --json             one JSON document ("flexlab-report/1")
`,
};

export function helpText(of: CommandName | null): string {
  return of === null ? GENERAL : COMMAND[of];
}
