/**
 * What the lab and the audio process say to each other: the only file both sides of that boundary share.
 *
 * Everything here travels by structured clone (`serialization: 'advanced'`), so typed arrays arrive as typed arrays.
 * Frames are counted per channel; "channels x frames" arrays are one typed array per channel.
 */

/** Raised by one whenever a message changes its shape; client and process refuse to talk across versions. */
export const PROTOCOL_VERSION = 6;

export type Direction = "input" | "output";
export type SampleType = "Float32" | "Int32" | "Int24" | "Int16";

/** A failure as every layer of FlexLab tells it. The first 123 characters of `message` make sense alone. */
export interface LabError {
  /** Stable, kebab-case: `device-not-found`, `audio-process-crashed`, … */
  readonly code: string;
  /** One plain sentence, the important part first. */
  readonly message: string;
  /** What to do about it; empty when there is nothing to do. */
  readonly hint: string;
  /** The table and key of the FlexASIO.toml (or of the scenario) that caused it. */
  readonly where: { readonly table: "top" | Direction | "scenario"; readonly key: string | null } | null;
  /** What the sound system itself said, unchanged: `-9996 Invalid device`. */
  readonly host: string | null;
}

/** One PortAudio device. Latencies are PortAudio's suggestions in seconds; 0 channels: the direction does not exist. */
export interface DeviceInfo {
  readonly backend: string;
  readonly name: string;
  /** Stable across restarts, unlike an index: backend, name, channel counts and the ordinal among equals. */
  readonly id: string;
  readonly inputChannels: number;
  readonly outputChannels: number;
  readonly defaultSampleRate: number;
  readonly lowInputLatency: number;
  readonly highInputLatency: number;
  readonly lowOutputLatency: number;
  readonly highOutputLatency: number;
  readonly isDefaultInput: boolean;
  readonly isDefaultOutput: boolean;
  /** An input that records what the output of its name plays: `Speakers [Loopback]`, of WASAPI. */
  readonly isLoopback: boolean;
}

/** One host API, in PortAudio's order, with its devices in PortAudio's order. */
export interface BackendDevices {
  readonly backend: string;
  readonly devices: readonly DeviceInfo[];
}

export type Bits = 32 | 64;

/** A driver in one of the two lists of ASIO drivers that Windows has; what is not known is null. */
export interface AsioDriver {
  readonly name: string;
  /** Of the programs that read the list. */
  readonly bits: Bits;
  /** `{…}`: what it is loaded by. */
  readonly clsid: string | null;
  readonly description: string | null;
  readonly dll: string | null;
  readonly dllFound: boolean;
  /** Of the programs that the DLL is made for. */
  readonly dllBits: Bits | null;
}

/** Where the scenario of the Virtual backend comes from: its text, and the name that messages call it by. */
export interface ScenarioSource {
  readonly name: string;
  readonly text: string;
}

/**
 * What the probe (an ASIO host for tests) plays. Amplitudes are peaks, linear, full scale 1: no sample is beyond them.
 * The formulas stand in native/probe/render.h; extension/analysis/testSignal.ts computes the same samples.
 *
 * `position`: the sample of channel c at position n is a hash of (seed, c, n) with magnitude in [1/8, 1/2) and a random
 * sign, in steps of the coarser direction's least significant bit; see extension/analysis/positionCode.ts. It is exact
 * at the amplitude 0.5, and as much softer or louder as another one says.
 */
export type ProbeSignal =
  | { readonly kind: "position"; readonly seed: number; readonly amplitude: number }
  | { readonly kind: "silence" }
  | { readonly kind: "sine"; readonly frequencyHz: number; readonly amplitude: number }
  /** Exponential, with faded ends; silence after it, or again. */
  | {
      readonly kind: "sweep";
      readonly startHz: number;
      readonly endHz: number;
      readonly seconds: number;
      readonly repeat: boolean;
      readonly amplitude: number;
    }
  /** The same for the same seed; each channel has its own. */
  | { readonly kind: "noise"; readonly color: "white" | "pink"; readonly seed: number; readonly amplitude: number }
  /** One frame every so many seconds. */
  | { readonly kind: "impulses"; readonly seconds: number; readonly amplitude: number }
  /** Channels beep their numbers in turn: a long low beep for each ten, a short high one for each one. */
  | { readonly kind: "channels"; readonly amplitude: number }
  /** A sine, soft and loud by turns, so many seconds each: shows what a limiter on the way does. */
  | {
      readonly kind: "steps";
      readonly frequencyHz: number;
      readonly seconds: number;
      readonly lowAmplitude: number;
      readonly amplitude: number;
    };

/** What is played, where, and how it comes and goes. All of it may change while a stream runs. */
export interface Playback {
  readonly signal: ProbeSignal;
  /** Output channels that are on, counted from 0; null: all. */
  readonly channels: readonly number[] | null;
  /**
   * Length of every fade: at the start, from one playback to the next, and before the end. 0: none, and the first
   * sample is there at once.
   */
  readonly fadeFrames: number;
}

/** One run of the driver as a music program would run it. */
export interface ProbePlan extends Playback {
  /** The FlexASIO.toml as it stands in the editor, unsaved changes included. */
  readonly configText: string;
  /** Absolute path of the file that the text belongs to, for the status page; null: there is none. */
  readonly configFile: string | null;
  readonly scenario: ScenarioSource | null;
  /** Null or absent: our own driver, with that configuration; else one of the machine's, which has its own. */
  readonly asio?: { readonly name: string; readonly clsid: string } | null;
  /** Hz; null: what the driver starts with. */
  readonly sampleRate: number | null;
  /** null: the driver's preferred buffer size. */
  readonly bufferFrames: number | null;
  /** Length of the recording in seconds of stream time; null: until cancelled (nothing is then recorded). */
  readonly seconds: number | null;
}

/** What a direction of the running driver is. */
export interface ProbeDevice {
  readonly name: string;
  readonly channels: number;
  readonly sampleType: SampleType;
}

/** What the driver answered when it was asked, before the stream started. */
export interface ProbeStream {
  /** What the driver says of itself. */
  readonly driver: { readonly name: string; readonly version: number };
  /** "ASIO" where the driver is not our own. */
  readonly backend: string;
  readonly exclusive: boolean | null;
  readonly input: ProbeDevice | null;
  readonly output: ProbeDevice | null;
  readonly sampleRate: number;
  readonly bufferFrames: number;
  readonly bufferSizes: {
    readonly min: number;
    readonly max: number;
    readonly preferred: number;
    readonly granularity: number;
  };
  /** ASIO getLatencies after createBuffers and the first outputReady, in frames. */
  readonly reportedInputFrames: number;
  readonly reportedOutputFrames: number;
}

/** One entry per bufferSwitch, all arrays of equal length. */
export interface ProbeTiming {
  /** Monotonic clock in seconds at entry, relative to the call of start(). */
  readonly entered: Float64Array;
  /** Seconds spent inside the host's bufferSwitch. */
  readonly duration: Float64Array;
  /** ASIO sample position of the first frame of the buffer. */
  readonly position: Float64Array;
  /** Monotonic milliseconds that init + createBuffers took, that start() took, and from start() to the first switch. */
  readonly openMs: number;
  readonly startMs: number;
  readonly firstCallbackMs: number | null;
}

/** What came back. `input[c][i]` is the sample of channel c at ASIO sample position i, full scale = 1. */
export interface ProbeRecording {
  /** Float32Array except for Int32 inputs, which need 64 bits to stay exact. */
  readonly input: readonly (Float32Array | Float64Array)[];
  /** Bits of the position code that was played: 24, 23 or 15. */
  readonly codeBits: number;
  readonly frames: number;
}

export interface ProbeCounters {
  readonly bufferSwitches: number;
  readonly inputUnderflows: number;
  readonly inputOverflows: number;
  readonly outputUnderflows: number;
  readonly outputOverflows: number;
  /** Output buffers that were not ready by the deadline, and notices that the driver sent to the host. */
  readonly missedOutputReady: number;
  readonly resetRequests: number;
  readonly latencyChanges: number;
  readonly overloads: number;
}

/** A run that failed keeps what there was before it failed. */
export interface ProbeResult {
  readonly error: LabError | null;
  readonly cancelled: boolean;
  readonly stream: ProbeStream | null;
  readonly recording: ProbeRecording | null;
  readonly timing: ProbeTiming | null;
  readonly counters: ProbeCounters;
  /** CPU time of the audio thread over the wall time of the stream, percent of one core; null when unknown. */
  readonly cpuPercent: number | null;
  /** Whether the audio thread ran with real-time scheduling. */
  readonly realtime: boolean | null;
}

/** A channel whose samples somebody wants to see, counted from 0. */
export interface LiveView {
  readonly direction: Direction;
  readonly channel: number;
}

export type LiveState = "opening" | "running" | "stopping";

/** How a run stands; complete, latest wins. */
export interface LiveSnapshot {
  readonly state: LiveState;
  /** Of stream time. */
  readonly seconds: number;
  readonly counters: ProbeCounters;
  readonly stream: ProbeStream | null;
  /** All that can be seen of it, packed as liveFrame.ts says; null while nobody looks. */
  readonly frame: Uint8Array | null;
}

/** What one direction of a driver in some program is. */
export interface DriverSide {
  readonly device: string;
  readonly channels: number;
  readonly sampleType: SampleType;
  /** Hz at which the device runs, whatever the program's rate; null while it is not open. */
  readonly deviceRate: number | null;
  /** What the driver tells its program; null before buffers exist, or where the program uses no channel of it. */
  readonly latencyFrames: number | null;
  /** Linear, of the first 32 channels; a peak falls by 20 dB a second. */
  readonly peaks: readonly number[];
}

/**
 * What the status page of one driver says (`flexlab-status/1`, see native/status/page.h). `failed`: the driver did not
 * start, see `error`. `loaded`: it has no buffers yet. `prepared`: the devices are open. `lost`: a device went away, and
 * its program is supplied with silence until it is back.
 * Times are milliseconds since 1970; counts are those of the last start.
 */
export interface DriverPage {
  readonly processId: number;
  /** The music program's file name; `FlexLab` for the lab itself. */
  readonly program: string;
  readonly driverVersion: number;
  readonly state: "failed" | "loaded" | "prepared" | "running" | "lost";
  readonly configPath: string | null;
  /** Of the text that the driver read. */
  readonly configSha256: string | null;
  readonly backend: string | null;
  readonly exclusive: boolean | null;
  readonly input: DriverSide | null;
  readonly output: DriverSide | null;
  /** Input and output run on clocks of their own and are joined by a resampler. */
  readonly twoClocks: boolean;
  readonly sampleRate: number | null;
  readonly bufferFrames: number | null;
  /** ASIO sample position of the last buffer. */
  readonly position: number;
  readonly callbacks: number;
  /** Callbacks that took longer than their buffer lasts. */
  readonly lateCallbacks: number;
  readonly inputUnderflows: number;
  readonly inputOverflows: number;
  readonly outputUnderflows: number;
  readonly outputOverflows: number;
  readonly missedOutputReady: number;
  /** The last failure since it ran. */
  readonly error: { readonly code: string; readonly message: string; readonly hint: string } | null;
  readonly loadedAt: number;
  readonly startedAt: number | null;
  readonly updatedAt: number;
}

/** A driver in some program of this user. `own`: that program is an audio process of the client that was asked. */
export type RunningDriver = DriverPage & { readonly own: boolean };

export interface Versions {
  readonly protocol: number;
  readonly addon: string;
  readonly portaudio: string;
}

/** Requests: each is answered by exactly one `result` or `error` with its id. */
export type Request =
  | { readonly type: "devices"; readonly scenario: ScenarioSource | null }
  | { readonly type: "drivers" }
  | { readonly type: "asioDrivers" }
  | { readonly type: "probe"; readonly plan: ProbePlan };

export type ToProcess =
  | { readonly type: "request"; readonly id: number; readonly request: Request }
  | { readonly type: "cancel"; readonly id: number }
  /** Of a running probe: what it plays from now on. */
  | { readonly type: "play"; readonly id: number; readonly playback: Playback }
  /** Of a running probe: somebody looks at this channel from now on; null: nobody does. */
  | { readonly type: "look"; readonly id: number; readonly view: LiveView | null }
  | { readonly type: "ping"; readonly beat: number };

export type FromProcess =
  | { readonly type: "hello"; readonly versions: Versions }
  | { readonly type: "pong"; readonly beat: number }
  | { readonly type: "live"; readonly id: number; readonly snapshot: LiveSnapshot }
  /** A piece of a long recording, in order per channel; the result that follows has empty arrays in its place. */
  | { readonly type: "part"; readonly id: number; readonly channel: number; readonly samples: Float32Array | Float64Array }
  | { readonly type: "result"; readonly id: number; readonly value: unknown }
  | { readonly type: "error"; readonly id: number | null; readonly error: LabError };
