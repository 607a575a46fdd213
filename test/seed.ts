import fc from "fast-check";

/**
 * What every random test begins with. The same in each run, so that a change is judged by itself and a red run is red
 * again; FLEXLAB_PROPERTY_SEED=random draws one and prints it with what fails, a number repeats that run.
 */
const wanted = process.env["FLEXLAB_PROPERTY_SEED"] ?? "20260101";
export const seed = wanted === "random" ? 1 + Math.floor(Math.random() * (2 ** 31 - 2)) : Number(wanted);

fc.configureGlobal({ seed });
