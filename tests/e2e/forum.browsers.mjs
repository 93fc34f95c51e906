// The forum in browsers that are made by others.

import { after, before, describe } from 'node:test';

import { firefox } from './forum/firefox.mjs';
import { scenarios } from './forum/scenarios.mjs';
import { webkit } from './forum/webkit.mjs';

for (const start of [firefox, webkit]) {
  describe(start.name, () => {
    let browser;
    before(async () => {
      browser = await start();
    });
    after(() => browser?.close());
    scenarios({ open: (options) => browser.open(options), concurrency: 1 });
  });
}
