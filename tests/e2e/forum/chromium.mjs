// Chromium, by Playwright.

import { launch } from '../browser.mjs';

const PATIENCE = 10_000;

/** Starts Chromium. */
export async function chromium() {
  const browser = await launch();
  return {
    concurrency: 2,
    close: () => browser.close(),
    async open({ javascript, ...options }) {
      const context = await browser.newContext({ javaScriptEnabled: javascript, ...options });
      context.setDefaultTimeout(PATIENCE);
      return new Window(context, await context.newPage(), javascript);
    },
  };
}

/** A window with cookies and a storage of its own. Elements are found by XPath; the first of several counts. */
class Window {
  #complaints = [];
  #mayBeRefused = false;

  constructor(context, page, javascript) {
    this.context = context;
    this.page = page;
    context.on('weberror', (event) => this.#complaints.push(String(event.error().stack)));
    context.on('console', (message) => {
      const said = message.text();
      // What is meant for the program is of no use without it.
      if (!javascript && /was preloaded using link preload but not used/.test(said)) return;
      if (this.#mayBeRefused && /^Failed to load resource: the server responded/.test(said)) return;
      if (['assert', 'error', 'warning'].includes(message.type())) this.#complaints.push(said);
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

  select(xpath, value) {
    return this.#first(xpath).selectOption(value);
  }

  /** The texts of all elements, as they are shown. */
  async texts(xpath) {
    return (await this.page.locator(`xpath=${xpath}`).allInnerTexts()).map((text) => text.trim());
  }

  value(xpath) {
    return this.#first(xpath).inputValue();
  }

  attribute(xpath, name) {
    return this.#first(xpath).getAttribute(name);
  }

  /** Sets a cookie, or removes it. */
  cookie(name, value) {
    const url = new URL(this.page.url()).origin;
    return value === null ? this.context.clearCookies({ name }) : this.context.addCookies([{ name, value, url }]);
  }

  /** What an expression is in the page, which needs JavaScript. */
  run(expression) {
    return this.page.evaluate(expression);
  }

  /** Whether this is what comes of looking at a page that is just being left. */
  isLeaving(error) {
    return /Execution context was destroyed|navigat/i.test(error.message);
  }

  /** From now on, the server may refuse what the page asks for, which browsers say in the console. */
  expectRefusals() {
    this.#mayBeRefused = true;
  }

  /** What the page has complained about in the console. */
  async complaints() {
    return this.#complaints;
  }

  close() {
    return this.context.close();
  }

  #first(xpath) {
    return this.page.locator(`xpath=${xpath}`).first();
  }
}
