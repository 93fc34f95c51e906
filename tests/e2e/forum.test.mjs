import { after, before } from 'node:test';

import { chromium } from './forum/chromium.mjs';
import { scenarios } from './forum/scenarios.mjs';

let browser;
before(async () => {
  browser = await chromium();
});
after(() => browser?.close());

scenarios({ concurrency: 2, open: (options) => browser.open(options) });
