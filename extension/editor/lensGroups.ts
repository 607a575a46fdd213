/** What lenses are about, each to be shown or not: what is in effect, the pickers, the test. */
export const LENS_GROUPS = ["inEffect", "pick", "test"] as const;
export type LensGroup = (typeof LENS_GROUPS)[number];
