const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** `$context.requestTime`: CLF time in UTC, e.g. `02/Aug/2024:23:34:43 +0000`, of epoch milliseconds. */
export function formatRequestTime(epochMs: number): string {
  const date = new Date(epochMs);
  const [day, month, year] = [date.getUTCDate(), MONTHS[date.getUTCMonth()], date.getUTCFullYear()];
  return `${String(day).padStart(2, "0")}/${month}/${year}:${date.toISOString().slice(11, 19)} +0000`;
}
