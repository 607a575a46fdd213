import type { CommandName } from "./commandLine.ts";

const GENERAL = `flexlab: check, explain and test a FlexASIO.toml

Usage: flexlab <command> [options]

Commands:
  devices        list backends and their devices
  check FILE     look for mistakes in a configuration
  explain FILE   show the configuration in effect and the path the sound takes
  test FILE      play through the configured devices, record, and report latency and glitches; --asio NAME instead of
                 the file tests another ASIO driver of this machine
  compare FILE   the same over every backend and mode of this machine, as one table
  tune FILE      search the smallest buffer and suggested latency that hold
  dry-run FILE   open every sample rate, sample type and channel count for a moment
  selftest       inject faults and show that exactly these are found
  diff A B       what changed between two reports, and whether it is more than noise
  watch          show the programs that use FlexLab's driver now, live

Options of every command:
  --json             print one JSON document on standard output and nothing else there
  --scenario FILE    what the Virtual backend simulates (or set FLEXLAB_SCENARIO)
  --help, -h         help for a command: flexlab test --help
  --version, -V      the version

FILE may be - for standard input. NO_COLOR switches colours off; FLEXLAB_VERBOSE=1 tells on standard error what goes on.
Exit codes: 0 fine, 1 the file has errors or the test failed, 2 wrong usage or an unreadable file,
3 the audio process failed, 130 interrupted.
`;

const COMMAND: Readonly<Record<CommandName, string>> = {
  devices: `Usage: flexlab devices [--backend NAME] [--scenario FILE] [--json]

Lists the backends of this machine and their devices: channels, sample rate, latencies, and which are the default; on
Windows also the ASIO drivers that are installed, for flexlab test --asio.

  --backend NAME     only this backend, and no ASIO drivers
  --scenario FILE    what the Virtual backend simulates
  --json             one JSON document ("flexlab-devices/1"), with the stable identity of each device
`,
  check: `Usage: flexlab check FILE [--live] [--driver flexasio|flexlab] [--fix] [--json]

Looks for mistakes in a FlexASIO.toml, in its name and folder, and for a log beside it that is on.
Exit code 1 when it has errors.

  --live             also look at the devices of this machine: is what the file names really here?
  --driver NAME      only what holds for this driver (default: both)
  --fix              make the safe fixes in the file, then tell what is left; of standard input, print the fixed text
  --scenario FILE    what the Virtual backend simulates, for --live
  --json             one JSON document ("flexlab-findings/1")
`,
  explain: `Usage: flexlab explain FILE [--json]

Shows the configuration in effect, defaults filled in, and the path that the sound takes.

  --json             one JSON document ("flexlab-explanation/1")
`,
  test: `Usage: flexlab test FILE [--full] [--seconds N] [--rate HZ] [--buffer FRAMES] [--scenario FILE] [--json]
       flexlab test --asio NAME [--full] [--seconds N] [--rate HZ] [--buffer FRAMES] [--json]

Opens the configured devices through the driver as a music program would, plays a known signal, records what comes
back, and reports the true round trip, glitches, and whether the sound arrived bit by bit. The output must be wired
to the input. Ctrl-C ends the test early and reports what was recorded.

  --asio NAME        on Windows, another ASIO driver that is installed, as flexlab devices lists them: it is loaded as
                     a music program loads it, with the configuration that it has
  --full             also noise floor, distortion and frequency response, by silence, a tone and a sweep; about 12 s
  --seconds N        how long to record (default: 2; with --full: 4)
  --rate HZ          the sample rate to ask for (default: the driver's)
  --buffer FRAMES    the ASIO buffer size to ask for (default: the driver's preferred one)
  --scenario FILE    what the Virtual backend simulates
  --sweep-buffers    over five buffer sizes: what of the latency grows with the buffer, and what does not
  --format NAME      json, markdown, csv or html instead of the text for the terminal
  --output FILE, -o  where to write it (default: standard output)
  --wav FOLDER       also write what came back around each glitch, as WAV files
  --json             one JSON document ("flexlab-report/1")
`,
  compare: `Usage: flexlab compare FILE [--backends A,B] [--seconds N] [--rate HZ] [--buffer FRAMES] [--scenario FILE] [--json]

Tests every backend and mode of this machine with this file, one after the other, each in an audio process of its own:
does it open and why not, true and reported latency, conversion, mixing, exclusivity, glitches, start-up; and what the
documentation says beside what was seen. A device that another backend does not have is replaced by its default
device. Ctrl-C stops and keeps the rows that are there. Exit code 0 when at least one way works.

  --backends A,B     only these: Virtual, ALSA, JACK, MME, DirectSound, WASAPI, WDM-KS
  --seconds N        how long to record each (default: 2)
  --rate HZ          the sample rate to ask for (default: the driver's)
  --buffer FRAMES    the ASIO buffer size to ask for (default: the driver's preferred one)
  --scenario FILE    what the Virtual backend simulates
  --json             one JSON document ("flexlab-comparison/1")
`,
  tune: `Usage: flexlab tune FILE [--write] [--seconds N] [--minutes T] [--load N] [--rate HZ] [--scenario FILE] [--json]

Searches the smallest buffer, and then the smallest suggested latency, that bring the sound back without a glitch, and
prints the edit of the file. No glitch in T minutes means, with 95 % confidence, fewer than 3/T glitches a minute.
Ctrl-C stops at once and changes nothing.

  --write            make the edit: only the values change, everything else in the file stays
  --seconds N        length of each trial (default: 2)
  --minutes T        length of the final proof (default: 0.5)
  --load N           keep N threads of this machine busy meanwhile (default: 0)
  --rate HZ          the sample rate to ask for (default: the driver's)
  --scenario FILE    what the Virtual backend simulates
  --json             one JSON document ("flexlab-tuning/1")
`,
  "dry-run": `Usage: flexlab dry-run FILE [--backends A,B] [--scenario FILE] [--json]

Opens every combination of sample rate, sample type, channel count and mode of the file's backend for a moment, and
shows which work and why the others do not.

  --backends A,B     of these backends instead
  --scenario FILE    what the Virtual backend simulates
  --json             one JSON document ("flexlab-dry-run/1")
`,
  selftest: `Usage: flexlab selftest [--faults K] [--seed N] [--json]

Proves the detector on this machine: injects K faults of mixed kinds into simulated devices, and shows that exactly
these K are reported, at their frames, with the exact round trip. Needs no sound card. Exit code 1 when they differ.

  --faults K         how many (default: 24)
  --seed N           repeat an earlier run
  --json             one JSON document ("flexlab-selftest/1")
`,
  diff: `Usage: flexlab diff BEFORE AFTER [--json]

Tells what changed between two reports (of flexlab test --json), and whether it is more than noise. Exit code 1 when
something became worse by more than noise.

  --json             one JSON document ("flexlab-diff/1")
`,
  watch: `Usage: flexlab watch [--json]

Shows the programs that use FlexLab's driver now: backend, devices, sample rate, buffer, latencies, late callbacks,
lost buffers (xruns) and levels. On a terminal it is drawn anew four times a second until Ctrl-C; elsewhere it is
printed once. Looking disturbs no stream.

  --json             one JSON document ("flexlab-status/1"), once
`,
};

export function helpText(of: CommandName | null): string {
  return of === null ? GENERAL : COMMAND[of];
}
