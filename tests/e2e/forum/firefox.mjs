// Firefox, by Puppeteer.

import puppeteer from 'puppeteer-core';

const PATIENCE = 10_000;

/** Starts Firefox. */
export async function firefox() {
  const start = (javascript) =>
    puppeteer.launch({
      browser: 'firefox',
      executablePath: process.env.FIREFOX ?? '/usr/bin/firefox-esr',
      headless: true,
      extraPrefsFirefox: { 'javascript.enabled': javascript },
    });
  // Whether there is JavaScript is decided for all of a browser.
  const browsers = { true: await start(true), false: await start(false) };
  return {
    concurrency: 1,
    close: () => Promise.all(Object.values(browsers).map((browser) => browser.close())),
    async open({ javascript }) {
      const context = await browsers[javascript].createBrowserContext();
      const page = await context.newPage();
      page.setDefaultTimeout(PATIENCE);
      return new Window(context, page);
    },
  };
}

/** A window, as Chromium's. */
class Window {
  #complaints = [];
  #mayBeRefused = false;

  constructor(context, page) {
    this.context = context;
    this.page = page;
    page.on('pageerror', (error) => this.#complaints.push(String(error.stack)));
    page.on('console', (message) => {
      const said = message.text();
      if (this.#mayBeRefused && /^Failed to load resource/.test(said)) return;
      if (['assert', 'error', 'warn'].includes(message.type())) this.#complaints.push(said);
    });
  }

  go(address) {
    return this.page.goto(address);
  }

  async address() {
    return this.page.url();
  }

  async path() {
    return new URL(this.page.url()).pathname;
  }

  title() {
    return this.page.title();
  }

  back() {
    return this.page.goBack();
  }

  forward() {
    return this.page.goForward();
  }

  click(xpath) {
    return this.#first(xpath).click();
  }

  fill(xpath, text) {
    return this.#first(xpath).fill(text);
  }

  async texts(xpath) {
    const texts = await this.page.$$eval(`::-p-xpath(${xpath})`, (all) => all.map((element) => element.innerText.trim()));
    return texts;
  }

  value(xpath) {
    return this.page.$eval(`::-p-xpath(${xpath})`, (element) => element.value);
  }

  close() {
    return this.context.close();
  }

  #first(xpath) {
    return this.page.locator(`::-p-xpath(${xpath})`);
  }
}
