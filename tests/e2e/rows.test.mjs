// Every program of the example has to pass the same tests: they differ in what keeps their rows, and in nothing that a
// visitor or js-framework-benchmark could see.

import assert from 'node:assert/strict';

import { eventually, group, inTurn, visitor, Visit } from './browser.mjs';

const VARIANTS = ['leptos-state', 'reactive-stores', 'signals'];

class Rows extends Visit {
  rows = this.page.locator('#tbody > tr');

  ready() {
    return this.button('run').waitFor();
  }

  button(id) {
    return this.page.locator(`button#${id}`);
  }

  click(...ids) {
    return inTurn(ids, (id) => this.button(id).click());
  }

  row(id) {
    return this.rows.filter({ has: this.page.locator('td:first-child').getByText(String(id), { exact: true }) });
  }

  select(id) {
    return this.row(id).locator('td:nth-of-type(2) > a').click();
  }

  remove(id) {
    return this.row(id).locator('td:nth-of-type(3) > a > span').click();
  }

  ids() {
    return this.rows.evaluateAll((rows) => rows.map((row) => Number(row.cells[0].textContent)));
  }

  labels() {
    return this.rows.evaluateAll((rows) => rows.map((row) => row.cells[1].textContent));
  }

  has(ids) {
    return eventually(() => this.ids(), ids);
  }

  isLabelled(labels) {
    return eventually(() => this.labels(), labels);
  }

  hasSelected(...ids) {
    return eventually(
      () => this.page.locator('tr.danger').evaluateAll((rows) => rows.map((row) => Number(row.cells[0].textContent))),
      ids,
    );
  }

  /** Keeps the elements that the rows are now, for `survivors`. */
  remember() {
    return this.page.evaluate(() => {
      window.remembered = [...document.querySelectorAll('#tbody > tr')];
    });
  }

  /** The identifiers of the rows that are still the elements they were. */
  survivors() {
    return this.rows.evaluateAll((rows) =>
      rows.filter((row) => window.remembered.includes(row)).map((row) => Number(row.cells[0].textContent)),
    );
  }

  /** Notes from now on what is changed in the table, for `changes`. */
  watch() {
    return this.page.evaluate(() => {
      const rowOf = (node) => (node instanceof Element ? node : node.parentElement).closest('tr').cells[0].textContent;
      const added = (node) => `row ${rowOf(node)} put in`;
      const removed = (node) => `row ${rowOf(node)} taken out`;
      const describe = ({ type, target, attributeName, addedNodes, removedNodes }) => {
        if (target.id === 'tbody') return [...[...removedNodes].map(removed), ...[...addedNodes].map(added)];
        return [`${attributeName ?? type} in row ${rowOf(target)}`];
      };
      window.changes = [];
      new MutationObserver((records) => window.changes.push(...records.flatMap(describe))).observe(
        document.querySelector('#tbody'),
        { attributes: true, characterData: true, childList: true, subtree: true },
      );
    });
  }

  async hasChanged(changes) {
    await this.settled();
    const inOrder = (all) => all.toSorted(new Intl.Collator('en', { numeric: true }).compare);
    assert.deepEqual(inOrder(await this.page.evaluate(() => window.changes)), inOrder(changes));
  }
}

/** The numbers from `first` to `last`, without those in `without`. */
function range(first, last, without = []) {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index).filter((id) => !without.includes(id));
}

/** The same with the second and the 999th swapped. */
function swapped(ids) {
  return ids.with(1, ids[998]).with(998, ids[1]);
}

function exclaimed(labels) {
  return labels.map((label, index) => (index % 10 === 0 ? `${label} !!!` : label));
}

for (const variant of VARIANTS) {
  const it = visitor(`/rows/?variant=${variant}&seed=1`, Rows);

  group(`With ${variant}: the buttons`, () => {
    it('begins with no rows', async (table) => {
      assert.equal(await table.rows.count(), 0);
    });

    it('creates 1,000 rows of an adjective, a colour and a noun', async (table) => {
      await table.click('run');
      await table.has(range(1, 1000));
      for (const label of await table.labels()) assert.match(label, /^[a-z]+ [a-z]+ [a-z]+$/);
    });

    it('replaces all rows by new ones', async (table) => {
      await table.click('run');
      await table.has(range(1, 1000));
      await table.remember();
      await table.click('run');
      await table.has(range(1001, 2000));
      assert.deepEqual(await table.survivors(), []);
    });

    it('creates 10,000 rows', async (table) => {
      await table.click('runlots');
      await table.has(range(1, 10_000));
    });

    it('appends 1,000 rows to none, and to those that there are', async (table) => {
      await table.click('add');
      await table.has(range(1, 1000));
      await table.remember();
      await table.click('add');
      await table.has(range(1, 2000));
      assert.deepEqual(await table.survivors(), range(1, 1000));
    });

    it('updates the label of every tenth row, each time', async (table) => {
      await table.click('run');
      const labels = await table.labels();
      await table.click('update');
      await table.isLabelled(exclaimed(labels));
      await table.click('update');
      await table.isLabelled(exclaimed(exclaimed(labels)));
    });

    it('updates by where a row is, not by what it is called', async (table) => {
      await table.click('run');
      const [, ...labels] = await table.labels();
      await table.remove(1);
      await table.click('update');
      await table.isLabelled(exclaimed(labels));
    });

    it('clears the table, and counts on with the next rows', async (table) => {
      await table.click('run', 'clear');
      await table.has([]);
      await table.click('clear', 'update', 'swaprows', 'run');
      await table.has(range(1001, 2000));
    });

    it('swaps the second row with the 999th, and back', async (table) => {
      await table.click('run', 'swaprows');
      await table.has(swapped(range(1, 1000)));
      await table.click('swaprows');
      await table.has(range(1, 1000));
    });

    it('swaps nothing if there is no 999th row', async (table) => {
      await table.click('run');
      await table.remove(1000);
      await table.click('swaprows');
      await table.has(swapped(range(1, 999)));
      await table.remove(1);
      await table.click('swaprows');
      await table.settled();
      await table.has(swapped(range(1, 999)).slice(1));
    });

    it('gives the same labels for the same seed, and others for another', async (table) => {
      const other = await table.anotherTab();
      await other.page.goto(other.page.url().replace('seed=1', 'seed=2'));
      await inTurn([table, other], (tab) => tab.click('run'));
      const labels = await table.labels();
      assert.notDeepEqual(await other.labels(), labels);
      await table.reload();
      await table.click('run');
      await table.isLabelled(labels);
    });
  });

  group(`With ${variant}: the rows`, () => {
    it('have the markup that js-framework-benchmark expects', async (table) => {
      await table.click('add');
      await inTurn(
        [
          ['table.table.table-hover.table-striped.test-data > tbody#tbody > tr', 1000],
          ['tbody > tr:nth-of-type(1000) > td', 4],
          ['tr:nth-of-type(1000) > td:nth-of-type(1).col-md-1', 1],
          ['tr:nth-of-type(1000) > td:nth-of-type(2).col-md-4 > a', 1],
          ['tr:nth-of-type(1000) > td:nth-of-type(3).col-md-1 > a > span.glyphicon.glyphicon-remove[aria-hidden=true]', 1],
          ['tr:nth-of-type(1000) > td:nth-of-type(4).col-md-6:empty', 1],
          ['tr:nth-of-type(1000) *', 7],
        ],
        ([selector, count]) => eventually(() => table.page.locator(selector).count(), count, selector),
      );
      assert.equal(await table.page.locator('tr:nth-of-type(1000) > td:nth-of-type(1)').innerHTML(), '1000');
    });

    it('are selected one at a time', async (table) => {
      await table.click('run');
      await table.hasSelected();
      await table.select(5);
      await table.hasSelected(5);
      await table.select(5);
      await table.hasSelected(5);
      await table.select(9);
      await table.hasSelected(9);
    });

    it('stay selected while others come and go', async (table) => {
      await table.click('run');
      await table.select(2);
      await table.click('add', 'update', 'swaprows');
      await table.remove(7);
      await table.has(swapped(range(1, 2000)).filter((id) => id !== 7));
      await table.hasSelected(2);
    });

    it('are not selected any more when they are gone', async (table) => {
      await table.click('run');
      await table.select(3);
      await table.hasSelected(3);
      await table.remove(3);
      await table.hasSelected();
      await inTurn(['run', 'clear', 'runlots'], async (id) => {
        await table.click('add');
        await table.rows.nth(3).locator('.col-md-4 > a').click();
        await eventually(() => table.page.locator('tr.danger').count(), 1);
        await table.click(id);
        await table.hasSelected();
      });
    });

    it('are removed one by one', async (table) => {
      await table.click('run');
      await inTurn([1, 500, 1000], (id) => table.remove(id));
      await table.has(range(2, 999, [500]));
      await table.remove(2);
      await table.has(range(3, 999, [500]));
    });

    it('keep their elements when others are removed, swapped or updated', async (table) => {
      await table.click('run');
      await table.remember();
      await table.remove(4);
      await table.has(range(1, 1000, [4]));
      assert.deepEqual(await table.survivors(), range(1, 1000, [4]));
      await table.click('swaprows', 'update');
      await table.has(swapped(range(1, 1000, [4])));
      assert.deepEqual(await table.survivors(), swapped(range(1, 1000, [4])));
    });
  });

  group(`With ${variant}: what is changed in the page`, () => {
    it('by an update is the text of every tenth row', async (table) => {
      await table.click('run');
      await table.watch();
      await table.click('update');
      await table.hasChanged(range(0, 99).map((tens) => `characterData in row ${10 * tens + 1}`));
    });

    it('by a swap is the place of two rows', async (table) => {
      await table.click('run');
      await table.watch();
      await table.click('swaprows');
      await table.hasChanged([2, 999].flatMap((id) => [`row ${id} taken out`, `row ${id} put in`]));
    });

    it('by a selection is the class of two rows', async (table) => {
      await table.click('run');
      await table.select(5);
      await table.hasSelected(5);
      await table.watch();
      await table.select(9);
      await table.hasChanged(['class in row 5', 'class in row 9']);
    });

    it('by a removal is one row', async (table) => {
      await table.click('run');
      await table.watch();
      await table.remove(5);
      await table.hasChanged(['row 5 taken out']);
    });

    it('by rows that are appended is these rows', async (table) => {
      await table.click('run');
      await table.watch();
      await table.click('add');
      await table.hasChanged(range(1001, 2000).map((id) => `row ${id} put in`));
    });
  });

  group(`With ${variant}: everybody`, () => {
    it('can select and remove by keyboard only', async (table) => {
      await table.click('run');
      await table.button('swaprows').focus();
      await table.press('Tab');
      assert.ok(await table.hasFocus(table.row(1).locator('.col-md-4 > a')));
      await table.press('Enter');
      await table.hasSelected(1);
      await table.press('Tab', 'Tab', 'Space');
      await table.hasSelected(2);
      await table.press('Tab', 'Space');
      await table.has(range(1, 1000, [2]));
    });

    it('finds each control by its role and name', async (table) => {
      await table.click('run');
      const label = await table.row(5).locator('.col-md-4').textContent();
      assert.equal(await table.row(5).getByRole('button', { name: label, exact: true }).count(), 1);
      assert.equal(await table.row(5).getByRole('button', { name: 'Remove', exact: true }).count(), 1);
      await inTurn(
        [
          ['run', 'Create 1,000 rows'],
          ['runlots', 'Create 10,000 rows'],
          ['add', 'Append 1,000 rows'],
          ['update', 'Update every 10th row'],
          ['clear', 'Clear'],
          ['swaprows', 'Swap Rows'],
        ],
        async ([id, name]) =>
          assert.equal(await table.page.getByRole('button', { name, exact: true }).getAttribute('id'), id),
      );
    });
  });
}

group('The page', () => {
  const it = visitor('/rows/', Rows);
  const current = (table) => table.page.locator('nav a[aria-current=page]').textContent();

  it('begins with leptos-state and leads to the others', async (table) => {
    assert.equal(await current(table), 'leptos-state');
    await inTurn(['signals', 'reactive_stores', 'leptos-state'], async (name) => {
      await table.page.getByRole('link', { name, exact: true }).click();
      await eventually(() => current(table), name);
      await table.click('run');
      await table.has(range(1, 1000));
    });
  });

  it('loads one program, which has nothing of the other libraries in it', async (table) => {
    const libraries = { 'leptos-state': 'leptos_state', 'reactive-stores': 'reactive_stores' };
    await inTurn(VARIANTS, async (variant) => {
      const loaded = [];
      const note = (response) => {
        if (response.url().endsWith('.wasm')) loaded.push(response);
      };
      table.page.on('response', note);
      await table.page.goto(`${new URL(table.page.url()).origin}/rows/?variant=${variant}`);
      await table.ready();
      table.page.off('response', note);
      assert.equal(loaded.length, 1);
      const program = await loaded[0].body();
      const { [variant]: own, ...others } = libraries;
      assert.deepEqual(Object.values(others).filter((library) => program.includes(library)), []);
    });
  });

  it('is dark if that is what the system asks for, else light', async (table) => {
    await table.page.emulateMedia({ colorScheme: 'light' });
    const light = await table.brightness();
    await table.page.emulateMedia({ colorScheme: 'dark' });
    const dark = await table.brightness();
    assert.ok(light > 200, `the light page's brightness is ${light}`);
    assert.ok(dark < 60, `the dark page's brightness is ${dark}`);
  });

  const narrow = { browser: { viewport: { width: 320, height: 640 } } };

  it('in a narrow window need not be scrolled sideways', narrow, async (table) => {
    assert.equal(await table.overflow(), 0);
    await table.click('run', 'update', 'update', 'update');
    await table.select(1);
    await table.hasSelected(1);
    assert.equal(await table.overflow(), 0);
  });
});
