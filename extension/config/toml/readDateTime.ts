const TIME = "(?:[01][0-9]|2[0-3]):[0-5][0-9]:(?:[0-5][0-9]|60)(?:\\.[0-9]+)?";
const OFFSET = "(?:[Zz]|[+-](?:[01][0-9]|2[0-3]):[0-5][0-9])";
const DATE_TIME = new RegExp(`^(?:([0-9]{4}-[0-9]{2}-([0-9]{2}))(?:[Tt ]${TIME}${OFFSET}?)?|${TIME})$`);

/** How a date or a time begins, so that a wrong one can be told from a wrong number. */
export const LOOKS_LIKE_DATE_TIME = /^[0-9]+(?:-[0-9]+-|:[0-9])/;

/** Whether this is a date, a time, or both, that exists. Seconds may be 60, for leap seconds (RFC 3339). */
export function isDateTime(raw: string): boolean {
  const [all, date, day] = DATE_TIME.exec(raw) ?? [];
  // A day that its month does not have comes back as one of the next month.
  return date === undefined ? all !== undefined : new Date(date).getUTCDate() === Number(day);
}
