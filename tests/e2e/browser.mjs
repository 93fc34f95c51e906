// What the end-to-end tests share: the browser, a visit to an example, and looking until something has come true.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';

import { chromium } from 'playwright-core';

export const SITE = process.env.BASE_URL?.replace(/\/+$/, '');
if (!SITE) {
  throw new Error(
    'BASE_URL is not set: it is the address of the site with the examples, such as http://127.0.0.1:8080. ' +
      '`cargo xtask demo` serves them and prints it.',
  );
}

// How long the page may take to do what it is asked, in milliseconds.
const PATIENCE = 10_000;

const UNNEEDED = [
  // The address bar's list of suggestions is two pages for each new window, which take as long as the test does.
  'WebUIOmniboxAimPopup',
  'WebUIOmniboxPopup',
  // Only the last list of this kind counts, so this one has to repeat Playwright's own.
  'AimEnabled',
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsFirstBalancedModeAutoEnable',
  'HttpsUpgrades',
  'LensOverlay',
  'MediaRouter',
  'NetworkTimeServiceQuerying',
  'OptimizationHints',
  'PaintHolding',
  'PreconnectToSearch',
  'ThirdPartyStoragePartitioning',
];

/** Starts a browser that does nothing but what it is told. */
export function launch() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      `--disable-features=${UNNEEDED.join()}`,
    ],
  });
}

/** Tests that belong together. They wait for the browser most of the time, so several run at once. */
export function group(name, declareTests) {
  describe(name, { concurrency: 2 }, declareTests);
}

/**
 * Starts a browser for the tests of one file and returns the function that declares them:
 * `it(name, [circumstances,] async (app) => …)`. `app` is a new `Page` object on the page at `paths`, in a profile of its
 * own; if there are several paths, each is visited by a test of its own. A test fails, too, if the page complains in the
 * console, whatever else it does.
 *
 * The circumstances, each of which may be left out:
 * - `hash`: the last part of the address.
 * - `storage`: what the local storage holds before the page is opened.
 * - `prepare`: a function that runs in the page before the page's own scripts do.
 * - `browser`: options of Playwright's `newContext`, such as `viewport`.
 * - `complaint`: what the page is expected to say in the console as a warning.
 * - `reported`: what a debug build reports in the console as an error. Other builds may say nothing.
 * - `refused`: whether the server is expected to refuse something, which the browser says in the console.
 */
export function visitor(paths, Page) {
  let browser;
  before(async () => {
    browser = await launch();
  });
  after(() => browser?.close());

  const declare = (name, path, circumstances, body) => {
    test(name, { timeout: 60_000 }, async (t) => {
      const context = await browser.newContext({ ...circumstances.browser, ...holding(circumstances.storage) });
      try {
        const complaints = listen(context, circumstances.refused);
        context.setDefaultTimeout(PATIENCE);
        if (circumstances.prepare) await context.addInitScript(circumstances.prepare);
        const open = async () => {
          const page = await context.newPage();
          await page.goto(SITE + path + (circumstances.hash ?? ''));
          const app = new Page(page, open);
          await app.ready();
          return app;
        };
        try {
          await body(await open());
        } catch (error) {
          // A page that has broken down explains better than the test why what was waited for did not come.
          for (const { said } of complaints) t.diagnostic(`the page said: ${said}`);
          throw error;
        }
        check(complaints, circumstances);
      } finally {
        await context.close();
      }
    });
  };
  return (name, ...rest) => {
    const body = rest.pop();
    const [circumstances = {}] = rest;
    const visits = [paths].flat();
    for (const path of visits) {
      declare(visits.length > 1 ? `${name} (${path})` : name, path, circumstances, body);
    }
  };
}

function holding(storage) {
  // An empty storage is what there is anyway, and filling it takes Playwright a page of its own.
  if (!storage) return {};
  const localStorage = Object.entries(storage).map(([name, value]) => ({ name, value }));
  return { storageState: { cookies: [], origins: [{ origin: new URL(SITE).origin, localStorage }] } };
}

/** Gathers what the pages of `context` complain about. */
function listen(context, mayBeRefused) {
  const complaints = [];
  context.on('weberror', (event) => {
    const error = event.error();
    complaints.push({ kind: 'uncaught', said: error.stack ?? String(error) });
  });
  context.on('console', (message) => {
    // The examples have no icon, which browsers ask for all the same.
    if (new URL(message.location().url, SITE).pathname === '/favicon.ico') return;
    if (mayBeRefused && /^Failed to load resource: the server responded/.test(message.text())) return;
    const kind = message.type();
    if (['assert', 'error', 'warning'].includes(kind)) complaints.push({ kind, said: message.text() });
  });
  return complaints;
}

function check(complaints, { complaint: expected, reported }) {
  const isExpected = ({ kind, said }) => kind === 'warning' && expected?.test(said);
  const isReport = ({ kind, said }) => kind === 'error' && reported?.test(said);
  assert.deepEqual(
    complaints.filter((complaint) => !isExpected(complaint) && !isReport(complaint)),
    [],
    'the page complained in the console',
  );
  if (expected) assert.ok(complaints.some(isExpected), `the page did not say ${expected} in the console`);
}

/** What all pages can do. */
export class Visit {
  constructor(page, open) {
    this.page = page;
    this.open = open;
  }

  /** Opens the same page once more, in another tab of the same browser. */
  anotherTab() {
    return this.open();
  }

  async reload() {
    await this.page.reload();
    await this.ready();
  }

  press(...keys) {
    return inTurn(keys, (key) => this.page.keyboard.press(key));
  }

  type(text) {
    return this.page.keyboard.type(text);
  }

  /** Gives the page the time to do something that it should not do. */
  settled() {
    return this.page.evaluate(
      () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve()))),
    );
  }

  /** How many pixels wider the page is than the window. */
  overflow() {
    return this.page.evaluate(() => {
      const { scrollWidth, clientWidth } = document.documentElement;
      return scrollWidth - clientWidth;
    });
  }

  /** Whether the one that has the focus is the one that `locator` finds. */
  hasFocus(locator) {
    return locator.evaluate((element) => element === document.activeElement);
  }

  style(locator, property) {
    return locator.evaluate((element, name) => getComputedStyle(element).getPropertyValue(name), property);
  }

  /** The colour of the page's corner, from 0 for black to 255 for white. */
  async brightness() {
    const screenshot = await this.page.screenshot({ clip: { x: 0, y: 0, width: 1, height: 1 } });
    return this.page.evaluate(async (png) => {
      const image = await fetch(`data:image/png;base64,${png}`).then((response) => response.blob());
      const canvas = new OffscreenCanvas(1, 1).getContext('2d');
      canvas.drawImage(await createImageBitmap(image), 0, 0);
      const [red, green, blue] = canvas.getImageData(0, 0, 1, 1).data;
      return (red + green + blue) / 3;
    }, screenshot.toString('base64'));
  }
}

/** Does `act` with each one, the next when the last is done. */
export async function inTurn(all, act) {
  for (const one of all) await act(one);
}

/** Looks until `read` returns `expected`. */
export async function eventually(read, expected, message) {
  const deadline = Date.now() + PATIENCE;
  for (;;) {
    const actual = await read();
    if (isDeepStrictEqual(actual, expected)) return;
    if (Date.now() > deadline) assert.deepEqual(actual, expected, message);
    await pause(10);
  }
}
