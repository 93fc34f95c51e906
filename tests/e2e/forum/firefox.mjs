// Firefox, by Puppeteer.

import puppeteer from 'puppeteer-core';

import { ScriptedWindow } from './scripted.mjs';

/** Starts Firefox. */
export async function firefox() {
  const start = (javascript) =>
    puppeteer.launch({
      browser: 'firefox',
      executablePath: process.env.FIREFOX ?? '/usr/bin/firefox-esr',
      headless: true,
      extraPrefsFirefox: { 'javascript.enabled': javascript },
    });
  // Whether pages may have scripts is decided for a browser as a whole.
  const browsers = { true: await start(true), false: await start(false) };
  return {
    concurrency: 1,
    close: () => Promise.all(Object.values(browsers).map((browser) => browser.close())),
    async open({ javascript }) {
      const context = await browsers[javascript].createBrowserContext();
      return new Window(context, await context.newPage());
    },
  };
}

class Window extends ScriptedWindow {
  #complaints = [];
  #mayBeRefused = false;

  constructor(context, page) {
    super();
    this.context = context;
    this.page = page;
    page.on('pageerror', (error) => this.#complaints.push(String(error.stack)));
    page.on('console', (message) => {
      if (this.#mayBeRefused && /^Failed to load resource/.test(message.text())) return;
      if (['assert', 'error', 'warn'].includes(message.type())) this.#complaints.push(message.text());
    });
  }

  /** Runs a script beside the page's own, which is possible where the page may have none. */
  async script(body, ...values) {
    const { result } = await this.#send('script.callFunction', {
      functionDeclaration: `function (xpath, value) { ${body} }`,
      arguments: values.map((value) => (value === undefined ? { type: 'undefined' } : { type: 'string', value })),
      target: { context: this.page.mainFrame()._id, sandbox: 'tests' },
      awaitPromise: false,
    });
    if (result.type === 'exception') throw new Error(result.exceptionDetails.text);
    return plain(result.result);
  }

  run(expression) {
    return this.page.evaluate(expression);
  }

  async press(xpath) {
    const place = 'const { x, y, width, height } = first.getBoundingClientRect(); return [x + width / 2, y + height / 2]';
    await this.page.mouse.click(...(await this.look(place, xpath)));
  }

  type(_, text) {
    return text === '' ? this.page.keyboard.press('Backspace') : this.page.keyboard.type(text);
  }

  go(address) {
    return this.page.goto(address);
  }

  back() {
    return this.#traverse(-1);
  }

  forward() {
    return this.#traverse(1);
  }

  cookie(name, value) {
    const domain = '127.0.0.1';
    if (value === null) return this.context.deleteCookie({ name, value: '', domain, path: '/' });
    return this.context.setCookie({ name, value, domain, path: '/' });
  }

  isLeaving(error) {
    return /no such frame|no such window|destroyed|discarded|navigat/i.test(error.message);
  }

  expectRefusals() {
    this.#mayBeRefused = true;
  }

  async complaints() {
    return this.#complaints;
  }

  close() {
    return this.context.close();
  }

  /** Puppeteer waits for the page to be loaded, which one that was kept never is. */
  #traverse(delta) {
    return this.#send('browsingContext.traverseHistory', { context: this.page.mainFrame()._id, delta });
  }

  #send(method, parameters) {
    return this.context.browser().connection.send(method, parameters);
  }
}

/** A value as BiDi describes it. */
function plain({ type, value }) {
  return type === 'array' ? value.map(plain) : (value ?? null);
}
