/** Light, dark, or as the system has it. */
import { effect, signal } from "@preact/signals";

export const THEMES = ["system", "light", "dark"] as const;

export type Theme = (typeof THEMES)[number];

const KEPT_AS = "lychgate-theme";

export const theme = signal<Theme>("system");

/** Takes up the theme that was chosen last, and keeps what is chosen. */
export function followTheme(): void {
  theme.value = THEMES.find((each) => each === kept()) ?? "system";
  effect(() => {
    document.documentElement.dataset.theme = theme.value;
    keep(theme.value);
  });
}

/** A browser may refuse to keep anything. */
function kept(): string | null {
  try {
    return window.localStorage.getItem(KEPT_AS);
  } catch {
    return null;
  }
}

function keep(chosen: Theme): void {
  try {
    window.localStorage.setItem(KEPT_AS, chosen);
  } catch {
    // It holds for as long as the page is open.
  }
}
