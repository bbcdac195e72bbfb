/** The Chromium that is installed on this machine. */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import type { LaunchOptions } from "playwright-core";

/** Where Linux distributions have it; `LYCHGATE_CHROMIUM` goes before them. */
const PLACES = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

function executablePath(): string | undefined {
  const named = process.env.LYCHGATE_CHROMIUM;
  return named ? named : PLACES.find((place) => existsSync(place));
}

/** Why no browser can be driven here; `undefined` when one can. */
export function whyNoBrowser(): string | undefined {
  const path = executablePath();
  if (path === undefined) {
    return `none of ${PLACES.join(", ")} is there: install Chromium, or name it in LYCHGATE_CHROMIUM`;
  }
  const { status } = spawnSync(path, ["--version"], { stdio: "ignore" });
  return status === 0
    ? undefined
    : `\`${path} --version\` does not work: name a Chromium in LYCHGATE_CHROMIUM`;
}

export function launchOptions(): LaunchOptions {
  return {
    executablePath: executablePath() ?? "",
    // Chromium refuses to run as root within its sandbox.
    chromiumSandbox: process.getuid?.() !== 0,
    // Pictures are to be the same on each run.
    args: ["--force-color-profile=srgb", "--font-render-hinting=none", "--hide-scrollbars"],
  };
}
