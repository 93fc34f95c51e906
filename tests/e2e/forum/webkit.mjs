// WebKit, by WebKitWebDriver (https://www.w3.org/TR/webdriver2/), on a screen that nobody sees.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { createServer } from 'node:net';

import { eventually } from '../browser.mjs';
import { ScriptedWindow } from './scripted.mjs';

// How WebDriver calls an element.
const ELEMENT = 'element-6066-11e4-a52e-4f735466cecf';

// What the page is drawn with, where nothing is there to draw it faster.
const WITHOUT_GRAPHICS = { GDK_BACKEND: 'x11', WEBKIT_DISABLE_COMPOSITING_MODE: '1', WEBKIT_DISABLE_DMABUF_RENDERER: '1' };

/** Makes a screen ready. */
export async function webkit() {
  const screen = spawn(process.env.XVFB ?? 'Xvfb', ['-displayfd', '3', '-screen', '0', '1280x1024x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const [display] = await once(createInterface(screen.stdio[3]), 'line');
  return {
    close: () => screen.kill(),
    async open({ javascript }) {
      const { ask, stop } = await startDriver(display);
      const session = await ask('POST', '/session', { capabilities: { alwaysMatch: capabilities(javascript) } });
      return new Window((method, path, body) => ask(method, `/session/${session.sessionId}${path}`, body), stop);
    },
  };
}

/** Starts a driver, which has one window. */
async function startDriver(display) {
  const port = await freePort();
  const driver = spawn(process.env.WEBKIT_WEBDRIVER ?? 'WebKitWebDriver', [`--port=${port}`], {
    stdio: 'ignore',
    env: { ...process.env, ...WITHOUT_GRAPHICS, DISPLAY: `:${display}` },
  });
  const ask = asker(`http://127.0.0.1:${port}`);
  await eventually(() => ask('GET', '/status').then((status) => status.ready, () => false), true, 'the driver is not ready');
  return { ask, stop: () => driver.kill() };
}

function capabilities(javascript) {
  // Without markup for it, a page has no scripts, while the driver's still run.
  const args = ['--automation', ...(javascript ? [] : ['--enable-javascript-markup=false'])];
  return { 'webkitgtk:browserOptions': { args } };
}

function asker(driver) {
  return async (method, path, body) => {
    const answer = await fetch(driver + path, { method, body: method === 'POST' ? JSON.stringify(body ?? {}) : undefined });
    const { value } = await answer.json();
    if (!answer.ok) throw new Error(`${value.error}: ${value.message}`);
    return value;
  };
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

class Window extends ScriptedWindow {
  constructor(ask, stop) {
    super();
    this.ask = ask;
    this.stop = stop;
  }

  script(body, ...values) {
    return this.ask('POST', '/execute/sync', { script: `const [xpath, value] = arguments; ${body}`, args: values });
  }

  run(expression) {
    return this.script(`return ${expression}`);
  }

  async press(xpath) {
    await this.ask('POST', `/element/${await this.#element(xpath)}/click`);
  }

  async type(xpath, text) {
    const element = await this.#element(xpath);
    await this.ask('POST', `/element/${element}/clear`);
    await this.ask('POST', `/element/${element}/value`, { text });
  }

  go(address) {
    return this.ask('POST', '/url', { url: address });
  }

  back() {
    return this.ask('POST', '/back');
  }

  forward() {
    return this.ask('POST', '/forward');
  }

  cookie(name, value) {
    if (value === null) return this.ask('DELETE', `/cookie/${name}`);
    return this.ask('POST', '/cookie', { cookie: { name, value, path: '/' } });
  }

  isLeaving(error) {
    return /no such (window|frame)|javascript error|unknown error/.test(error.message);
  }

  expectRefusals() {}

  /** What a page says in the console is not told by this driver. */
  async complaints() {
    return [];
  }

  async close() {
    await this.ask('DELETE', '');
    this.stop();
  }

  async #element(xpath) {
    const element = await this.ask('POST', '/element', { using: 'xpath', value: xpath });
    return element[ELEMENT];
  }
}
