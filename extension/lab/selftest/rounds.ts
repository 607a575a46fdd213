import { t } from "@vscode/l10n";
import type { GlitchEvent, GlitchKind } from "../report.ts";

/** One device of the Virtual backend with the faults that are injected into it. */
export interface Round {
  readonly title: string;
  readonly scenario: string;
  readonly bufferFrames: number;
  readonly delayFrames: number;
  readonly seconds: number;
  /** As a report has to list them. */
  readonly injected: readonly GlitchEvent[];
}

const RATE = 48_000;
const BUFFER = 256;
const CHANNELS = 2;
/** Frames of good sound around each fault: enough for two faults never to be one. */
const APART = 200;
const KINDS = ["drop", "insert", "repeat", "reorder", "zero", "corrupt", "stall"] as const;
type Fault = (typeof KINDS)[number];

const REPORTED: Readonly<Record<Fault, GlitchKind>> = {
  drop: "dropped",
  insert: "inserted",
  repeat: "repeated",
  reorder: "reordered",
  zero: "zeroed",
  corrupt: "corrupted",
  stall: "stalled",
};

/** Faults spread over devices that differ in what they do to every sample; deterministic in `seed`. */
export function selfTestRounds(faults: number, seed: number): readonly Round[] {
  const random = generator(seed);
  // Built here, not at load: titles are in the language of the user.
  const devices: readonly { readonly title: string; readonly lines: readonly string[] }[] = [
    { title: t("exact samples"), lines: [] },
    { title: t("16 bits, inverted, crossed channels"), lines: ["quantizeBits = 16", "invert = true", "matrix = [[0, 1], [1, 0]]"] },
    { title: t("noise at -80 dB, level -3 dB"), lines: ["noiseDbfs = -80.0", "gainDb = -3.0"] },
  ];
  return devices.flatMap(({ title, lines }, index) => {
    const share = Math.floor(((index + 1) * faults) / devices.length) - Math.floor((index * faults) / devices.length);
    return [roundOf(title, lines, share, random)];
  });
}

function roundOf(title: string, lines: readonly string[], faults: number, random: () => number): Round {
  const upTo = (n: number): number => Math.floor(random() * n);
  const delayFrames = 2400 + upTo(2400);
  const injected: GlitchEvent[] = [];
  const tables: string[] = [];
  // Nothing can come back before it is played: drops may use up the delay to two buffers, no further.
  let spare = delayFrames - 2 * BUFFER;
  let at = delayFrames + 1000;
  const first = upTo(KINDS.length);
  for (let k = 0; k < faults; k++) {
    const kind = KINDS[(first + k) % KINDS.length] as Fault;
    const length = kind === "stall" ? 0 : kind === "drop" ? 1 + upTo(Math.min(64, spare - 1)) : 1 + upTo(upTo(2) === 0 ? 4 : kind === "reorder" ? Math.min(200, spare - 1) : 500);
    if (kind === "drop") spare -= length;
    if (kind === "insert" || kind === "repeat") spare += length;
    at += APART + upTo(3000) + (kind === "repeat" ? length : 0);
    if (kind === "stall") at = Math.ceil(at / BUFFER) * BUFFER;
    const milliseconds = 2 * (1 + upTo(200));
    const isInPlace = kind === "zero" || kind === "corrupt";
    const channel = isInPlace && upTo(2) === 0 ? upTo(CHANNELS) : null;
    tables.push(
      [
        "[[device.fault]]",
        `at = ${at}`,
        `kind = "${kind}"`,
        kind === "stall" ? `seconds = ${(milliseconds / 1000).toFixed(3)}` : `frames = ${length}`,
        ...(channel === null ? [] : [`channel = ${channel}`]),
      ].join("\n"),
    );
    const lengthFrames = kind === "stall" ? (milliseconds * RATE) / 1000 : kind === "reorder" ? 2 * length : length;
    injected.push({
      direction: "input",
      channel,
      frame: at,
      lengthFrames,
      kind: REPORTED[kind],
      deltaFrames: kind === "drop" ? -length : kind === "insert" || kind === "repeat" ? length : 0,
    });
    if (kind !== "drop" && kind !== "stall") at += lengthFrames;
  }
  const scenario = [
    'clock = "fast"',
    "[[device]]",
    'name = "Self-test"',
    `inputs = ${CHANNELS}`,
    `outputs = ${CHANNELS}`,
    `delayFrames = ${delayFrames}.0`,
    ...lines,
    ...tables,
  ];
  return { title, scenario: `${scenario.join("\n")}\n`, bufferFrames: BUFFER, delayFrames, seconds: (at + 4000) / RATE, injected };
}

/** Numbers of [0, 1), the same for the same seed (a 32-bit multiply-xorshift of a counter). */
function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x9e3779b9) >>> 0;
    let x = state;
    x = Math.imul(x ^ (x >>> 16), 0x21f0aaad);
    x = Math.imul(x ^ (x >>> 15), 0x735a2d97);
    return ((x ^ (x >>> 15)) >>> 0) / 2 ** 32;
  };
}
