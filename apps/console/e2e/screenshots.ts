/** Pictures of the console for the README: `npm run screenshots`. */
import { mkdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { chromium, type Page } from "playwright-core";
import { launchOptions, whyNoBrowser } from "./browser.ts";
import { startStack } from "./running-stack.ts";

const FOLDER = join(import.meta.dirname, "../../../docs/images");

interface Picture {
  file: string;
  hash: string;
  /** What the pointer is on; all of it is there before the picture is taken. */
  pointed: (page: Page) => ReturnType<Page["locator"]>;
}

const PICTURES: readonly Picture[] = [
  {
    file: "console-matrix.png",
    hash: "#/matrix",
    pointed: (page) => page.getByRole("link", { name: "pet-veterinarian, DELETE /petstore/v1/pets/{petId}" }),
  },
  {
    file: "console-why.png",
    hash: "#/why?groups=pet-veterinarian&method=DELETE&path=/petstore/v1/pets/1&ip=203.0.113.10",
    pointed: (page) => page.locator(".verdict"),
  },
];

const reason = whyNoBrowser();
if (reason !== undefined) {
  console.error(`there is no browser to take pictures with: ${reason}`);
  process.exit(1);
}

mkdirSync(FOLDER, { recursive: true });
const browser = await chromium.launch(launchOptions());
const stack = await startStack();
try {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    colorScheme: "light",
    reducedMotion: "reduce",
  });
  for (const { file, hash, pointed } of PICTURES) {
    const page = await context.newPage();
    await page.goto(new URL(hash, stack.consoleUrl).href);
    await pointed(page).hover();
    const path = join(FOLDER, file);
    await page.screenshot({ path, animations: "disabled", caret: "hide" });
    console.log(`${file}: ${Math.round(statSync(path).size / 1024)} kB`);
  }
} finally {
  await browser.close();
  await stack.end();
}
