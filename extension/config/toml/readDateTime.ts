const DATE = "([0-9]{4})-([0-9]{2})-([0-9]{2})";
const TIME = "([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\\.[0-9]+)?";
const OFFSET = "(?:[Zz]|[+-]([0-9]{2}):([0-9]{2}))";
const DATE_TIME = new RegExp(`^${DATE}(?:[Tt ]${TIME}${OFFSET}?)?$`);
const LOCAL_TIME = new RegExp(`^${TIME}$`);

/** How a date or a time begins, so that a wrong one can be told from a wrong number. */
export const LOOKS_LIKE_DATE_TIME = /^[0-9]+(?:-[0-9]+-|:[0-9])/;

/** Whether this is a date, a time, or both, that exists. Seconds may be 60, for leap seconds (RFC 3339). */
export function isDateTime(raw: string): boolean {
  const both = DATE_TIME.exec(raw);
  if (both !== null) {
    const [year = 0, month = 0, day = 0, ...time] = both.slice(1).map((part: string | undefined) => Number(part ?? 0));
    return month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month) && isTime(time);
  }
  const time = LOCAL_TIME.exec(raw);
  return time !== null && isTime(time.slice(1).map(Number));
}

function isTime([hour = 0, minute = 0, second = 0, offsetHour = 0, offsetMinute = 0]: readonly number[]): boolean {
  return hour <= 23 && minute <= 59 && second <= 60 && offsetHour <= 23 && offsetMinute <= 59;
}

function daysIn(year: number, month: number): number {
  if (month === 2) {
    return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  }
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}
