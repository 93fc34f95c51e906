import assert from 'node:assert/strict';

import { eventually, group, inTurn, visitor, Visit } from './browser.mjs';

class Shop extends Visit {
  products = this.page.getByRole('region', { name: 'Teas' });
  cart = this.page.getByRole('complementary', { name: 'Cart' });
  trouble = this.page.getByRole('checkbox', { name: 'Server in trouble' });
  order = this.page.getByRole('button', { name: 'Order' });
  problem = this.products.getByRole('alert');

  ready() {
    return this.page.getByRole('heading', { level: 1 }).waitFor();
  }

  async loaded() {
    await this.product('Sencha').waitFor();
  }

  product(name) {
    return this.products.getByRole('listitem').filter({ has: this.page.getByRole('heading', { name, exact: true }) });
  }

  names() {
    return this.products.getByRole('heading', { level: 3 }).allTextContents();
  }

  async price(name) {
    return this.product(name).locator('.price').textContent();
  }

  add(name) {
    return this.products.getByRole('button', { name: `Add ${name}`, exact: true }).click();
  }

  line(name) {
    return this.cart.getByRole('listitem').filter({ hasText: name });
  }

  more(name) {
    return this.cart.getByRole('button', { name: `More ${name}`, exact: true }).click();
  }

  fewer(name) {
    return this.cart.getByRole('button', { name: `Fewer ${name}`, exact: true }).click();
  }

  /** What is in the cart: names with quantities. */
  lines() {
    return this.cart
      .getByRole('listitem')
      .evaluateAll((lines) =>
        lines.map((line) => [line.querySelector('.name').textContent, Number(line.querySelector('output').textContent)]),
      );
  }

  holds(...lines) {
    return eventually(() => this.lines(), lines);
  }

  sum(name) {
    return this.cart.locator('dt', { hasText: name }).locator('xpath=following-sibling::dd[1]').textContent();
  }

  costs(total) {
    return eventually(() => this.sum('Total'), total);
  }

  currency(code) {
    return this.page.getByRole('radio', { name: code }).check();
  }

  async fill(fields) {
    await inTurn(Object.entries(fields), ([label, text]) => this.page.getByLabel(label, { exact: true }).fill(text));
  }

  /** Lets requests to `path` wait until the function that is returned is called. */
  async hold(path) {
    let release;
    const released = new Promise((resolve) => {
      release = resolve;
    });
    await this.page.route(`**/api/${path}`, async (route) => {
      await released;
      await route.continue();
    });
    return release;
  }
}

const it = visitor('/cart/', Shop);
const ADA = { Name: 'Ada Lovelace', 'E-mail': 'ada@example.org', Address: 'St James’s Square, London' };

/** Answers the first requests for the products as a server in trouble does. */
const failing = (times) => {
  const fetched = window.fetch;
  window.asked = 0;
  window.fetch = (...request) => {
    const url = String(request[0].url ?? request[0]);
    if (url.endsWith('/api/products') && window.asked++ < times) {
      return Promise.resolve(new Response('"trouble"', { status: 503, headers: { 'content-type': 'application/json' } }));
    }
    return fetched(...request);
  };
};

group('Teas', () => {
  it('are there, by name', async (shop) => {
    await shop.loaded();
    const names = await shop.names();
    assert.equal(names.length, 8);
    assert.deepEqual(names, names.toSorted());
    assert.equal(await shop.price('Sencha'), '€ 12.90');
  });

  it('are sorted by what they cost when asked for', async (shop) => {
    await shop.loaded();
    await shop.page.getByLabel('Sort by').selectOption('Price');
    await eventually(async () => (await shop.names()).slice(0, 2), ['Peppermint', 'Rooibos']);
    await shop.page.getByLabel('Sort by').selectOption('Name');
    await eventually(async () => (await shop.names())[0], 'Darjeeling');
  });

  it('cost something in each currency', async (shop) => {
    await shop.loaded();
    await shop.currency('JPY');
    await eventually(() => shop.price('Sencha'), '¥ 2,094');
    await shop.currency('EUR');
    await eventually(() => shop.price('Sencha'), '€ 12.90');
  });

  it('come by themselves when the server recovers', { prepare: `(${failing})(2)` }, async (shop) => {
    await shop.loaded();
    assert.equal(await shop.page.evaluate(() => window.asked), 3);
    assert.equal(await shop.problem.count(), 0);
  });

  it('can be asked for again when the server does not', { prepare: `(${failing})(4)` }, async (shop) => {
    await shop.problem.waitFor();
    assert.match(await shop.problem.textContent(), /the shop is in trouble/);
    await shop.problem.getByRole('button', { name: 'Try again' }).click();
    await shop.loaded();
    assert.equal(await shop.problem.count(), 0);
  });
});

group('The cart', () => {
  it('is empty at first, and says so', async (shop) => {
    await shop.loaded();
    await shop.cart.getByText('Nothing yet').waitFor();
    assert.equal(await shop.order.count(), 0);
  });

  it('holds what is put into it, and adds it up', async (shop) => {
    await shop.loaded();
    await shop.add('Sencha');
    await shop.add('Rooibos');
    await shop.add('Sencha');
    await shop.holds(['Sencha', 2], ['Rooibos', 1]);
    await eventually(() => shop.sum('Goods'), '€ 33.70');
    assert.equal(await shop.sum('Postage'), '€ 4.90');
    await shop.costs('€ 38.60');
    await shop.more('Rooibos');
    await eventually(() => shop.sum('Postage'), 'free');
    await shop.costs('€ 41.60');
    await shop.currency('JPY');
    await shop.costs('¥ 6,754');
  });

  it('loses what there are none of', async (shop) => {
    await shop.loaded();
    await shop.add('Sencha');
    await shop.more('Sencha');
    await shop.holds(['Sencha', 2]);
    await shop.fewer('Sencha');
    await shop.fewer('Sencha');
    await shop.holds();
    await shop.add('Sencha');
    await shop.add('Rooibos');
    await shop.cart.getByRole('button', { name: 'Remove Sencha' }).click();
    await shop.holds(['Rooibos', 1]);
  });

  it('shows a quantity at once and says while the server has not agreed', async (shop) => {
    await shop.loaded();
    await shop.add('Sencha');
    await eventually(() => shop.line('Sencha').getAttribute('aria-busy'), 'false');
    const release = await shop.hold('cart');
    await shop.more('Sencha');
    await shop.more('Sencha');
    await shop.holds(['Sencha', 3]);
    assert.equal(await shop.line('Sencha').getAttribute('aria-busy'), 'true');
    release();
    await eventually(() => shop.line('Sencha').getAttribute('aria-busy'), 'false');
    await shop.holds(['Sencha', 3]);
  });

  it('goes back to what the server has when there are no more', { refused: true }, async (shop) => {
    await shop.loaded();
    await inTurn([1, 2, 3], () => shop.add('Genmaicha'));
    await eventually(() => shop.line('Genmaicha').getAttribute('aria-busy'), 'false');
    await shop.add('Genmaicha');
    await shop.line('Genmaicha').getByRole('alert').waitFor();
    assert.match(await shop.line('Genmaicha').getByRole('alert').textContent(), /only 3 left/);
    await shop.holds(['Genmaicha', 3]);
    await shop.fewer('Genmaicha');
    await shop.holds(['Genmaicha', 2]);
    await eventually(() => shop.line('Genmaicha').getByRole('alert').count(), 0);
  });

  it('goes back when the server is in trouble, and works again afterwards', { refused: true }, async (shop) => {
    await shop.loaded();
    await shop.add('Sencha');
    await eventually(() => shop.line('Sencha').getAttribute('aria-busy'), 'false');
    await shop.trouble.check();
    await shop.more('Sencha');
    await shop.line('Sencha').getByRole('alert').waitFor();
    await shop.holds(['Sencha', 1]);
    await shop.trouble.uncheck();
    await shop.more('Sencha');
    await shop.holds(['Sencha', 2]);
    await eventually(() => shop.line('Sencha').getAttribute('aria-busy'), 'false');
  });

  it('is there again when the page is loaded anew', async (shop) => {
    await shop.loaded();
    await shop.add('Sencha');
    await eventually(() => shop.line('Sencha').getAttribute('aria-busy'), 'false');
    await shop.reload();
    await shop.loaded();
    await shop.holds(['Sencha', 1]);
  });
});

group('Ordering', () => {
  it('says beside each field what is wrong with it', async (shop) => {
    await shop.loaded();
    await shop.add('Peppermint');
    await shop.order.click();
    const problem = (label) => shop.page.getByLabel(label, { exact: true }).getAttribute('aria-invalid');
    await eventually(() => Promise.all(Object.keys(ADA).map(problem)), ['true', 'true', 'true']);
    assert.ok(await shop.hasFocus(shop.page.getByLabel('Name', { exact: true })));
    await shop.fill({ ...ADA, 'E-mail': 'ada' });
    await shop.cart.getByText('This is not an e-mail address.').waitFor();
    await shop.fill(ADA);
    await eventually(() => Promise.all(Object.keys(ADA).map(problem)), ['false', 'false', 'false']);
  });

  it('ends with a receipt and an empty cart', async (shop) => {
    await shop.loaded();
    await shop.add('Peppermint');
    await shop.add('Peppermint');
    await shop.fill(ADA);
    await shop.order.click();
    const receipt = shop.cart.getByRole('status');
    await receipt.getByText(/Thank you, Ada Lovelace/).waitFor();
    assert.match(await receipt.textContent(), /€ 18\.70/);
    await shop.cart.getByText('Nothing yet').waitFor();
  });

  it('can be tried again after trouble, with everything as it was', { refused: true }, async (shop) => {
    await shop.loaded();
    await shop.add('Peppermint');
    await eventually(() => shop.line('Peppermint').getAttribute('aria-busy'), 'false');
    await shop.fill(ADA);
    await shop.trouble.check();
    await shop.order.click();
    await shop.cart.getByRole('alert').filter({ hasText: 'the shop is in trouble' }).waitFor();
    await shop.holds(['Peppermint', 1]);
    assert.equal(await shop.page.getByLabel('Name', { exact: true }).inputValue(), ADA.Name);
    await shop.trouble.uncheck();
    await shop.order.click();
    await shop.cart.getByText(/Thank you, Ada Lovelace/).waitFor();
  });
});

group('Everybody', () => {
  it('can shop with the keyboard alone', async (shop) => {
    await shop.loaded();
    await shop.products.getByRole('button', { name: 'Add Sencha', exact: true }).focus();
    await shop.press('Enter', 'Enter');
    await shop.holds(['Sencha', 2]);
    await shop.cart.getByRole('button', { name: 'Fewer Sencha', exact: true }).focus();
    await shop.press('Space');
    await shop.holds(['Sencha', 1]);
  });

  for (const width of [320, 1400]) {
    it(`has room in a window of ${width} pixels`, { browser: { viewport: { width, height: 900 } } }, async (shop) => {
      await shop.loaded();
      await shop.add('Lapsang Souchong');
      await shop.holds(['Lapsang Souchong', 1]);
      assert.equal(await shop.overflow(), 0);
    });
  }

  for (const [colorScheme, isRight] of [
    ['light', (brightness) => brightness > 200],
    ['dark', (brightness) => brightness < 60],
  ]) {
    it(`gets a ${colorScheme} page who wants one`, { browser: { colorScheme } }, async (shop) => {
      await shop.loaded();
      const brightness = await shop.brightness();
      assert.ok(isRight(brightness), `the page has a brightness of ${brightness}`);
    });
  }
});
