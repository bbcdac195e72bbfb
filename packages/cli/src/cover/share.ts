/** A part of a whole. */
export interface Share {
  covered: number;
  total: number;
  /** Rounded down to a tenth, so that 100 means all; 100 of nothing. */
  percent: number;
}

export function shareOf(covered: number, total: number): Share {
  return { covered, total, percent: total === 0 ? 100 : Math.floor((covered * 1000) / total) / 10 };
}

export function shareText({ covered, total, percent }: Share): string {
  return `${covered} of ${total} (${percent}%)`;
}
