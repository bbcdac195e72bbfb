/** How a command ends. */
export const EXIT_CODES = {
  fine: 0,
  /** The command did its work and found something wrong. */
  findings: 1,
  /** The command was called wrongly, or something it needs failed. */
  fault: 2,
} as const;
