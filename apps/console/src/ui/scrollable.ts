/** What is wider or longer than its box has to be reached, and scrolled, by keyboard. */
export function scrollable(label: string) {
  return { role: "group", tabIndex: 0, "aria-label": label } as const;
}
