import type { AsioDriver, BackendDevices, DeviceInfo, LabError } from "../audio/contract.ts";
import { LabFailure } from "../audio/failure.ts";
import { asioDriverText } from "./asioDriverList.ts";
import type { Command } from "./commandLine.ts";
import { EXIT, type ExitCode } from "./exitCode.ts";
import { exitCodeOf, failureText } from "./failureText.ts";
import type { Lab } from "./lab.ts";
import { readScenario } from "./readText.ts";
import { printable, styled } from "./style.ts";
import { titledTable } from "./table.ts";
import type { Look } from "./terminal.ts";

/** `flexlab devices` */
export async function devicesCommand(command: Extract<Command, { name: "devices" }>, { terminal, audio }: Lab): Promise<ExitCode> {
  const scenario = await readScenario(terminal, command.scenario);
  let all: readonly BackendDevices[];
  let asio: readonly AsioDriver[] | null;
  try {
    asio = command.backend === null ? await audio().asioDrivers() : null;
    all = await audio().devices(scenario, { signal: terminal.interrupted });
  } catch (error) {
    if (!(error instanceof LabFailure)) throw error;
    if (command.json) terminal.out(json([], null, error.error));
    terminal.err(failureText(error.error, terminal.errLook));
    return exitCodeOf(error.error);
  }
  const wanted = command.backend;
  const shown = wanted === null ? all : all.filter(({ backend }) => backend.toLowerCase() === wanted.toLowerCase());
  if (wanted !== null && shown.length === 0) {
    const error: LabError = {
      code: "backend-not-available",
      message: `This machine has no backend "${wanted}".`,
      hint: `Backends here: ${all.map(({ backend }) => backend).join(", ")}.`,
      where: null,
      host: null,
    };
    if (command.json) terminal.out(json([], null, error));
    terminal.err(failureText(error, terminal.errLook));
    return EXIT.failed;
  }
  terminal.out(command.json ? json(shown, asio, null) : devicesText(shown, terminal.outLook));
  if (asio !== null && !command.json) terminal.out(`\n${asioDriverText(asio, terminal.outLook)}`);
  return EXIT.fine;
}

/** `asioDrivers` is left out where the system knows none, and where they were not asked for. */
function json(backends: readonly BackendDevices[], asioDrivers: readonly AsioDriver[] | null, error: LabError | null): string {
  const document = {
    schema: "flexlab-devices/1",
    backends: backends.map(({ backend, devices }) => ({ name: backend, devices: devices.map(deviceJson) })),
    ...(asioDrivers === null ? {} : { asioDrivers }),
    error,
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

/** Latencies in seconds; null where the direction does not exist. */
function deviceJson(device: DeviceInfo): object {
  const hasInput = device.inputChannels > 0;
  const hasOutput = device.outputChannels > 0;
  return {
    name: device.name,
    id: device.id,
    direction: direction(device),
    inputChannels: device.inputChannels,
    outputChannels: device.outputChannels,
    defaultSampleRate: device.defaultSampleRate,
    lowInputLatency: hasInput ? device.lowInputLatency : null,
    highInputLatency: hasInput ? device.highInputLatency : null,
    lowOutputLatency: hasOutput ? device.lowOutputLatency : null,
    highOutputLatency: hasOutput ? device.highOutputLatency : null,
    isDefaultInput: device.isDefaultInput,
    isDefaultOutput: device.isDefaultOutput,
    isLoopback: device.isLoopback,
  };
}

function direction({ inputChannels, outputChannels }: DeviceInfo): "input" | "output" | "duplex" | "none" {
  if (inputChannels > 0) return outputChannels > 0 ? "duplex" : "input";
  return outputChannels > 0 ? "output" : "none";
}

function devicesText(backends: readonly BackendDevices[], look: Look): string {
  const blocks = backends.map(({ backend, devices }) => {
    const title = styled(look, backend, "bold");
    if (devices.length === 0) return `${title}\n  no devices\n`;
    return titledTable(
      title,
      [
        { title: "device", align: "left" },
        { title: "in", align: "right" },
        { title: "out", align: "right" },
        { title: "rate", align: "right" },
        { title: "latency in", align: "right" },
        { title: "latency out", align: "right" },
        { title: "default for", align: "left" },
      ],
      devices.map((device) => [
        printable(device.name),
        channels(device.inputChannels),
        channels(device.outputChannels),
        `${String(device.defaultSampleRate)} Hz`,
        latency(device.inputChannels, device.lowInputLatency, device.highInputLatency),
        latency(device.outputChannels, device.lowOutputLatency, device.highOutputLatency),
        [...(device.isDefaultInput ? ["input"] : []), ...(device.isDefaultOutput ? ["output"] : [])].join(", "),
      ]),
      look,
    );
  });
  if (blocks.length === 0) return "No backends.\n";
  const loopbacks = backends.some(({ devices }) => devices.some(({ isLoopback }) => isLoopback));
  return `${blocks.join("\n")}${loopbacks ? `\n${styled(look, LOOPBACK, "dim")}\n` : ""}`;
}

const LOOPBACK = "A [Loopback] device is an input that records what the output of its name plays, in shared mode.";

function channels(count: number): string {
  return count === 0 ? "-" : String(count);
}

/** The device's own suggestion, from the lowest to the safest. */
function latency(count: number, low: number, high: number): string {
  if (count === 0) return "-";
  const ms = (seconds: number): string => (seconds * 1000).toFixed(1);
  return low === high ? `${ms(low)} ms` : `${ms(low)}-${ms(high)} ms`;
}
