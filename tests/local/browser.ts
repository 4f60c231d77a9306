import { type Browser, chromium, type Page } from "playwright-core";
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import process from "node:process";

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/** Starts the Chromium of this machine; throws an `Error` where there is none. */
export function startBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: findChromium(process.env.PATH ?? ""),
    // As root, as in a container, Chromium has no sandbox. It opens our own pages only.
    args: ["--no-sandbox"],
  });
}

/** Finds Chromium in the folders of a `PATH`; throws an `Error` where there is none. */
export function findChromium(path: string): string {
  const files = path.split(delimiter).flatMap((folder) => names.map((name) => join(folder, name)));
  const found = files.find(isProgram);
  if (found !== undefined) return found;
  throw new Error(
    "Cannot test the page: there is no Chromium on this machine, install one (apt-get install chromium)",
  );
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** How a page is opened. */
export interface PageOptions {
  /** Width of the window, in pixels. Default: 1280. */
  width?: number;
  /** What the reader prefers. Default: `light`. */
  colorScheme?: "light" | "dark";
}

/** A page, and what its browser complained of. */
export interface OpenPage {
  /** The page. */
  page: Page;
  /** Errors and warnings in the console, and requests that failed. */
  complaints: string[];
}

/** Opens a window of its own. */
export async function openPage(
  browser: Browser,
  { width = 1280, colorScheme = "light" }: PageOptions = {},
): Promise<OpenPage> {
  const page = await browser.newPage({ colorScheme, viewport: { width, height: 900 } });
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("request", (request) => {
    if (new URL(request.url()).hostname !== "127.0.0.1") complaints.push(request.url());
  });
  return { page, complaints };
}

/**
 * Texts on a page that are hard to read, by WCAG's measure for ordinary text: a contrast under 4.5. It looks for the
 * nearest background that covers.
 *
 * @see https://www.w3.org/TR/WCAG22/#contrast-minimum
 */
export function faintTexts(page: Page): Promise<string[]> {
  return page.evaluate<string[]>(`(() => {
    const channels = (color) => (color.match(/[\\d.]+/g) ?? []).map(Number);
    const linear = (value) => value <= 10.31475 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4;
    const luminance = ([red, green, blue]) => 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
    const behind = (element) => {
      for (let each = element; each !== null; each = each.parentElement) {
        const color = channels(getComputedStyle(each).backgroundColor);
        if (color.length === 3) return color;
      }
      return [255, 255, 255];
    };
    const elements = [...document.body.querySelectorAll("*")].filter((element) =>
      element.checkVisibility() && [...element.childNodes].some(({ nodeType, data }) => nodeType === 3 && data.trim() !== ""));
    return elements.flatMap((element) => {
      const [light, dark] = [channels(getComputedStyle(element).color), behind(element)].map(luminance).sort((a, b) => b - a);
      const contrast = (light + 0.05) / (dark + 0.05);
      return contrast < 4.5 ? [element.textContent.trim() + " " + contrast.toFixed(2)] : [];
    });
  })()`);
}
