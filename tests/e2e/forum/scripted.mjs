// What windows have in common that look at a page by running scripts in it. They run whether the page may have scripts or not.

import { eventually } from '../browser.mjs';

const FIND = `
  const find = (xpath) => {
    const found = document.evaluate(xpath, document, null, XPathResult.ORDERED_NODE_SNAPSHOT_TYPE, null);
    return Array.from({ length: found.snapshotLength }, (_, at) => found.snapshotItem(at));
  };
  const [first] = find(xpath);
`;

/**
 * A window, as Chromium's. The rest has: `script(body, xpath, value)`, which runs the body of a function of two arguments and
 * returns what that returns; `press(xpath)` and `type(xpath, text)`, which do with an element what a visitor does; `go`, `back`
 * and `forward`; and `cookie`.
 */
export class ScriptedWindow {
  look(body, xpath, value) {
    return this.script(FIND + body, xpath, value);
  }

  address() {
    return this.script('return location.href');
  }

  path() {
    return this.script('return location.pathname');
  }

  title() {
    return this.script('return document.title');
  }

  texts(xpath) {
    return this.look('return find(xpath).map((element) => element.innerText.trim())', xpath);
  }

  async value(xpath) {
    await this.has(xpath);
    return this.look('return first.value', xpath);
  }

  async attribute(xpath, name) {
    await this.has(xpath);
    return this.look('return first.getAttribute(value)', xpath, name);
  }

  async click(xpath) {
    await this.has(xpath);
    await this.look('first.scrollIntoView({ block: "center" })', xpath);
    await this.press(xpath);
  }

  async fill(xpath, text) {
    await this.has(xpath);
    await this.look('first.focus(); first.select()', xpath);
    await this.type(xpath, text);
  }

  async select(xpath, value) {
    await this.has(`${xpath}[not(@disabled)]`);
    const choose = 'first.value = value; for (const name of ["input", "change"]) first.dispatchEvent(new Event(name, { bubbles: true }))';
    await this.look(choose, xpath, value);
  }

  has(xpath) {
    const isThere = () => this.texts(xpath).then((texts) => texts.length > 0, (error) => !this.isLeaving(error) && Promise.reject(error));
    return eventually(isThere, true, `there is no ${xpath}`);
  }
}
