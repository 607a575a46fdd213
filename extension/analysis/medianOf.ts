/**
 * The value that would stand in the middle of `values` (the upper one of two) if they were sorted, found without
 * sorting; reorders them. 0 of none.
 */
export function medianOf(values: Float64Array): number {
  const k = values.length >> 1;
  let low = 0;
  let high = values.length - 1;
  while (low < high) {
    // Everything below `i` is at most the pivot, everything above `j` at least.
    const pivot = values[k] as number;
    let i = low;
    let j = high;
    while (i <= j) {
      while ((values[i] as number) < pivot) i++;
      while (pivot < (values[j] as number)) j--;
      if (i > j) break;
      const swapped = values[i] as number;
      values[i++] = values[j] as number;
      values[j--] = swapped;
    }
    if (j < k) low = i;
    if (k < i) high = j;
  }
  return values[k] ?? 0;
}
