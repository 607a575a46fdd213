import type { ProbeSignal } from "../audio/contract.ts";
import { channelKey, fillCode, mix } from "./positionCode.ts";

/**
 * What the probe plays, computed once more: the twin of native/probe/render.h, where the formulas stand. Noise, impulses
 * and position code are equal to it to the last bit, the rest as far as sin and exp are; both are held to
 * test/fixtures/testSignals.txt.
 */
export interface SignalPlace {
  /** Output channel, counted from 0, and how many the output has. */
  readonly channel: number;
  readonly channels: number;
  /** The channels that are on; null: all. Only channel identification needs to know. */
  readonly on: readonly number[] | null;
  /** Hz. */
  readonly sampleRate: number;
  readonly codeBits: number;
}

const PINK_ROWS = 16;
const PINK_GAIN = 2;

/** Fills `into` with the samples of positions from, from + 1, … (`from` >= 0), full scale 1, before any fade. */
export function fillSignal(signal: ProbeSignal, place: SignalPlace, from: number, into: Float32Array | Float64Array): void {
  switch (signal.kind) {
    case "position":
      fillCode(channelKey(signal.seed, place.channel), from, place.codeBits, into);
      for (let i = 0; i < into.length; i++) into[i] = 2 * signal.amplitude * (into[i] ?? 0);
      return;
    case "noise": {
      const key = channelKey(signal.seed >>> 0, place.channel);
      if (signal.color === "pink") fillPink(key, signal.amplitude, from, into);
      else for (let i = 0; i < into.length; i++) into[i] = signal.amplitude * (signedNoise(from + i, key) * 2 ** -31);
      return;
    }
    default: {
      const sample = sampler(signal, place);
      for (let i = 0; i < into.length; i++) into[i] = sample(from + i);
    }
  }
}

type Computed = Exclude<ProbeSignal, { readonly kind: "position" | "noise" }>;

function sampler(signal: Computed, place: SignalPlace): (n: number) => number {
  const { sampleRate } = place;
  switch (signal.kind) {
    case "silence":
      return () => 0;
    case "sine": {
      const turns = signal.frequencyHz / sampleRate;
      return (n) => signal.amplitude * sineOfTurns(n * turns);
    }
    case "impulses": {
      const period = countFrames(signal.seconds, sampleRate);
      return (n) => (n % period === 0 ? signal.amplitude : 0);
    }
    case "sweep": {
      const length = countFrames(signal.seconds, sampleRate);
      const edge = Math.min(countFrames(0.02, sampleRate), Math.floor(length / 4));
      const octaves = Math.log(signal.endHz / signal.startHz);
      const rise = length / (sampleRate * octaves);
      return (n) => {
        const at = signal.repeat ? n % length : n;
        if (at >= length) return 0;
        const seconds = at / sampleRate;
        const turns = octaves === 0 ? signal.startHz * seconds : signal.startHz * rise * Math.expm1(seconds / rise);
        return signal.amplitude * edges(at, length, edge) * sineOfTurns(turns);
      };
    }
    case "steps": {
      const section = countFrames(signal.seconds, sampleRate);
      const edge = Math.min(countFrames(0.005, sampleRate), section);
      const turns = signal.frequencyHz / sampleRate;
      return (n) => {
        const loud = Math.floor(n / section) % 2 === 1;
        const to = loud ? signal.amplitude : signal.lowAmplitude;
        const was = n < section ? to : loud ? signal.lowAmplitude : signal.amplitude;
        const at = n % section;
        return (was + (to - was) * (at < edge ? fade(at, edge) : 1)) * sineOfTurns(n * turns);
      };
    }
    case "channels": {
      const { before, turn, round } = turnOf(place);
      return (n) => {
        const at = round === 0 ? 0 : n % round;
        return at < before || at - before >= turn ? 0 : signal.amplitude * beepAt(place.channel, at - before, sampleRate);
      };
    }
  }
}

/** How far a fade of so many frames is in its frame `frame`: sin²(π/2 (frame + 1/2) / frames). */
export function fade(frame: number, frames: number): number {
  return Math.sin(((Math.PI / 2) * (frame + 0.5)) / frames) ** 2;
}

function countFrames(seconds: number, sampleRate: number): number {
  return Math.max(1, Math.floor(seconds * sampleRate + 0.5));
}

function sineOfTurns(turns: number): number {
  return Math.sin(2 * Math.PI * (turns % 1));
}

function edges(at: number, length: number, edge: number): number {
  const nearest = Math.min(at, length - 1 - at);
  return nearest < edge ? fade(nearest, edge) : 1;
}

/** A signed word of 32 bits. */
function signedNoise(index: number, key: number): number {
  return mix((index + key) >>> 0) | 0;
}

function fillPink(key: number, amplitude: number, from: number, into: Float32Array | Float64Array): void {
  const keys = Array.from({ length: PINK_ROWS }, (_, row) => mix((key + row + 1) >>> 0));
  const white = mix((key + PINK_ROWS + 1) >>> 0);
  for (let i = 0; i < into.length; i++) {
    const n = from + i;
    let sum = signedNoise(n, white) >> 8;
    for (const [row, rowKey] of keys.entries()) sum += signedNoise(Math.floor((n + 2 ** row) / 2 ** (row + 1)), rowKey) >> 8;
    into[i] = amplitude * Math.max(-1, Math.min(1, (PINK_GAIN * sum) / ((PINK_ROWS + 1) * 2 ** 23)));
  }
}

/** Where a channel's turn lies in a round of channel identification, in frames. */
function turnOf({ channel, channels, on, sampleRate }: SignalPlace): { readonly before: number; readonly turn: number; readonly round: number } {
  let before = 0;
  let turn = 0;
  let round = 0;
  for (let each = 0; each < channels; each++) {
    if (on !== null && !on.includes(each)) continue;
    const { tens, ones } = digits(each);
    const length = tens * countFrames(0.5, sampleRate) + ones * countFrames(0.25, sampleRate) + countFrames(0.5, sampleRate);
    if (each === channel) {
      before = round;
      turn = length;
    }
    round += length;
  }
  return { before, turn, round };
}

function beepAt(channel: number, frame: number, sampleRate: number): number {
  const { tens, ones } = digits(channel);
  const lowPart = tens * countFrames(0.5, sampleRate);
  const low = frame < lowPart;
  const at = low ? frame : frame - lowPart;
  const step = countFrames(low ? 0.5 : 0.25, sampleRate);
  if (!low && at >= ones * step) return 0;
  const on = countFrames(low ? 0.4 : 0.15, sampleRate);
  const within = at % step;
  if (within >= on) return 0;
  return edges(within, on, countFrames(0.005, sampleRate)) * sineOfTurns(within * ((low ? 500 : 1000) / sampleRate));
}

/** Of the channel's number, which counts from 1. */
function digits(channel: number): { readonly tens: number; readonly ones: number } {
  return { tens: Math.floor((channel + 1) / 10), ones: (channel + 1) % 10 };
}
