import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { crc32, deflateSync } from "node:zlib";

import pixelmatch from "pixelmatch";
import { PNG } from "pngjs";

const FOLDER = new URL("golden/", import.meta.url);
const FAILED = new URL("../../artifacts/golden/", import.meta.url);

/** Colours are told apart in steps of 8 of 256, and at most so many of them: a picture is then a tenth as large. */
const STEP = 8;
const MOST_COLORS = 64;
/** Of pixelmatch, 0 to 1; above what the steps can make of one colour, below what one sees. */
const THRESHOLD = 0.1;
/** So many pixels may differ, beside the smoothed edges of letters, which do not count. A button moved by one pixel is more. */
const MOST_DIFFERENT = 12;

export interface Picture {
  readonly width: number;
  readonly height: number;
  /** RGBA, row by row. */
  readonly data: Uint8Array;
}

/** A picture of a browser in the colours of a golden one. */
export function reduced(png: Uint8Array): Picture {
  const { width, height, data } = PNG.sync.read(Buffer.from(png));
  const counts = new Map<number, number>();
  const keys = new Uint32Array(width * height);
  for (let i = 0; i < keys.length; i += 1) {
    const key = (step(data[4 * i]) << 16) | (step(data[4 * i + 1]) << 8) | step(data[4 * i + 2]);
    keys[i] = key;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const kept = [...counts].toSorted(([a, m], [b, n]) => n - m || a - b).slice(0, MOST_COLORS).map(([key]) => key);
  const own = new Set(kept);
  const nearest = new Map([...counts.keys()].map((key) => [key, own.has(key) ? key : closest(key, kept)]));
  const colors = new Uint8Array(data.length).fill(255);
  for (let i = 0; i < keys.length; i += 1) {
    const color = nearest.get(keys[i] ?? 0) ?? 0;
    colors[4 * i] = color >> 16;
    colors[4 * i + 1] = (color >> 8) & 255;
    colors[4 * i + 2] = color & 255;
  }
  return { width, height, data: colors };
}

function step(value = 0): number {
  return Math.min(255, Math.round(value / STEP) * STEP);
}

function closest(key: number, kept: readonly number[]): number {
  const distance = (other: number): number => [16, 8, 0].reduce((sum, shift) => sum + (((key >> shift) & 255) - ((other >> shift) & 255)) ** 2, 0);
  return kept.reduce((best, other) => (distance(other) < distance(best) ? other : best));
}

/** How many pixels differ, and where; a picture of another size differs everywhere. */
export function difference(golden: Picture, actual: Picture): { readonly count: number; readonly diff: Uint8Array | null } {
  const { width, height } = golden;
  if (actual.width !== width || actual.height !== height) return { count: width * height, diff: null };
  const diff = new Uint8Array(4 * width * height);
  return { count: pixelmatch(golden.data, actual.data, diff, width, height, { threshold: THRESHOLD }), diff };
}

/**
 * Compares a picture of the browser with the golden one of this name. `UPDATE_GOLDEN=1` writes it instead, unless it is
 * the same still. Null: they agree; else what is wrong, with the pictures to look at in artifacts/golden.
 */
export function goldenProblem(name: string, png: Uint8Array): string | null {
  const file = new URL(`${name}.png`, FOLDER);
  const actual = reduced(png);
  const golden = existsSync(file) ? readPicture(file) : null;
  const { count, diff } = golden === null ? { count: Infinity, diff: null } : difference(golden, actual);
  if (count <= MOST_DIFFERENT) return null;
  if (process.env["UPDATE_GOLDEN"] === "1") {
    mkdirSync(new URL(".", file), { recursive: true });
    writeFileSync(file, encode(actual));
    return null;
  }
  if (golden === null) return `${name}.png is missing: UPDATE_GOLDEN=1 writes it`;
  const at = (ending: string): URL => new URL(`${name.replaceAll("/", "-")}${ending}.png`, FAILED);
  mkdirSync(FAILED, { recursive: true });
  writeFileSync(at(""), png);
  if (diff !== null) writeFileSync(at("-diff"), PNG.sync.write(Object.assign(new PNG({ width: golden.width, height: golden.height }), { data: Buffer.from(diff) })));
  const size = ({ width, height }: Picture): string => `${String(width)} x ${String(height)}`;
  return diff === null
    ? `${name}: ${size(actual)} pixels, not ${size(golden)}`
    : `${name}: ${String(count)} pixels differ, see artifacts/golden; UPDATE_GOLDEN=1 takes the new picture`;
}

function readPicture(file: URL): Picture {
  const { width, height, data } = PNG.sync.read(readFileSync(file));
  return { width, height, data };
}

/** As a PNG with a palette, which pngjs reads but does not write (PNG specification, 11.2: IHDR, PLTE, IDAT, IEND). */
export function encode({ width, height, data }: Picture): Buffer {
  const palette = new Map<number, number>();
  const rows = Buffer.alloc((width + 1) * height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const i = 4 * (y * width + x);
      const key = ((data[i] ?? 0) << 16) | ((data[i + 1] ?? 0) << 8) | (data[i + 2] ?? 0);
      const index = palette.get(key) ?? palette.size;
      palette.set(key, index);
      rows[y * (width + 1) + 1 + x] = index;
    }
  }
  assert.ok(palette.size <= MOST_COLORS);
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 3, 0, 0, 0], 8);
  const colors = Buffer.from([...palette.keys()].flatMap((key) => [key >> 16, (key >> 8) & 255, key & 255]));
  const signature = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]);
  return Buffer.concat([signature, chunk("IHDR", header), chunk("PLTE", colors), chunk("IDAT", deflateSync(rows, { level: 9 })), chunk("IEND", Buffer.alloc(0))]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}
