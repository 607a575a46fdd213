import type { Direction, LiveState, LiveView, ProbeCounters } from "./contract.ts";

/**
 * A running stream at a glance, complete by itself. The native side packs it; the layout stands in
 * native/probe/live_frame.h. It travels as it is, from the audio process to the panel's page, and is read where it is
 * shown. What is not known is null.
 */
export interface LiveFrame {
  readonly state: LiveState;
  /** Of stream time, as all seconds here. */
  readonly seconds: number;
  readonly counters: ProbeCounters;
  readonly sampleRate: number | null;
  readonly bufferFrames: number | null;
  /** Channels told of, at most 64 of each direction. */
  readonly inputs: number;
  readonly outputs: number;
  /** Round trips in frames: what the driver claims, and what the position code shows while one is played. */
  readonly reportedFrames: number | null;
  readonly measuredFrames: number | null;
  readonly glitches: number;
  readonly lastGlitchSeconds: number | null;
  /** By the host API's clock: the age of the newest input, and how long until the first output frame sounds. */
  readonly queuedInputFrames: number | null;
  readonly queuedOutputFrames: number | null;
  readonly lateCallbacks: number;
  /** Between callbacks, since the stream began; the latest of them are in `callbacks`, one word each. */
  readonly intervals: number;
  readonly callbacks: Uint32Array;
  readonly longestIntervalSeconds: number;
  readonly longestDurationSeconds: number;
  /** Inputs, then outputs: peak and root mean square in 1/100 dBFS; -32768 is silence. */
  readonly levels: Int16Array;
  /** The same channels: clipped samples since the stream began; 255: or more. */
  readonly clips: Uint8Array;
  /** Of the channel that is looked at. */
  readonly view: LiveChannel | null;
}

export interface LiveChannel extends LiveView {
  /** The last WAVE_SECONDS: least and greatest sample of each column, full scale 32767; `columnsEnded` since the beginning. */
  readonly columns: Int16Array;
  readonly columnsEnded: number;
  /** Of the latest samples; null: there are not yet enough. */
  readonly spectrum: LiveSpectrum | null;
}

/** Levels as of a sine's peak. Lines stand LIVE_LINES - 1 to half the sample rate, from 0 Hz on. */
export interface LiveSpectrum {
  /** 1/100 dBFS of the strongest line of each band, see BAND_EDGES; -32768 is silence. */
  readonly bands: Int16Array;
  /** Between two lines where it lies between two, dBFS. Null: nothing but silence. */
  readonly strongest: { readonly line: number; readonly decibels: number } | null;
}

/** A callback as it is packed: its interval and its duration as parts of a period, and whether it was late. */
export interface LiveCallback {
  readonly interval: number;
  readonly duration: number;
  readonly late: boolean;
}

/**
 * From one frame to the next while somebody looks. To hand a message on costs VS Code about as much whatever is in it, so
 * there are three pictures of the display to a frame, and the page plays it out over them.
 */
export const LIVE_INTERVAL_MS = 50;
export const LIVE_CHANNELS = 64;
export const WAVE_SECONDS = 1.5;
export const WAVE_COLUMNS = 150;
export const LIVE_CALLBACKS = 256;
export const SILENT_LEVEL = -32768;
/** Of a spectrum, from 0 Hz to half the sample rate. */
export const LIVE_LINES = 2049;
/** The first line of each band, and at the end LIVE_LINES; the twin of native/probe/live_spectrum.h. */
export const BAND_EDGES: readonly number[] = bandEdges();

const VERSION = 2;
/** Names of the fields at the beginning, in their order. */
const FIELD_NAMES = [
  "version", "state", "seconds",
  "bufferSwitches", "inputUnderflows", "inputOverflows", "outputUnderflows", "outputOverflows", "missedOutputReady", "resetRequests", "latencyChanges", "overloads",
  "sampleRate", "bufferFrames", "inputs", "outputs", "reportedFrames", "measuredFrames", "glitches", "lastGlitchSeconds", "queuedInputFrames", "queuedOutputFrames",
  "lateCallbacks", "intervals", "longestIntervalSeconds", "longestDurationSeconds",
  "channel", "columnsEnded", "spectrumEnd", "strongestLine", "strongestDecibels",
] as const;
type FieldName = (typeof FIELD_NAMES)[number];
const FIELDS = FIELD_NAMES.length;
/** Where each begins, in bytes. */
const FIELD_AT = Object.fromEntries(FIELD_NAMES.map((name, index) => [name, 8 * index])) as Readonly<Record<FieldName, number>>;
const CALLBACKS_AT = 8 * FIELDS;
const COLUMNS_AT = CALLBACKS_AT + 4 * LIVE_CALLBACKS;
const BANDS = BAND_EDGES.length - 1;
const BANDS_AT = COLUMNS_AT + 4 * WAVE_COLUMNS;
const LEVELS_AT = BANDS_AT + 2 * BANDS;
const BYTES_PER_CHANNEL = 5;

export const MOST_LIVE_BYTES = LEVELS_AT + 2 * LIVE_CHANNELS * BYTES_PER_CHANNEL;

const STATES: readonly LiveState[] = ["opening", "running", "stopping"];

/** Why these bytes are no frame of this version; null: they are one. */
export function liveFrameProblem(bytes: Uint8Array): string | null {
  if (bytes.byteLength < LEVELS_AT || bytes.byteLength > MOST_LIVE_BYTES) return "is not as long as a live frame";
  const field = fieldsOf(bytes);
  const isCount = (value: number, most: number): boolean => Number.isInteger(value) && value >= 0 && value <= most;
  if (field("version") !== VERSION) return "is a live frame of another version";
  if (!isCount(field("state"), STATES.length - 1)) return "is a live frame in no known state";
  if (!isCount(field("inputs"), LIVE_CHANNELS) || !isCount(field("outputs"), LIVE_CHANNELS)) return "is a live frame of an impossible number of channels";
  if (!isCount(field("intervals"), Number.MAX_SAFE_INTEGER)) return "is a live frame of an impossible number of callbacks";
  return bytes.byteLength === LEVELS_AT + (field("inputs") + field("outputs")) * BYTES_PER_CHANNEL ? null : "is not as long as its channels need";
}

/** Unpacks a frame that has no problem. */
export function readLiveFrame(bytes: Uint8Array): LiveFrame {
  // A copy: whoever sent it may send the next one in the same memory, and typed arrays want to be aligned.
  const copy = bytes.slice();
  const memory = copy.buffer;
  const field = fieldsOf(copy);
  const known = (name: FieldName): number | null => (Number.isNaN(field(name)) ? null : field(name));
  const channels = field("inputs") + field("outputs");
  return {
    ...readLiveHead(copy),
    sampleRate: known("sampleRate"),
    bufferFrames: known("bufferFrames"),
    inputs: field("inputs"),
    outputs: field("outputs"),
    reportedFrames: known("reportedFrames"),
    measuredFrames: known("measuredFrames"),
    glitches: field("glitches"),
    lastGlitchSeconds: known("lastGlitchSeconds"),
    queuedInputFrames: known("queuedInputFrames"),
    queuedOutputFrames: known("queuedOutputFrames"),
    lateCallbacks: field("lateCallbacks"),
    intervals: field("intervals"),
    callbacks: new Uint32Array(memory, CALLBACKS_AT, Math.min(LIVE_CALLBACKS, field("intervals"))),
    longestIntervalSeconds: field("longestIntervalSeconds"),
    longestDurationSeconds: field("longestDurationSeconds"),
    levels: new Int16Array(memory, LEVELS_AT, 2 * channels),
    clips: new Uint8Array(memory, LEVELS_AT + 4 * channels, channels),
    view: channelOf(memory, field),
  };
}

/** The part that is wanted whether or not somebody looks. */
export function readLiveHead(bytes: Uint8Array): Pick<LiveFrame, "state" | "seconds" | "counters"> {
  const field = fieldsOf(bytes);
  return {
    state: STATES[field("state")] ?? "opening",
    seconds: field("seconds"),
    counters: {
      bufferSwitches: field("bufferSwitches"),
      inputUnderflows: field("inputUnderflows"),
      inputOverflows: field("inputOverflows"),
      outputUnderflows: field("outputUnderflows"),
      outputOverflows: field("outputOverflows"),
      missedOutputReady: field("missedOutputReady"),
      resetRequests: field("resetRequests"),
      latencyChanges: field("latencyChanges"),
      overloads: field("overloads"),
    },
  };
}

function fieldsOf(bytes: Uint8Array): (name: FieldName) => number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return (name) => view.getFloat64(FIELD_AT[name], true);
}

export function readCallback(word: number): LiveCallback {
  return { interval: (word & 0xffff) / 256, duration: ((word >>> 16) & 0x7fff) / 8192, late: word >>> 31 === 1 };
}

function channelOf(memory: ArrayBufferLike, field: (name: FieldName) => number): LiveChannel | null {
  const index = field("channel");
  if (Number.isNaN(index)) return null;
  const direction: Direction = index < field("inputs") ? "input" : "output";
  return {
    direction,
    channel: direction === "input" ? index : index - field("inputs"),
    columns: new Int16Array(memory, COLUMNS_AT, 2 * WAVE_COLUMNS),
    columnsEnded: field("columnsEnded"),
    spectrum: Number.isNaN(field("spectrumEnd"))
      ? null
      : {
          bands: new Int16Array(memory, BANDS_AT, BANDS),
          strongest: Number.isNaN(field("strongestLine")) ? null : { line: field("strongestLine"), decibels: field("strongestDecibels") },
        },
  };
}

/** Lines stand alone as far as they are apart on a logarithmic scale, and then together. */
function bandEdges(): number[] {
  const edges: number[] = [];
  for (let line = 1; line < LIVE_LINES; line += Math.max(1, Math.floor(line / 57))) edges.push(line);
  edges.push(LIVE_LINES);
  return edges;
}
