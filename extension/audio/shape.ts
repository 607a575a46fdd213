/**
 * Run-time checks of what arrives over a process boundary. A shape says what is wrong and where, or null when a value
 * is a T. Unknown extra fields are borne.
 */
export interface Shape<T> {
  (value: unknown, path: string): string | null;
  /** Never set; ties the shape to its type. */
  readonly type?: T;
}

export type Checked<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: string };

/** `what` names the value in the problem: "result.timing is not an object". */
export function check<T>(shape: Shape<T>, value: unknown, what: string): Checked<T> {
  const problem = shape(value, what);
  return problem === null ? { ok: true, value: value as T } : { ok: false, problem };
}

function type<T>(name: string, test: (value: unknown) => boolean): Shape<T> {
  return (value, path) => (test(value) ? null : `${path} is not ${name}`);
}

export const isString = type<string>("a string", (value) => typeof value === "string");
export const isBoolean = type<boolean>("a boolean", (value) => typeof value === "boolean");
/** NaN and infinities pass: hosts do claim such latencies, and it is for the lab to say so. */
export const isNumber = type<number>("a number", (value) => typeof value === "number");
export const isCount = type<number>("a whole number from 0", (value) => Number.isSafeInteger(value) && Number(value) >= 0);
export const isFloat64Array = type<Float64Array>("a Float64Array", (value) => value instanceof Float64Array);
export const isBytes = type<Uint8Array>("an array of bytes", (value) => value instanceof Uint8Array);
export const isSamples = type<Float32Array | Float64Array>(
  "an array of samples",
  (value) => value instanceof Float32Array || value instanceof Float64Array,
);
export const isAnything: Shape<unknown> = () => null;

export function oneOf<const T extends string | number>(...allowed: readonly T[]): Shape<T> {
  return type(`one of ${allowed.join(", ")}`, (value) => allowed.some((each) => each === value));
}

export function nullable<T>(shape: Shape<T>): Shape<T | null> {
  return (value, path) => (value === null ? null : shape(value, path));
}

/** Null, and the absence of a field, pass too. */
export function optional<T>(shape: Shape<T>): Shape<T | null | undefined> {
  return (value, path) => (value === undefined ? null : nullable(shape)(value, path));
}

export function arrayOf<T>(shape: Shape<T>): Shape<readonly T[]> {
  return (value, path) => {
    if (!Array.isArray(value)) return `${path} is not an array`;
    for (const [index, item] of value.entries()) {
      const problem = shape(item, `${path}[${String(index)}]`);
      if (problem !== null) return problem;
    }
    return null;
  };
}

/** An object with at least these fields. */
export function object<T extends object>(fields: { readonly [Key in keyof T]-?: Shape<T[Key]> }): Shape<T> {
  const entries: readonly (readonly [string, Shape<unknown>])[] = Object.entries(fields);
  return (value, path) => {
    if (typeof value !== "object" || value === null) return `${path} is not an object`;
    for (const [name, shape] of entries) {
      const problem = shape((value as Readonly<Record<string, unknown>>)[name], `${path}.${name}`);
      if (problem !== null) return problem;
    }
    return null;
  };
}

/** One of several objects told apart by their `tag` field; every variant of T must be there. */
export function tagged<T extends object, Tag extends keyof T & string>(
  tag: Tag,
  variants: { readonly [Kind in T[Tag] & string]: Shape<Extract<T, Readonly<Record<Tag, Kind>>>> },
): Shape<T> {
  const shapes: ReadonlyMap<unknown, Shape<unknown>> = new Map(Object.entries(variants));
  return (value, path) => {
    if (typeof value !== "object" || value === null) return `${path} is not an object`;
    const shape = shapes.get((value as Readonly<Record<string, unknown>>)[tag]);
    return shape === undefined ? `${path}.${tag} is not one of ${[...shapes.keys()].join(", ")}` : shape(value, path);
  };
}

/** A shape with one more demand on a value that already has it. */
export function also<T>(shape: Shape<T>, demand: (value: T) => string | null): Shape<T> {
  return (value, path) => {
    const problem = shape(value, path);
    if (problem !== null) return problem;
    const broken = demand(value as T);
    return broken === null ? null : `${path}: ${broken}`;
  };
}
