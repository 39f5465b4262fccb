// Drives a headless Chromium: reads an instruction a line from standard input, and says one a line what came of it.

import { createRequire } from "node:module";
import { createInterface } from "node:readline";

// What it stands on is installed in the working directory, not here.
const require = createRequire(`${process.cwd()}/`);
const { chromium } = require("playwright-core");
const { source: axe } = require("axe-core");

// How long the browser may take for anything, in milliseconds.
const PATIENCE = 60_000;

// Tests run as root in CI, where Chromium's own sandbox does not start.
const browser = await chromium.launch({ executablePath: process.argv[2], chromiumSandbox: false, timeout: PATIENCE });
const visitors = [];

const instructions = {
  // A visitor has cookies of its own.
  async arrive({ javascript }) {
    const context = await browser.newContext({ javaScriptEnabled: javascript, locale: "en-GB" });
    const visitor = { complaints: [], status: null };
    watch(visitor, await context.newPage());
    return visitors.push(visitor) - 1;
  },
  async open({ page }, { url }) {
    await page.goto(url);
  },
  async fill({ page }, { label, text }) {
    await page.getByLabel(label, { exact: true }).fill(text);
  },
  // Clicks on what leads to another page, and waits for that.
  async follow({ page }, { name }) {
    const button = page.getByRole("button", { name, exact: true });
    const link = page.getByRole("link", { name, exact: true });
    await andLoad(page, () => button.or(link).first().click());
  },
  async frame_text({ page }) {
    return page.frames()[1].locator("body").innerText();
  },
  // Goes on in the tab that a link in the first frame opens.
  async follow_in_frame(visitor, { name }) {
    const { page } = visitor;
    const link = page.frames()[1].getByRole("link", { name, exact: true });
    const url = await link.getAttribute("href");
    const opened = page.waitForEvent("popup");
    await link.focus();
    await page.keyboard.press("Enter");
    const tab = await opened;
    // A new tab may change its process until it has loaded, and does not reload meanwhile.
    await tab.waitForURL(url);
    // The status of the first load came before anything watched the tab.
    watch(visitor, tab);
    await tab.reload();
  },
  async press({ page }, { key }) {
    await page.keyboard.press(key);
  },
  // Presses a key that leads to another page, and waits for that.
  async submit({ page }, { key }) {
    await andLoad(page, () => page.keyboard.press(key));
  },
  async type({ page }, { text }) {
    await page.keyboard.type(text);
  },
  async look({ page, status }) {
    return {
      url: page.url(),
      status,
      title: await page.title(),
      heading: await page.getByRole("heading", { level: 1 }).textContent(),
      text: await page.locator("body").innerText(),
    };
  },
  // Role and name of what has the focus, and whether a ring shows it.
  async focused({ page }) {
    const focused = page.locator(":focus");
    return {
      element: await focused.ariaSnapshot(),
      ring: await focused.evaluate((element) => {
        const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
        return (outlineStyle !== "none" && outlineWidth !== "0px") || boxShadow !== "none";
      }),
    };
  },
  async show({ page }, { width, height, scheme }) {
    await page.setViewportSize({ width, height });
    await page.emulateMedia({ colorScheme: scheme });
  },
  // What is wrong with the page as it is shown, in sentences.
  async faults({ page, complaints }) {
    const found = complaints.splice(0);
    const [shown, needed] = await page.evaluate(() => {
      const { clientWidth, scrollWidth } = document.documentElement;
      return [clientWidth, scrollWidth];
    });
    if (needed > shown) {
      found.push(`layout: ${needed} pixels wide on a screen of ${shown}`);
    }
    await page.evaluate(axe);
    // A frame without scripts cannot answer axe-core.
    const options = { iframes: false, rules: { "target-size": { enabled: true } } };
    const { violations } = await page.evaluate((options) => window.axe.run(options), options);
    for (const { id, help, nodes } of violations) {
      found.push(...nodes.map((node) => `accessibility: ${id}: ${help}: ${node.html}`));
    }
    return found;
  },
  async picture({ page }, { path }) {
    await page.screenshot({ path, fullPage: true, animations: "disabled" });
  },
};

// Notes what the browser says of a page, which the visitor looks at from now on.
function watch(visitor, page) {
  visitor.page = page;
  page.setDefaultTimeout(PATIENCE);
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type()) && !isStatusOf(message, page)) {
      visitor.complaints.push(`console: ${message.text()}`);
    }
  });
  page.on("pageerror", (error) => visitor.complaints.push(`script: ${error.message}`));
  page.on("requestfailed", (request) => visitor.complaints.push(`${request.url()}: ${request.failure()?.errorText}`));
  page.on("response", (response) => {
    if (response.request().isNavigationRequest() && response.frame() === page.mainFrame()) {
      visitor.status = response.status();
    }
  });
}

// The browser reports an answer such as 401 of the page itself, too, which a test looks at.
function isStatusOf(message, page) {
  return message.text().startsWith("Failed to load resource: the server responded with a status of")
    && message.location().url === page.url();
}

async function andLoad(page, act) {
  const loaded = page.waitForEvent("load");
  await act();
  await loaded;
}

for await (const line of createInterface({ input: process.stdin })) {
  const { instruction, visitor, ...given } = JSON.parse(line);
  try {
    const known = instruction === "arrive" ? [given] : [visitors[visitor], given];
    console.log(JSON.stringify({ value: (await instructions[instruction](...known)) ?? null }));
  } catch (error) {
    console.log(JSON.stringify({ error: `${instruction}: ${error.message}` }));
  }
}
await browser.close();
