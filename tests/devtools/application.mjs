// The application and its relay, served for tests, and the application as somebody uses it.

import { createServer } from 'node:http';
import { once } from 'node:events';
import { isDeepStrictEqual } from 'node:util';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import relay from '@redux-devtools/cli';
import { build } from 'esbuild';
import knex from 'knex';
import { chromium } from 'playwright-core';

// How long anything may take, in milliseconds.
const PATIENCE = 10_000;

const PAGE = `<!doctype html>
<meta charset="utf-8">
<title>Redux DevTools</title>
<style>
  html, body, #root { height: 100%; margin: 0 }
  body { overflow: hidden }
  #root { display: flex; flex-direction: column }
</style>
<div id="root"></div>
<script src="/app.js"></script>`;

/** Looks until what it sees is what is wanted. */
export async function eventually(look, wanted) {
  const until = Date.now() + PATIENCE;
  for (;;) {
    const seen = await look();
    if (isDeepStrictEqual(seen, wanted)) return;
    if (Date.now() > until) {
      throw new Error(`seen at last: ${JSON.stringify(seen)}\nwanted:       ${JSON.stringify(wanted)}`);
    }
    await pause(50);
  }
}

/** A port that is free. */
async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

/** In place of the relay's database, which is for reports that nobody makes here: it is empty. */
class NoDatabase extends knex.Client {
  acquireConnection() {
    return Promise.resolve({});
  }

  releaseConnection() {
    return Promise.resolve();
  }

  _query(connection, query) {
    return Promise.resolve(query);
  }

  processResponse() {
    return [];
  }
}

/** Starts the relay; returns its port. */
export async function startRelay() {
  const port = await freePort();
  const { ready } = await relay({ hostname: '127.0.0.1', port, logLevel: 1, dbOptions: { client: NoDatabase } });
  await ready;
  return port;
}

/** Builds the page and serves it; returns its address. */
export async function serveApplication() {
  const { outputFiles } = await build({
    absWorkingDir: fileURLToPath(new URL('.', import.meta.url)),
    entryPoints: ['app.jsx'],
    bundle: true,
    write: false,
    outdir: 'out',
    logLevel: 'error',
    // What it looks like is not tested.
    loader: { '.woff2': 'empty' },
    define: { 'process.env.NODE_ENV': '"production"', global: 'window' },
  });
  const script = outputFiles.find((file) => file.path.endsWith('.js')).contents;
  const server = createServer((request, response) => {
    const isScript = request.url === '/app.js';
    response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html');
    response.end(isScript ? script : PAGE);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  server.unref();
  return `http://127.0.0.1:${server.address().port}/`;
}

/** The application in a browser. */
export class Application {
  static async open(address, relayPort) {
    const browser = await chromium.launch({
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-gpu'],
    });
    const page = await browser.newPage({ viewport: { width: 1200, height: 800 } });
    page.setDefaultTimeout(PATIENCE);
    const application = new Application(browser, page);
    await page.goto(address);
    await application.connect(relayPort);
    return application;
  }

  constructor(browser, page) {
    this.browser = browser;
    this.page = page;
    this.problems = [];
    page.on('pageerror', (error) => this.problems.push(String(error)));
  }

  close() {
    return this.browser.close();
  }

  /** Connects to the relay, which can be said in its settings alone. */
  async connect(port) {
    await this.button('Settings').click();
    await this.page.getByText('custom', { exact: true }).click();
    await this.page.locator('input[type=number]').fill(String(port));
    await this.button('Connect').click();
    await this.button('Actions').click();
  }

  button(name) {
    return this.page.getByRole('button', { name, exact: true });
  }

  /** Presses a button with this text, which may have another name. */
  press(text) {
    return this.page.getByText(text, { exact: true }).click();
  }

  /** A picture of it. */
  screenshot(path) {
    return this.page.screenshot({ path, animations: 'disabled' });
  }

  /** Chooses one of the stores. */
  async choose(name) {
    await this.page.locator('input[role=combobox]').first().click();
    await this.page.getByRole('option', { name, exact: true }).click();
  }

  /** The stores that can be chosen. */
  async stores() {
    const chooser = this.page.locator('input[role=combobox]').first();
    await chooser.click();
    const stores = await this.page.getByRole('option').allTextContents();
    await chooser.press('Escape');
    return stores;
  }

  rows() {
    return this.page.getByTestId('actionListRows').locator('[data-id]');
  }

  /** The entries of the list. */
  entries() {
    return this.rows().evaluateAll((rows) => rows.map((row) => row.firstElementChild.textContent));
  }

  row(id) {
    return this.page.getByTestId('actionListRows').locator(`[data-id="${id}"]`);
  }

  /** Looks at an entry. */
  select(id) {
    return this.row(id).click();
  }

  async onRow(id, what) {
    await this.row(id).hover();
    await this.row(id).getByText(what, { exact: true }).click();
  }

  jump(id) {
    return this.onRow(id, 'Jump');
  }

  skip(id) {
    return this.onRow(id, 'Skip');
  }

  /** Opens a tab of the inspector, as text. */
  async inspect(tab) {
    await this.page.getByText(tab, { exact: true }).last().click();
    await this.page.getByText('Raw', { exact: true }).click();
  }

  /** What the inspector shows of the entry that is looked at, in one of its tabs. */
  async inspected(tab) {
    await this.inspect(tab);
    return this.page.locator('.cm-content').first().textContent();
  }

  /** Moves the slider by this many entries. */
  async slide(entries) {
    const button = this.button(entries < 0 ? 'Go back' : 'Go forward');
    for (let moved = 0; moved < Math.abs(entries); moved += 1) await button.click();
  }

  /** Dispatches what is typed. */
  async dispatch(typed) {
    await this.showDispatcher();
    await this.type(this.page.locator('.cm-content').last(), typed);
    await this.button('Dispatch').click();
  }

  /** Chooses an action that the dispatcher offers and dispatches it with this argument. */
  async dispatchChosen(action, argument) {
    await this.showDispatcher();
    await this.page.locator('input[role=combobox]').last().click();
    await this.page.getByRole('option', { name: action, exact: true }).click();
    await this.type(this.page.locator('.cm-content').nth(-2), argument);
    await this.button('Dispatch').click();
  }

  async showDispatcher() {
    if (await this.button('Show dispatcher').isVisible()) await this.button('Show dispatcher').click();
  }

  async type(editor, text) {
    await editor.click();
    await this.page.keyboard.press('ControlOrMeta+A');
    await this.page.keyboard.insertText(text);
  }

  /** Imports a file. */
  import(text) {
    const file = { name: 'state.json', mimeType: 'application/json', buffer: Buffer.from(text) };
    return this.page.locator('input[type=file]').setInputFiles(file);
  }

  /** Exports a file; returns what is in it. */
  async export() {
    const [download] = await Promise.all([
      this.page.waitForEvent('download'),
      this.button('Export to a file').click(),
    ]);
    const parts = [];
    for await (const part of await download.createReadStream()) parts.push(part);
    return Buffer.concat(parts).toString();
  }

  /** Drags an entry to where another one is. */
  async drag(id, to) {
    const [from, target] = await Promise.all([this.row(id).boundingBox(), this.row(to).boundingBox()]);
    const middle = (box) => [box.x + 60, box.y + box.height / 2];
    const { mouse } = this.page;
    await mouse.move(...middle(from));
    await mouse.down();
    await mouse.move(from.x + 60, from.y + from.height / 2 + Math.sign(target.y - from.y) * 8, { steps: 4 });
    await mouse.move(...middle(target), { steps: 12 });
    await mouse.up();
  }
}
