// Pages that a server renders, in each of the ways that Leptos has: what the browser makes of them.

import assert from 'node:assert/strict';

import { eventually, group, inTurn, SITE, visitor, Visit } from './browser.mjs';

// As in tests/pages/src/tree.rs.
const HOSTILE = [
  '</script><script>window.hacked = true</script>',
  '<!--<script>',
  '\u{2028}\\u003c \0 \u{7} \u{1f469}\u{200d}\u{1f680} &lt;/script&gt;',
  ']]></SCRIPT >',
];

class Page extends Visit {
  title = this.page.locator('#title');
  texts = this.page.locator('#posts span');
  likes = this.page.locator('#posts button');
  many = this.page.locator('#many');
  few = this.page.locator('#few');
  shorten = this.page.locator('#shorten');
  width = this.page.locator('#width');
  draft = this.page.getByLabel('Draft');
  step = this.page.locator('#step');

  /** What only the browser knows is shown when it has taken the page over. */
  ready() {
    return eventually(() => this.width.textContent().then((text) => text !== 'unknown'), true);
  }
}

/** A text as a page has it: HTML leaves one character out. */
const inHtml = (text) => text.replaceAll('\0', '');

/** The page as the server sent it, without a browser. */
async function sent(pages, mode) {
  const response = await fetch(`${SITE}/${pages}/${mode}`, { headers: { 'x-visitor': 'Ada' } });
  assert.equal(response.status, 200);
  return response.text();
}

const MODES = ['async', 'in-order', 'out-of-order', 'partially-blocked'];
const PAGES = ['pages', 'pages-leptos09'];

for (const [pages, mode] of PAGES.flatMap((pages) => MODES.map((mode) => [pages, mode]))) {
  const it = visitor(`/${pages}/${mode}`, Page);

  group(`A page of ${pages} that is sent ${mode}`, () => {
    it('has all that was loaded, and hostile text as text', async (page) => {
      assert.equal(await page.title.textContent(), HOSTILE[0]);
      assert.deepEqual(await page.texts.allTextContents(), HOSTILE.map(inHtml));
      assert.equal(await page.page.evaluate('window.hacked'), undefined);
    });

    it('has its stores once, after everything else', async () => {
      const html = await sent(pages, mode);
      assert.match(html, /Ada/);
      const slots = html.split('\\"stores\\":');
      assert.equal(slots.length, 2, html);
      assert.match(slots[1], /\\"name\\":\\"Ada\\"/);
      assert.equal(slots[1].match(/<li/g), null, 'nothing is rendered after it');
    });

    it('goes on with what the server loaded', async (page) => {
      await page.likes.nth(1).click();
      await eventually(() => page.likes.allTextContents(), ['0', '1', '0', '0']);
      assert.ok(await page.many.isVisible());
      await page.shorten.click();
      await page.few.waitFor();
      await eventually(() => page.likes.allTextContents(), ['1', '0', '0']);
      assert.equal(await page.texts.first().textContent(), HOSTILE[1]);
    });

    it('first shows what the server showed, and then what only the browser knows', async (page) => {
      const said = [];
      page.page.on('console', (message) => said.push(message.text()));
      await page.draft.fill('half a sentence');
      await page.draft.blur();
      await page.reload();
      assert.ok(said.includes('first shown: unknown'), said.join());
      assert.equal(await page.width.textContent(), String(page.page.viewportSize().width));
      await eventually(() => page.draft.inputValue(), 'half a sentence');
    });
  });
}

group('A page that is developed', () => {
  const it = visitor(
    PAGES.map((pages) => `/${pages}/out-of-order`),
    Page,
  );

  it('keeps its state when it is loaded again, in debug builds', async (page) => {
    await inTurn([1, 2], () => page.step.click());
    await eventually(() => page.step.textContent(), '2');
    await page.reload();
    const kept = (await page.page.locator('body').getAttribute('data-debug')) === 'true';
    await eventually(() => page.step.textContent(), kept ? '2' : '0');
    // Somebody who comes anew begins anew.
    const other = await page.anotherTab();
    assert.equal(await other.step.textContent(), '0');
  });
});

class Islands extends Visit {
  vote = this.page.getByRole('button', { name: 'Vote' });
  totals = this.page.locator('output');

  /** The last island says so. */
  ready() {
    return this.page.waitForFunction(() => 'hydrated' in document.body.dataset);
  }
}

group('A page with islands', () => {
  const it = visitor(['/pages-islands/', '/pages-leptos09-islands/'], Islands);

  it('gives them the state that the server rendered it with, which they share', async (page) => {
    assert.equal(await page.page.locator('#rendered').textContent(), '41');
    assert.deepEqual(await page.totals.allTextContents(), ['41']);
    await page.vote.click();
    await eventually(() => page.totals.allTextContents(), ['42']);
    assert.equal(await page.page.locator('#rendered').textContent(), '41', 'the rest of the page stays');
  });

  it('has islands join that are created later', async (page) => {
    await page.page.evaluate(async () => {
      const island = document.querySelector('output').closest('leptos-island');
      const later = island.cloneNode(true);
      document.body.append(later);
      await window.__hydrateIsland(later, later.dataset.component);
    });
    await page.vote.click();
    await eventually(() => page.totals.allTextContents(), ['42', '42']);
  });
});
