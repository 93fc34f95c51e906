// Times the programs of the example `rows` against each other and weighs them, and writes what it has found to the file
// RESULTS, as JSON. ROUNDS says how often. Run by `cargo xtask bench --browser`, which says what the numbers mean.

import { writeFile } from 'node:fs/promises';

import { inTurn, launch, SITE } from './browser.mjs';

const ROUNDS = Number(process.env.ROUNDS);
const VARIANTS = ['signals', 'reactive-stores', 'leptos-state'];

/** Memory hardly differs from one round to the next. */
const MEMORY_ROUNDS = Math.min(ROUNDS, 3);
const CYCLES = 20;

// As often as js-framework-benchmark does it.
const WARM_UPS = 5;

const cell = (row, column) => `tbody > tr:nth-of-type(${row}) > td:nth-of-type(${column})`;
const label = (row) => `${cell(row, 2)} > a`;
const cross = (row) => `${cell(row, 3)} > a > span`;
const repeated = (count, ...clicks) => Array.from({ length: count }, () => clicks).flat();

/**
 * What is timed is the click on `click`, after the clicks on what is in `before`. It is done when `right`, an expression,
 * holds in the page. These are the operations of js-framework-benchmark, with its warm-ups.
 */
const OPERATIONS = [
  {
    name: 'create 1,000 rows',
    before: repeated(WARM_UPS, '#run', '#clear'),
    click: '#run',
    right: "rows.length === 1000 && rows[999].cells[0].textContent === '6000'",
  },
  {
    name: 'replace all 1,000',
    before: repeated(WARM_UPS, '#run'),
    click: '#run',
    right: "rows.length === 1000 && rows[0].cells[0].textContent === '5001'",
  },
  {
    name: 'update every 10th of 1,000',
    before: ['#run', ...repeated(3, '#update')],
    click: '#update',
    right: "rows[990].cells[1].textContent.endsWith(' !!!'.repeat(4))",
  },
  {
    name: 'select one of 1,000',
    before: ['#run', ...Array.from({ length: WARM_UPS + 1 }, (_, index) => label(index + 5))],
    click: label(2),
    right: "rows[1].className === 'danger' && rows[9].className === ''",
  },
  {
    name: 'swap two of 1,000',
    before: ['#run', ...repeated(WARM_UPS + 1, '#swaprows')],
    click: '#swaprows',
    right: "rows[1].cells[0].textContent === '999' && rows[998].cells[0].textContent === '2'",
  },
  {
    name: 'remove one of 1,000',
    before: ['#run', ...Array.from({ length: WARM_UPS }, (_, index) => cross(WARM_UPS - index + 4)), cross(6)],
    click: cross(4),
    right: "rows.length === 993 && rows[3].cells[0].textContent === '10'",
  },
  {
    name: 'create 10,000 rows',
    before: repeated(WARM_UPS, '#run', '#clear'),
    click: '#runlots',
    right: 'rows.length === 10000',
  },
  {
    name: 'append 1,000 to 1,000',
    before: ['#run'],
    click: '#add',
    right: 'rows.length === 2000',
  },
  {
    name: 'clear 1,000 rows',
    before: [...repeated(WARM_UPS, '#run', '#clear'), '#run'],
    click: '#clear',
    right: 'rows.length === 0',
  },
];

/** Opens a variant in a profile of its own, lets `act` use it, and closes it. */
async function visit(browser, variant, act) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  try {
    // A page that is isolated from others may read the time to 5 µs, where others get 100 µs.
    await context.route('**/*', async (route) => {
      const response = await route.fetch();
      const headers = {
        ...response.headers(),
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-embedder-policy': 'require-corp',
      };
      await route.fulfill({ response, headers });
    });
    const page = await context.newPage();
    page.on('pageerror', (error) => {
      throw error;
    });
    await page.goto(`${SITE}/rows/?variant=${variant}&seed=1`);
    await page.locator('#run').waitFor();
    await page.evaluate(prepare);
    const cdp = await context.newCDPSession(page);
    await act(page, cdp);
  } finally {
    await context.close();
  }
}

/** Runs in the page. */
function prepare() {
  if (!crossOriginIsolated) throw new Error('the time can only be read to 100 µs');

  window.clickOn = async (selector, right) => {
    const target = document.querySelector(selector);
    const rows = document.querySelector('#tbody').rows;
    const isRight = right ? new Function('rows', `return ${right}`) : () => true;
    if (right && isRight(rows)) throw new Error(`${right} is true before the click on ${selector}`);

    let began;
    let script;
    await new Promise((resolve) => {
      requestAnimationFrame(() => {
        // A frame is one task: callbacks, each with the microtasks that it leaves behind, then style, layout and paint. A
        // message posted in it arrives in the next task.
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = resolve;
        port2.postMessage(null);
        began = performance.now();
        target.click();
      });
      requestAnimationFrame(() => {
        script = performance.now() - began;
      });
    });
    const frame = performance.now() - began;
    if (!isRight(rows)) throw new Error(`${right} is not true at the end of the frame with the click on ${selector}`);
    return { frame, script };
  };

  window.clickOnAll = async (selectors) => {
    for (const selector of selectors) await window.clickOn(selector);
  };
}

/** What an operation takes, in milliseconds. */
async function time(browser, variant, { before, click, right }) {
  let time;
  await visit(browser, variant, async (page, cdp) => {
    await page.evaluate((selectors) => window.clickOnAll(selectors), before);
    // Otherwise the operation may have to clean up after the warm-ups.
    await cdp.send('HeapProfiler.collectGarbage');
    time = await page.evaluate(([selector, condition]) => window.clickOn(selector, condition), [click, right]);
  });
  return time;
}

/** The memory that is in use after each of `MOMENTS`, in bytes. */
async function weigh(browser, variant) {
  const weights = [];
  await visit(browser, variant, (page, cdp) =>
    inTurn(MOMENTS, async ({ clicks }) => {
      await page.evaluate((selectors) => window.clickOnAll(selectors), clicks);
      await cdp.send('HeapProfiler.collectGarbage');
      const { usedSize } = await cdp.send('Runtime.getHeapUsage');
      // It is initialised already, and answers with what it has.
      const wasm = await page.evaluate(async (program) => {
        const { default: init } = await import(program);
        return (await init()).memory.buffer.byteLength;
      }, `${SITE}/rows/rows-${variant}.js`);
      weights.push({ javascript: usedSize, wasm });
    }),
  );
  return weights;
}

const MOMENTS = [
  { name: 'at the beginning', clicks: [] },
  { name: 'with 1,000 rows', clicks: ['#run'] },
  { name: 'cleared', clicks: ['#clear'] },
  { name: `created and cleared ${CYCLES} times more`, clicks: repeated(CYCLES, '#run', '#clear') },
];

const times = OPERATIONS.map(() => Object.fromEntries(VARIANTS.map((variant) => [variant, []])));
const memory = Object.fromEntries(VARIANTS.map((variant) => [variant, []]));

const browser = await launch();
try {
  for (let round = 0; round < ROUNDS; round += 1) {
    console.log(`Round ${round + 1} of ${ROUNDS}`);
    // Nobody is always the first, who may find the machine in another state than the others do.
    const inOrder = (turn) => VARIANTS.map((_, index) => VARIANTS[(index + turn) % VARIANTS.length]);
    await inTurn([...OPERATIONS.entries()], ([index, operation]) =>
      inTurn(inOrder(round + index), async (variant) => {
        times[index][variant].push(await time(browser, variant, operation));
      }),
    );
    if (round < MEMORY_ROUNDS) {
      await inTurn(inOrder(round), async (variant) => {
        memory[variant].push(await weigh(browser, variant));
      });
    }
  }
  const results = {
    browser: browser.version(),
    operations: OPERATIONS.map(({ name }, index) => ({ name, times: times[index] })),
    moments: MOMENTS.map(({ name }, index) => ({
      name,
      memory: Object.fromEntries(VARIANTS.map((variant) => [variant, memory[variant].map((weights) => weights[index])])),
    })),
  };
  await writeFile(process.env.RESULTS, JSON.stringify(results));
} finally {
  await browser.close();
}
