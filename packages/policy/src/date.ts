/**
 * The dates that a condition of IAM can name.
 *
 * @see https://www.w3.org/TR/NOTE-datetime
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_Date
 */

const EPOCH_SECONDS = /^-?(?:0|[1-9]\d{0,11})$/;

const YEAR = /^\d{4}$/;

const DATE =
  /^(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?(?:Z|([+-])(\d\d):(\d\d)))?)?)?$/;

/**
 * Reads a date as milliseconds since the epoch; `undefined` when it is none. Takes W3C's profile of
 * ISO 8601 (a year, a month, a day, or a time with its zone) and epoch seconds. Four digits are a year.
 * Epoch seconds have at most twelve digits, so that milliseconds given by mistake are refused.
 */
export function parseDate(text: string): number | undefined {
  if (EPOCH_SECONDS.test(text) && !YEAR.test(text)) return Number(text) * 1000;
  const match = DATE.exec(text);
  if (match === null) return undefined;
  const [, year, month = "01", day = "01", hour = "00", minute = "00", second = "00"] = match;
  const [fraction = "", sign = "+", offsetHour = "00", offsetMinute = "00"] = match.slice(7);
  const midnight = midnightOf(Number(year), Number(month), Number(day));
  const time = sinceMidnight(Number(hour), Number(minute), Number(second));
  const offset = sinceMidnight(Number(offsetHour), Number(offsetMinute), 0);
  if (midnight === undefined || time === undefined || offset === undefined) return undefined;
  const milliseconds = Number(fraction.padEnd(3, "0").slice(0, 3));
  return midnight + time + milliseconds - (sign === "-" ? -offset : offset);
}

function midnightOf(year: number, month: number, day: number): number | undefined {
  // Date.UTC would take the years 0 to 99 for 1900 to 1999.
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  const exists = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return exists ? date.getTime() : undefined;
}

function sinceMidnight(hour: number, minute: number, second: number): number | undefined {
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  return ((hour * 60 + minute) * 60 + second) * 1000;
}
