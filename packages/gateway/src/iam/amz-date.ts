/**
 * The date of a signature.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */

const ISO_BASIC = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/;

const HTTP_DATE = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;

/** Epoch milliseconds as `20150830T123600Z`. */
export function formatAmzDate(epochMs: number): string {
  return new Date(epochMs).toISOString().replaceAll(/[-:]|\.\d{3}/g, "");
}

/** Reads `20150830T123600Z` as epoch milliseconds; `undefined` when it is no such date. */
export function parseAmzDate(text: string): number | undefined {
  const [, year, month, day, hours, minutes, seconds] = ISO_BASIC.exec(text) ?? [];
  if (year === undefined) return undefined;
  const epochMs = Date.parse(`${year}-${month}-${day}T${hours}:${minutes}:${seconds}Z`);
  return isDateOf(epochMs, (date) => formatAmzDate(date) === text);
}

/** Reads `Sun, 30 Aug 2015 12:36:00 GMT`, as the header `Date` has it. */
export function parseHttpDate(text: string): number | undefined {
  if (!HTTP_DATE.test(text)) return undefined;
  return isDateOf(Date.parse(text), (date) => new Date(date).toUTCString() === text);
}

/** A day that no calendar has is read as another one, so the date has to read back as it was. */
function isDateOf(epochMs: number, readsBack: (epochMs: number) => boolean): number | undefined {
  return Number.isFinite(epochMs) && readsBack(epochMs) ? epochMs : undefined;
}
