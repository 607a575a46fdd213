/** Whether a value is within a share of what is wanted. */
export const near = (value: number, wanted: number, share: number): boolean => Math.abs(value - wanted) <= wanted * share;
