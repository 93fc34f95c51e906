import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { eventually, inTurn, Visit } from './browser.mjs';
import { chromium } from './forum/chromium.mjs';
import { scenarios, VARIANTS, Visitor } from './forum/scenarios.mjs';

let browser;
before(async () => {
  browser = await chromium();
});
after(() => browser?.close());

scenarios({ concurrency: 2, open: (options) => browser.open(options) });

/** What is easier to see in Chromium alone. */
for (const variant of VARIANTS) {
  const it = (name, circumstances, act) =>
    test(name, { timeout: 60_000 }, async () => {
      const window = await browser.open({ javascript: true, ...circumstances });
      try {
        await act(new Visitor(window, variant, true), window.page);
        assert.deepEqual(await window.complaints(), [], 'the page complained');
      } finally {
        await window.close();
      }
    });

  describe(`${variant}, while something is on its way`, { concurrency: 2 }, () => {
    it('a reply is shown at once, and the next one can be written', {}, async (ada, page) => {
      await ada.begins('At once');
      const release = await hold(page, '**/api/reply');
      await ada.replies('Here already');
      await ada.reads('//li[@aria-busy="true"]/p[2]', 'Here already');
      await ada.reads('//li[@aria-busy="true"]/p[1]', 'Ada · on its way');
      assert.equal(await page.locator('#text').inputValue(), '');
      await page.locator('#text').fill('And one more thing');
      release();
      await ada.sees('Ada', 'Here already');
      await eventually(() => ada.texts('//li[@aria-busy]'), []);
      assert.equal(await page.locator('#text').inputValue(), 'And one more thing');
    });

    it('a form that is sent says so, and is not sent again', {}, async (ada, page) => {
      await ada.go('/threads/1');
      const release = await hold(page, '**/api/sign-in');
      await page.getByLabel('Your name').fill('Ada');
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.locator('button:disabled', { hasText: 'Sign in' }).waitFor();
      release();
      await page.getByRole('button', { name: 'Sign out' }).waitFor();
    });

    it('what is typed before the program is there is kept', {}, async (ada, page) => {
      const path = await ada.begins('Typed early');
      const release = await hold(page, '**/*.wasm');
      await page.goto(ada.origin + path);
      await page.locator('#text').fill('First words');
      release();
      await ada.has('//select[not(@disabled)]');
      assert.equal(await page.locator('#text').inputValue(), 'First words');
      await page.getByRole('button', { name: 'Reply' }).click();
      await ada.sees('Ada', 'First words');
    });

    it('the page has its colours before the program is there', { colorScheme: 'light' }, async (ada, page) => {
      await ada.go('/');
      await ada.window.select('//select', 'dark');
      const release = await hold(page, '**/*.wasm');
      await page.goto(`${ada.origin}/threads/1`);
      assert.ok((await new Visit(page).brightness()) < 60);
      release();
      await ada.has('//select[not(@disabled)]');
      assert.ok((await new Visit(page).brightness()) < 60);
    });

    it('nothing is asked that the page has brought along', {}, async (ada, page) => {
      const asked = [];
      page.on('request', (request) => asked.push(new URL(request.url()).pathname));
      for (const path of ['/', '/threads/1']) await ada.go(path);
      await new Visit(page).settled();
      assert.deepEqual(asked.filter((path) => path.startsWith('/api/')), []);
    });
  });

  describe(`Everybody in ${variant}`, { concurrency: 2 }, () => {
    it('can do everything with the keyboard', {}, async (ada, page) => {
      await ada.go('/threads/3');
      await page.keyboard.press('Tab');
      assert.equal(await page.evaluate('document.activeElement.textContent'), 'To the content');
      await page.keyboard.press('Enter');
      await eventually(() => page.evaluate('document.activeElement.id'), 'main');
      await page.getByLabel('Your name').focus();
      await page.keyboard.type('Ada');
      await page.keyboard.press('Enter');
      await page.locator('#text').waitFor();
      await page.locator('#text').focus();
      await page.keyboard.type('By keyboard');
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await ada.sees('Ada', 'By keyboard');
    });

    for (const width of [320, 1400]) {
      it(`has room in a window of ${width} pixels`, { viewport: { width, height: 800 } }, async (ada, page) => {
        await ada.go('/');
        await ada.signIn('x'.repeat(30));
        await ada.go('/new');
        await page.getByLabel('Title').fill('Wide'.repeat(25));
        await page.locator('#text').fill('w'.repeat(300));
        await page.getByRole('button', { name: 'Begin' }).click();
        await ada.reads('//h1', 'Wide'.repeat(25));
        await inTurn([page.url(), `${ada.origin}/`, `${ada.origin}/new`, `${ada.origin}/nowhere`], async (address) => {
          ada.window.expectRefusals();
          await page.goto(address);
          assert.equal(await new Visit(page).overflow(), 0, address);
        });
      });
    }

    for (const [colorScheme, isRight] of [
      ['light', (brightness) => brightness > 200],
      ['dark', (brightness) => brightness < 60],
    ]) {
      it(`gets a ${colorScheme} page who wants one`, { colorScheme }, async (ada, page) => {
        await ada.go('/');
        const brightness = await new Visit(page).brightness();
        assert.ok(isRight(brightness), `the page has a brightness of ${brightness}`);
      });
    }
  });
}

/** Lets requests wait until the function that is returned is called. */
async function hold(page, requests) {
  let release;
  const released = new Promise((resolve) => {
    release = resolve;
  });
  await page.route(requests, async (route) => {
    await released;
    await route.continue();
  });
  return release;
}
