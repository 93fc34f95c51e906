import { after, before, describe } from 'node:test';
const { webkit } = await import('/work/wt/forum/tests/e2e/forum/webkit.mjs');
const { scenarios } = await import('/work/wt/forum/tests/e2e/forum/scenarios.mjs');
let browser; before(async () => { browser = await webkit(); }); after(() => browser?.close());
scenarios({ open: (o) => browser.open(o), concurrency: 1 });
