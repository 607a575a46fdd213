import type {
  AsioDriver, BackendDevices, Bits, DeviceInfo, DriverPage, DriverSide, FromProcess, LabError, LiveSnapshot, LiveView, Playback, ProbeCounters, ProbeDevice, ProbePlan, ProbeRecording,
  ProbeResult, ProbeSignal, ProbeStream, ProbeTiming, Request, ScenarioSource, ToProcess, Versions,
} from "./contract.ts";
import { liveFrameProblem } from "./liveFrame.ts";
import {
  also, arrayOf, isAnything, isBoolean, isBytes, isCount, isFloat64Array, isNumber, isSamples, isString, nullable, object, oneOf,
  optional, tagged, type Shape,
} from "./shape.ts";

/** The shapes of everything in contract.ts, checked where a message arrives. */

export const isLabError: Shape<LabError> = object<LabError>({
  code: isString,
  message: isString,
  hint: isString,
  where: nullable(
    object<NonNullable<LabError["where"]>>({ table: oneOf("top", "input", "output", "scenario"), key: nullable(isString) }),
  ),
  host: nullable(isString),
});

const isDevice = object<DeviceInfo>({
  backend: isString,
  name: isString,
  id: isString,
  inputChannels: isCount,
  outputChannels: isCount,
  defaultSampleRate: isNumber,
  lowInputLatency: isNumber,
  highInputLatency: isNumber,
  lowOutputLatency: isNumber,
  highOutputLatency: isNumber,
  isDefaultInput: isBoolean,
  isDefaultOutput: isBoolean,
  isLoopback: isBoolean,
});

export const isDeviceList: Shape<readonly BackendDevices[]> = arrayOf(
  object<BackendDevices>({ backend: isString, devices: arrayOf(isDevice) }),
);

const isProbeDevice = object<ProbeDevice>({
  name: isString,
  channels: isCount,
  sampleType: oneOf("Float32", "Int32", "Int24", "Int16"),
});

const isStream = object<ProbeStream>({
  driver: object<ProbeStream["driver"]>({ name: isString, version: isNumber }),
  backend: isString,
  exclusive: nullable(isBoolean),
  input: nullable(isProbeDevice),
  output: nullable(isProbeDevice),
  sampleRate: isNumber,
  bufferFrames: isCount,
  bufferSizes: object<ProbeStream["bufferSizes"]>({ min: isNumber, max: isNumber, preferred: isNumber, granularity: isNumber }),
  reportedInputFrames: isNumber,
  reportedOutputFrames: isNumber,
});

const isCounters = object<ProbeCounters>({
  bufferSwitches: isCount,
  inputUnderflows: isCount,
  inputOverflows: isCount,
  outputUnderflows: isCount,
  outputOverflows: isCount,
  missedOutputReady: isCount,
  resetRequests: isCount,
  latencyChanges: isCount,
  overloads: isCount,
});

const isTiming = also(
  object<ProbeTiming>({
    entered: isFloat64Array,
    duration: isFloat64Array,
    position: isFloat64Array,
    openMs: isNumber,
    startMs: isNumber,
    firstCallbackMs: nullable(isNumber),
  }),
  ({ entered, duration, position }) =>
    entered.length === duration.length && entered.length === position.length ? null : "arrays of unequal length",
);

const isRecording = also(
  object<ProbeRecording>({ input: arrayOf(isSamples), codeBits: isCount, frames: isCount }),
  ({ input, frames }) => (input.every((channel) => channel.length === frames) ? null : "a channel that is not `frames` long"),
);

export const isProbeResult: Shape<ProbeResult> = object<ProbeResult>({
  error: nullable(isLabError),
  cancelled: isBoolean,
  stream: nullable(isStream),
  recording: nullable(isRecording),
  timing: nullable(isTiming),
  counters: isCounters,
  cpuPercent: nullable(isNumber),
  realtime: nullable(isBoolean),
});

const isDriverSide = object<DriverSide>({
  device: isString,
  channels: isCount,
  sampleType: oneOf("Float32", "Int32", "Int24", "Int16"),
  deviceRate: nullable(isNumber),
  latencyFrames: nullable(isNumber),
  peaks: arrayOf(isNumber),
});

export const isDriverList: Shape<readonly DriverPage[]> = arrayOf(
  object<DriverPage>({
    processId: isCount,
    program: isString,
    driverVersion: isCount,
    state: oneOf("failed", "loaded", "prepared", "running", "lost"),
    configPath: nullable(isString),
    configSha256: nullable(isString),
    backend: nullable(isString),
    exclusive: nullable(isBoolean),
    input: nullable(isDriverSide),
    output: nullable(isDriverSide),
    twoClocks: isBoolean,
    sampleRate: nullable(isNumber),
    bufferFrames: nullable(isCount),
    position: isNumber,
    callbacks: isCount,
    lateCallbacks: isCount,
    inputUnderflows: isCount,
    inputOverflows: isCount,
    outputUnderflows: isCount,
    outputOverflows: isCount,
    missedOutputReady: isCount,
    error: nullable(object<NonNullable<DriverPage["error"]>>({ code: isString, message: isString, hint: isString })),
    loadedAt: isNumber,
    startedAt: nullable(isNumber),
    updatedAt: isNumber,
  }),
);

const isBits: Shape<Bits> = oneOf(32, 64);

export const isAsioDriverList: Shape<readonly AsioDriver[] | null> = nullable(arrayOf(
  object<AsioDriver>({
    name: isString,
    bits: isBits,
    clsid: nullable(isString),
    description: nullable(isString),
    dll: nullable(isString),
    dllFound: isBoolean,
    dllBits: nullable(isBits),
  }),
));

const isSnapshot = object<LiveSnapshot>({
  state: oneOf("opening", "running", "stopping"),
  seconds: isNumber,
  counters: isCounters,
  stream: nullable(isStream),
  frame: nullable(also(isBytes, liveFrameProblem)),
});

export const isVersions: Shape<Versions> = object<Versions>({ protocol: isNumber, addon: isString, portaudio: isString });

export const isFromProcess: Shape<FromProcess> = tagged<FromProcess, "type">("type", {
  hello: object({ type: oneOf("hello"), versions: isVersions }),
  pong: object({ type: oneOf("pong"), beat: isCount }),
  live: object({ type: oneOf("live"), id: isCount, snapshot: isSnapshot }),
  part: object({ type: oneOf("part"), id: isCount, channel: isCount, samples: isSamples }),
  result: object({ type: oneOf("result"), id: isCount, value: isAnything }),
  error: object({ type: oneOf("error"), id: nullable(isCount), error: isLabError }),
});

const isScenario = object<ScenarioSource>({ name: isString, text: isString });

const isSignal: Shape<ProbeSignal> = tagged<ProbeSignal, "kind">("kind", {
  position: object({ kind: oneOf("position"), seed: isNumber, amplitude: isNumber }),
  silence: object({ kind: oneOf("silence") }),
  sine: object({ kind: oneOf("sine"), frequencyHz: isNumber, amplitude: isNumber }),
  sweep: object({ kind: oneOf("sweep"), startHz: isNumber, endHz: isNumber, seconds: isNumber, repeat: isBoolean, amplitude: isNumber }),
  noise: object({ kind: oneOf("noise"), color: oneOf("white", "pink"), seed: isNumber, amplitude: isNumber }),
  impulses: object({ kind: oneOf("impulses"), seconds: isNumber, amplitude: isNumber }),
  channels: object({ kind: oneOf("channels"), amplitude: isNumber }),
  steps: object({ kind: oneOf("steps"), frequencyHz: isNumber, seconds: isNumber, lowAmplitude: isNumber, amplitude: isNumber }),
});

const isView = object<LiveView>({ direction: oneOf("input", "output"), channel: isCount });

export const isPlayback = object<Playback>({ signal: isSignal, channels: nullable(arrayOf(isCount)), fadeFrames: isCount });

const isPlan = object<ProbePlan>({
  configText: isString,
  configFile: nullable(isString),
  scenario: nullable(isScenario),
  asio: optional(object<NonNullable<ProbePlan["asio"]>>({ name: isString, clsid: isString })),
  sampleRate: nullable(isNumber),
  bufferFrames: nullable(isCount),
  seconds: nullable(isNumber),
  signal: isSignal,
  channels: nullable(arrayOf(isCount)),
  fadeFrames: isCount,
});

const isRequest: Shape<Request> = tagged<Request, "type">("type", {
  devices: object({ type: oneOf("devices"), scenario: nullable(isScenario) }),
  drivers: object({ type: oneOf("drivers") }),
  asioDrivers: object({ type: oneOf("asioDrivers") }),
  probe: object({ type: oneOf("probe"), plan: isPlan }),
});

export const isToProcess: Shape<ToProcess> = tagged<ToProcess, "type">("type", {
  request: object({ type: oneOf("request"), id: isCount, request: isRequest }),
  cancel: object({ type: oneOf("cancel"), id: isCount }),
  play: object({ type: oneOf("play"), id: isCount, playback: isPlayback }),
  look: object({ type: oneOf("look"), id: isCount, view: nullable(isView) }),
  ping: object({ type: oneOf("ping"), beat: isCount }),
});
