/** What a sound path does with the channels, by its gains. */
export type RoutingKind =
  /** Every input that carries something carries the output of its own number. */
  | "identity"
  /** Two channels, crossed. */
  | "swap"
  /** Every carrying input has one output of its own, not in order. */
  | "permutation"
  /** An output is on more than one input. */
  | "copies"
  /** Every carrying input has the same sum of all outputs. */
  | "mono-sum"
  /** Two inputs carry front, centre and surround of six outputs, as films are played on two speakers. */
  | "downmix-5.1"
  | "mix"
  | "silence";

export interface Routing {
  readonly kind: RoutingKind;
  /** Of a 5.1 downmix: whether centre and surround come at -3 dB, as ITU-R BS.775 has it; null: it is none. */
  readonly matchesBs775: boolean | null;
  /** Input channels that carry nothing of what was played, counted from 0. */
  readonly silentInputs: readonly number[];
  /** The strongest of the gains that were left out as leakage, against the largest of its input; null: there is none. */
  readonly crosstalkDb: number | null;
}

/** A gain this far below the largest of its input is leakage, not routing. */
const LEAKAGE = 10 ** (-40 / 20);
/** Gains that differ by less are equal: drivers and mixers compute with tables. */
const ALIKE = 0.01;
/** Order of the channels of a 5.1 stream: WAVEFORMATEXTENSIBLE, as Windows, ALSA and PortAudio have it. */
const SURROUND = { front: [0, 1], centre: 2, lfe: 3, back: [4, 5] } as const;

/** @param matrix linear gains; rows: input channels, columns: output channels */
export function routingOf(matrix: readonly (readonly number[])[]): Routing {
  const silentInputs = matrix.flatMap((row, input) => (row.every((gain) => gain === 0) ? [input] : []));
  let crosstalk = 0;
  const rows = matrix.flatMap((row, input) => {
    const largest = Math.max(0, ...row.map(Math.abs));
    if (largest === 0) return [];
    const kept = row.map((gain) => {
      if (Math.abs(gain) >= LEAKAGE * largest) return gain;
      crosstalk = Math.max(crosstalk, Math.abs(gain) / largest);
      return 0;
    });
    return [{ input, gains: kept }];
  });
  const downmix = downmixOf(rows);
  return {
    kind: downmix === null ? kindOf(rows) : "downmix-5.1",
    matchesBs775: downmix,
    silentInputs,
    crosstalkDb: crosstalk === 0 ? null : 20 * Math.log10(crosstalk),
  };
}

interface Row {
  readonly input: number;
  readonly gains: readonly number[];
}

function kindOf(rows: readonly Row[]): RoutingKind {
  if (rows.length === 0) return "silence";
  const sources = rows.map(({ gains }) => gains.flatMap((gain, output) => (gain === 0 ? [] : [output])));
  if (sources.every(({ length }) => length === 1)) {
    const single = sources.map(([output]) => output as number);
    if (new Set(single).size < single.length) return "copies";
    if (rows.every(({ input }, k) => single[k] === input)) return "identity";
    const isSwap = rows.length === 2 && rows[0]?.input === single[1] && rows[1]?.input === single[0];
    return isSwap ? "swap" : "permutation";
  }
  const [first] = rows;
  const level = first?.gains[0] ?? 0;
  const isSum = level !== 0 && rows.every(({ gains }) => gains.every((gain) => isAlike(gain, level)));
  return isSum ? "mono-sum" : "mix";
}

/** Whether centre and surround are at -3 dB of the front; null: it is no downmix of 5.1. */
function downmixOf(rows: readonly Row[]): boolean | null {
  const [left, right] = rows;
  if (rows.length !== 2 || left?.gains.length !== 6 || right?.gains.length !== 6) return null;
  const gain = ({ gains }: Row, output: number): number => gains[output] ?? 0;
  const sides = [left, right].map((row, side) => {
    const other = 1 - side;
    const front = gain(row, SURROUND.front[side] as number);
    const centre = gain(row, SURROUND.centre);
    const back = gain(row, SURROUND.back[side] as number);
    const strange = gain(row, SURROUND.front[other] as number) !== 0 || gain(row, SURROUND.back[other] as number) !== 0;
    return strange || front === 0 || centre === 0 || back === 0 ? null : { centre: centre / front, back: back / front };
  });
  const [one, two] = sides;
  if (one == null || two == null) return null;
  return [one.centre, one.back, two.centre, two.back].every((ratio) => isAlike(ratio, Math.SQRT1_2));
}

function isAlike(a: number, b: number): boolean {
  return Math.abs(a - b) <= ALIKE * Math.abs(b);
}
