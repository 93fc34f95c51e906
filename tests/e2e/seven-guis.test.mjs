// The tasks of 7GUIs, by their descriptions: https://eugenkiss.github.io/7guis/tasks

import assert from 'node:assert/strict';

import { eventually, group, inTurn, visitor, Visit } from './browser.mjs';

const RED = ({ red, green, blue }) => red > green * 1.3 && red > blue * 1.3;

class SevenGuis extends Visit {
  tasks = this.page.getByRole('navigation', { name: 'Tasks' });
  main = this.page.getByRole('main');
  heading = this.page.getByRole('heading', { level: 1 });
  status = this.main.getByRole('status');
  dialog = this.page.getByRole('dialog');
  canvas = this.page.getByRole('application', { name: 'Canvas' });
  circles = this.canvas.locator('circle');
  filled = this.canvas.locator('circle.selected');
  menuItem = this.page.getByRole('menuitem', { name: 'Adjust diameter..' });
  slider = this.page.getByRole('slider');
  grid = this.page.getByRole('grid', { name: 'Spreadsheet' });
  editor = this.page.getByRole('textbox', { name: /^Content of / });
  list = this.page.getByRole('listbox', { name: 'People' });
  gauge = this.page.getByRole('progressbar', { name: 'Elapsed time' });

  ready() {
    return this.heading.waitFor();
  }

  button(name) {
    return this.page.getByRole('button', { name, exact: true });
  }

  field(name) {
    return this.page.getByRole('textbox', { name, exact: true });
  }

  async goTo(task) {
    await this.tasks.getByRole('link', { name: task }).click();
    await eventually(() => this.heading.textContent(), task);
  }

  values(fields) {
    return Promise.all(fields.map((name) => this.field(name).inputValue()));
  }

  async isRed(locator) {
    const [red, green, blue] = (await this.style(locator, 'color')).match(/[\d.]+/g).map(Number);
    return RED({ red, green, blue });
  }

  // The timer

  elapsed() {
    return this.main.locator('.elapsed').textContent();
  }

  async gaugeIsFilledTo(percent) {
    await eventually(() => this.gauge.getAttribute('aria-valuenow'), String(percent));
    const [filled, whole] = await this.gauge.evaluate((gauge) => [
      gauge.firstElementChild.getBoundingClientRect().width,
      gauge.clientWidth,
    ]);
    assert.ok(Math.abs((filled / whole) * 100 - percent) < 1.5, `${filled} of ${whole} pixels`);
  }

  /** Has time stand still, and goes to the timer, which then begins. */
  async timer() {
    const { clock } = this.page;
    await clock.install();
    await clock.pauseAt(Date.now() + 60_000);
    await this.goTo('Timer');
    await clock.runFor(1);
    await eventually(() => this.elapsed(), '0.0 s');
    return clock;
  }

  // The people

  people() {
    return this.list.getByRole('option').allTextContents();
  }

  shows(...people) {
    return eventually(() => this.people(), people);
  }

  // The circles

  draw(...places) {
    return inTurn(places, ([x, y]) => this.canvas.click({ position: { x, y } }));
  }

  drawn() {
    return this.circles.evaluateAll((circles) =>
      circles.map((circle) => ['cx', 'cy', 'r'].map((name) => Number(circle.getAttribute(name)))),
    );
  }

  /** Waits until there are these circles. The canvas need not begin at a whole pixel, so they may be one aside. */
  hasCircles(...circles) {
    const read = async () => {
      const drawn = await this.drawn();
      const isNear = ([x, y, r], circle) => Math.hypot(x - circle[0], y - circle[1]) < 1.5 && r === circle[2];
      const isAsExpected = drawn.length === circles.length && circles.every((circle, i) => isNear(drawn[i], circle));
      return isAsExpected ? circles : drawn;
    };
    return eventually(read, circles);
  }

  async openMenu(x, y) {
    await this.canvas.click({ position: { x, y }, button: 'right' });
    await this.menuItem.waitFor();
  }

  // The sheet

  cell(name) {
    return this.page.locator(`#${name}`);
  }

  async cellIs(name, text) {
    await eventually(() => this.cell(name).textContent(), text, name);
  }

  async write(name, text) {
    await this.cell(name).dblclick();
    await eventually(() => this.hasFocus(this.editor), true);
    await this.editor.fill(text);
    await this.press('Enter');
    await this.editor.waitFor({ state: 'detached' });
  }

  /** Notes which cells of the sheet are written to from now on. */
  watchCells() {
    return this.grid.evaluate((grid) => {
      globalThis.written = new Set();
      const note = (changes) => {
        for (const { target } of changes) {
          const element = target.nodeType === Node.ELEMENT_NODE ? target : target.parentElement;
          globalThis.written.add(element.closest('td')?.id ?? element.tagName);
        }
      };
      new MutationObserver(note).observe(grid.tBodies[0], {
        attributes: true,
        characterData: true,
        childList: true,
        subtree: true,
      });
    });
  }

  async writtenCells() {
    await this.settled();
    return this.page.evaluate(() => {
      const written = [...globalThis.written].sort();
      globalThis.written.clear();
      return written;
    });
  }
}

const it = visitor('/seven-guis/', SevenGuis);
// One test of each task: what differs between the two adapters shows there.
const inBoth = visitor(['/seven-guis/', '/seven-guis-leptos09/'], SevenGuis);
const at = (task) => ({ hash: `#/${task}` });

group('Counter', () => {
  inBoth('begins at 0, and each click adds one, as do Enter and Space', at('counter'), async (app) => {
    const count = () => app.page.getByLabel('Count', { exact: true }).first().textContent();
    assert.equal(await count(), '0');
    await app.button('Count').click();
    await eventually(count, '1');
    await app.button('Count').focus();
    await app.press('Enter', 'Space');
    await eventually(count, '3');
  });
});

group('Temperature converter', () => {
  inBoth('has each field follow the other', at('temperature-converter'), async (app) => {
    const both = () => app.values(['Celsius', 'Fahrenheit']);
    assert.deepEqual(await both(), ['', '']);
    await app.field('Celsius').fill('5');
    await eventually(both, ['5', '41']);
    await app.field('Fahrenheit').fill('212');
    await eventually(both, ['100', '212']);
    await app.field('Fahrenheit').focus();
    await app.press('End', 'Backspace', 'Backspace');
    await eventually(both, ['-16.67', '2']);
  });

  it('lets what is no number change nothing else', at('temperature-converter'), async (app) => {
    const both = () => app.values(['Celsius', 'Fahrenheit']);
    await app.field('Celsius').fill('5');
    await app.field('Celsius').fill('5x');
    await eventually(both, ['5x', '41']);
    await app.field('Fahrenheit').fill('warm');
    await eventually(both, ['5x', 'warm']);
    assert.equal(await app.field('Fahrenheit').getAttribute('aria-invalid'), 'true');
    await app.field('Fahrenheit').fill('32');
    await eventually(both, ['0', '32']);
    assert.equal(await app.field('Celsius').getAttribute('aria-invalid'), null);
  });
});

group('Flight booker', () => {
  const kind = (app) => app.page.getByRole('combobox', { name: 'Kind of flight' });

  it('begins with a one-way flight and the same date twice', at('flight-booker'), async (app) => {
    assert.equal(await kind(app).inputValue(), 'one-way');
    const [start, back] = await app.values(['Start', 'Return']);
    assert.equal(start, back);
    assert.ok(await app.field('Return').isDisabled());
    assert.ok(await app.button('Book').isEnabled());
    assert.deepEqual(await kind(app).locator('option').allTextContents(), ['one-way flight', 'return flight']);
    await kind(app).selectOption('return flight');
    await eventually(() => app.field('Return').isEnabled(), true);
    await kind(app).selectOption('one-way flight');
    await eventually(() => app.field('Return').isDisabled(), true);
  });

  it('books no return before the start', at('flight-booker'), async (app) => {
    await kind(app).selectOption('return flight');
    await app.field('Return').fill('26.03.2014');
    await eventually(() => app.button('Book').isDisabled(), true);
    await eventually(() => app.status.textContent(), 'The return is before the start.');
    await app.field('Return').fill('28.03.2014');
    await eventually(() => app.button('Book').isEnabled(), true);
    await eventually(() => app.status.textContent(), '');
  });

  it('has what is no date be red, and books nothing then', at('flight-booker'), async (app) => {
    assert.ok(!(await app.isRed(app.field('Start'))));
    await app.field('Start').fill('31.02.2014');
    await eventually(() => app.isRed(app.field('Start')), true);
    await eventually(() => app.button('Book').isDisabled(), true);
    await app.field('Start').fill('28.02.2014');
    await eventually(() => app.isRed(app.field('Start')), false);
    await kind(app).selectOption('return flight');
    await app.field('Return').fill('soon');
    await eventually(() => app.isRed(app.field('Return')), true);
    await eventually(() => app.button('Book').isDisabled(), true);
    await kind(app).selectOption('one-way flight');
    await eventually(() => app.isRed(app.field('Return')), false, 'one that is disabled is not red');
    await eventually(() => app.button('Book').isEnabled(), true);
  });

  inBoth('says what was booked, and is as it was afterwards', at('flight-booker'), async (app) => {
    await app.field('Start').fill('04.04.2014');
    await app.button('Book').click();
    await eventually(() => app.dialog.locator('p').textContent(), 'You have booked a one-way flight on 04.04.2014.');
    await app.dialog.getByRole('button', { name: 'Close' }).click();
    await app.dialog.waitFor({ state: 'hidden' });

    await kind(app).selectOption('return flight');
    await app.field('Return').fill('05.04.2014');
    await app.field('Return').press('Enter');
    const message = 'You have booked a return flight on 04.04.2014, back on 05.04.2014.';
    await eventually(() => app.dialog.locator('p').textContent(), message);
    await app.press('Escape');
    await app.dialog.waitFor({ state: 'hidden' });
    assert.equal(await kind(app).inputValue(), 'return');
    assert.ok(await app.hasFocus(app.field('Return')));
    await app.button('Book').click();
    await app.dialog.waitFor();
  });
});

group('Timer', () => {
  it('fills its gauge and says how much has passed, until the duration has', async (app) => {
    const clock = await app.timer();
    await clock.runFor(3000);
    await eventually(() => app.elapsed(), '3.0 s');
    await app.gaugeIsFilledTo(20);
    await clock.runFor(12_000);
    await eventually(() => app.elapsed(), '15.0 s');
    await app.gaugeIsFilledTo(100);
    await eventually(() => app.status.textContent(), 'The time is over.');
    await clock.runFor(5000);
    assert.equal(await app.elapsed(), '15.0 s');
  });

  it('takes another duration at once, while its slider moves', async (app) => {
    const clock = await app.timer();
    await clock.runFor(3000);
    await app.slider.fill('6000');
    await app.gaugeIsFilledTo(50);
    await app.slider.focus();
    await app.press('ArrowRight');
    await eventually(() => app.main.locator('.value').textContent(), '6.1 s');
    await app.slider.fill('30000');
    await app.gaugeIsFilledTo(10);
    const { x, y, width, height } = await app.slider.boundingBox();
    await app.page.mouse.move(x + width - 3, y + height / 2);
    await app.page.mouse.down();
    await app.page.mouse.move(x + width / 2, y + height / 2);
    // The button of the mouse is still down.
    await eventually(async () => Number(await app.gauge.getAttribute('aria-valuenow')) > 15, true);
    await app.page.mouse.up();
  });

  inBoth('goes on when there is time left again', async (app) => {
    const clock = await app.timer();
    await clock.runFor(3000);
    await app.slider.fill('2000');
    await app.gaugeIsFilledTo(100);
    await clock.runFor(4000);
    await app.slider.fill('6000');
    await eventually(() => app.elapsed(), '3.0 s');
    await clock.runFor(1500);
    await eventually(() => app.elapsed(), '4.5 s');
    await eventually(() => app.status.textContent(), '');
    await clock.runFor(4000);
    await eventually(() => app.elapsed(), '6.0 s');
  });

  it('begins anew when it is reset, and when it is shown again', async (app) => {
    const clock = await app.timer();
    await clock.runFor(15_000);
    await eventually(() => app.elapsed(), '15.0 s');
    await app.button('Reset').focus();
    await app.press('Enter');
    await eventually(() => app.elapsed(), '0.0 s');
    await clock.runFor(1000);
    await eventually(() => app.elapsed(), '1.0 s');
    await app.goTo('Counter');
    await clock.runFor(4000);
    await app.goTo('Timer');
    assert.equal(await app.elapsed(), '0.0 s');
  });
});

group('CRUD', () => {
  it('shows those whose surname begins with the prefix, as it is typed', at('crud'), async (app) => {
    await app.shows('Emil, Hans', 'Mustermann, Max', 'Tisch, Roman');
    await app.field('Filter by surname').focus();
    await app.type('M');
    await app.shows('Mustermann, Max');
    await app.type('x');
    await app.shows();
    await app.press('Backspace', 'Backspace');
    await app.shows('Emil, Hans', 'Mustermann, Max', 'Tisch, Roman');
    await app.list.selectOption('Tisch, Roman');
    await eventually(() => app.button('Delete').isEnabled(), true);
    await app.field('Filter by surname').fill('E');
    await eventually(() => app.button('Delete').isEnabled(), false, 'nobody is selected who is not shown');
  });

  it('appends who is created, if they have a name', at('crud'), async (app) => {
    await app.button('Create').click();
    await eventually(() => app.page.getByRole('alert').textContent(), "Somebody without a name can't be found again.");
    await app.shows('Emil, Hans', 'Mustermann, Max', 'Tisch, Roman');
    await app.field('Name').fill('John');
    await app.field('Surname').fill('Romba');
    await app.field('Surname').press('Tab');
    assert.ok(await app.hasFocus(app.button('Create')));
    await app.press('Enter');
    await app.shows('Emil, Hans', 'Mustermann, Max', 'Tisch, Roman', 'Romba, John');
  });

  inBoth('updates and deletes who is selected, and nobody else', at('crud'), async (app) => {
    const areEnabled = () => Promise.all(['Update', 'Delete'].map((name) => app.button(name).isEnabled()));
    assert.deepEqual(await areEnabled(), [false, false]);
    await app.list.focus();
    await app.press('ArrowDown', 'ArrowDown');
    await eventually(areEnabled, [true, true]);
    await eventually(() => app.values(['Name', 'Surname']), ['Max', 'Mustermann']);
    await app.field('Name').fill('Erika');
    await app.button('Update').click();
    await app.shows('Emil, Hans', 'Mustermann, Erika', 'Tisch, Roman');
    assert.equal(await app.list.locator('option:checked').textContent(), 'Mustermann, Erika');
    await app.button('Delete').click();
    await app.shows('Emil, Hans', 'Tisch, Roman');
    await eventually(areEnabled, [false, false]);
  });
});

group('Circle drawer', () => {
  it('creates a circle where the canvas is empty', at('circle-drawer'), async (app) => {
    await app.draw([60, 60], [150, 100]);
    await app.hasCircles([60, 60, 20], [150, 100, 20]);
    await app.draw([155, 105]);
    await app.settled();
    await app.hasCircles([60, 60, 20], [150, 100, 20]);
    assert.equal(await app.style(app.circles.first(), 'fill'), 'none');
  });

  it('fills the nearest circle around the pointer grey', at('circle-drawer'), async (app) => {
    await app.draw([60, 60], [90, 60]);
    const filled = () =>
      app.circles.evaluateAll((all) => all.map((one, i) => one.matches('.selected') && i).filter((i) => i !== false));
    const point = (x, y) => app.canvas.hover({ position: { x, y } });
    await point(73, 60);
    await eventually(filled, [0]);
    await point(77, 60);
    await eventually(filled, [1]);
    const [red, green, blue] = (await app.style(app.filled, 'fill')).match(/\d+/g);
    assert.ok(red === green && green === blue, 'grey');
    await point(200, 200);
    await eventually(filled, []);
  });

  inBoth('adjusts a diameter, at once and as one step', at('circle-drawer'), async (app) => {
    await app.draw([60, 60], [150, 100]);
    await app.openMenu(60, 60);
    await app.menuItem.click();
    const label = await app.dialog.getAttribute('aria-label');
    assert.match(label, /^Adjust diameter of circle at \((59|60|61), (59|60|61)\)\.$/);
    await app.slider.fill('80');
    await app.hasCircles([60, 60, 40], [150, 100, 20]);
    await app.slider.fill('90');
    await app.hasCircles([60, 60, 45], [150, 100, 20]);
    await app.dialog.getByRole('button', { name: 'Close' }).click();
    await app.dialog.waitFor({ state: 'hidden' });
    await app.button('Undo').click();
    await app.hasCircles([60, 60, 20], [150, 100, 20]);
    await app.button('Redo').click();
    await app.hasCircles([60, 60, 45], [150, 100, 20]);
  });

  it('takes back what was done, until there is nothing left', at('circle-drawer'), async (app) => {
    const can = () => Promise.all(['Undo', 'Redo'].map((name) => app.button(name).isEnabled()));
    assert.deepEqual(await can(), [false, false]);
    await app.draw([60, 60], [150, 100]);
    await eventually(can, [true, false]);
    await app.button('Undo').click();
    await eventually(can, [true, true]);
    await app.button('Undo').click();
    await app.hasCircles();
    await eventually(can, [false, true]);
    await app.button('Redo').click();
    await app.hasCircles([60, 60, 20]);
    await app.draw([200, 200]);
    await app.hasCircles([60, 60, 20], [200, 200, 20]);
    await eventually(can, [true, false], 'what was undone is gone');
  });

  it('closes its menu when something beside it is pressed', at('circle-drawer'), async (app) => {
    await app.draw([60, 60]);
    await app.canvas.click({ position: { x: 200, y: 200 }, button: 'right' });
    await app.settled();
    assert.ok(await app.menuItem.isHidden(), 'there is no circle');
    await app.openMenu(60, 60);
    const { x, y } = await app.canvas.boundingBox();
    await app.page.mouse.click(x + 250, y + 250);
    await app.menuItem.waitFor({ state: 'hidden' });
    await app.hasCircles([60, 60, 20]);
  });

  it('is used with the keyboard', at('circle-drawer'), async (app) => {
    await app.canvas.focus();
    await app.press('ArrowRight', 'ArrowDown', 'Shift+ArrowDown', 'Enter');
    await eventually(async () => (await app.drawn()).length, 1);
    const [[x, y]] = await app.drawn();
    const { width, height } = await app.canvas.evaluate((canvas) => canvas.getBoundingClientRect());
    assert.deepEqual([x, y], [width / 2 + 10, height / 2 + 11]);
    await eventually(() => app.status.textContent(), '1 circle. One of diameter 40 is selected.');
    await app.press('Enter');
    await eventually(() => app.hasFocus(app.menuItem), true);
    await app.press('Escape');
    await eventually(() => app.hasFocus(app.canvas), true);
    await app.press('Shift+F10');
    await eventually(() => app.hasFocus(app.menuItem), true);
    await app.press('Enter');
    await eventually(() => app.hasFocus(app.slider), true);
    await app.press('ArrowRight', 'ArrowRight');
    await app.hasCircles([x, y, 21]);
    await app.press('Escape');
    await eventually(() => app.hasFocus(app.canvas), true);
    await app.press('Control+z');
    await app.hasCircles([x, y, 20]);
    await app.press('Control+y');
    await app.hasCircles([x, y, 21]);
    await app.press('Control+z', 'Control+z');
    await app.hasCircles();
  });
});

group('Cells', () => {
  it('has the columns A to Z and the rows 0 to 99, and scrolls', at('cells'), async (app) => {
    const heads = (scope) => app.grid.locator(`th[scope="${scope}"]`).allTextContents();
    assert.equal((await heads('col')).join(''), 'ABCDEFGHIJKLMNOPQRSTUVWXYZ');
    assert.deepEqual(await heads('row'), Array.from({ length: 100 }, (_, row) => String(row)));
    assert.equal(await app.grid.locator('td[id]').count(), 2600);
    const sheet = app.main.locator('.sheet');
    await app.cell('Z99').scrollIntoViewIfNeeded();
    const [left, top] = await sheet.evaluate(({ scrollLeft, scrollTop }) => [scrollLeft, scrollTop]);
    assert.ok(left > 0 && top > 0);
  });

  it('computes formulas, and what follows from a change', at('cells'), async (app) => {
    await app.write('F0', '2');
    await app.write('F1', '3');
    await app.write('G0', '=SUM(F0:F9)*10');
    await app.cellIs('G0', '50');
    await app.write('G1', '=G0+f0');
    await app.cellIs('G1', '52');
    await app.write('F9', '5');
    await app.cellIs('G0', '100');
    await app.cellIs('G1', '102');
    await app.write('F9', '');
    await app.cellIs('F9', '');
    await app.cellIs('G1', '52');
  });

  inBoth('shows only those cells anew whose value is another', at('cells'), async (app) => {
    await app.write('F0', '1');
    await app.write('G0', '=F0+1');
    await app.write('H0', '=MAX(G0,10)');
    await app.write('I0', '=H0');
    await app.watchCells();
    await app.write('F0', '2');
    await app.cellIs('G0', '3');
    assert.deepEqual(await app.writtenCells(), ['F0', 'G0']);
    await app.write('F0', '=1+1');
    assert.deepEqual(await app.writtenCells(), []);
    await app.write('F0', '50');
    await app.cellIs('I0', '51');
    assert.deepEqual(await app.writtenCells(), ['F0', 'G0', 'H0', 'I0']);
  });

  it('shows what depends on itself, and other mistakes, as such', at('cells'), async (app) => {
    await app.write('F0', '=G0');
    await app.write('G0', '=F0+1');
    await app.cellIs('F0', '#CYCLE!');
    await app.cellIs('G0', '#CYCLE!');
    await app.write('F0', '1');
    await app.cellIs('G0', '2');
    await app.write('F0', '=SUM(1');
    await app.cellIs('F0', '#FORMULA!');
    await app.cellIs('G0', '#FORMULA!');
    await app.cell('F0').click();
    await eventually(() => app.status.locator('span').textContent(), '=SUM(1: at its end: `)` is missing');
    assert.ok(await app.isRed(app.cell('F0')));
    await app.write('F0', '=1/0');
    await app.cellIs('F0', '#DIV/0!');
  });

  it('edits on a double click; Enter commits, Escape does not', at('cells'), async (app) => {
    await app.cell('D1').dblclick();
    await eventually(() => app.editor.inputValue(), '=B1*C1');
    await app.editor.fill('7');
    await app.press('Escape');
    await app.editor.waitFor({ state: 'detached' });
    await app.cellIs('D1', '5.4');
    await app.cell('D1').dblclick();
    await app.editor.fill('7');
    await app.press('Enter');
    await app.cellIs('D1', '7');
    await app.cell('D1').dblclick();
    await app.editor.fill('8');
    await app.cell('E5').click();
    await app.cellIs('D1', '8');
  });

  it('is used with the keyboard', at('cells'), async (app) => {
    const current = () => app.grid.getAttribute('aria-activedescendant');
    await app.grid.focus();
    await app.press('ArrowDown', 'ArrowRight', 'ArrowRight', 'ArrowRight', 'ArrowRight', 'ArrowLeft');
    await eventually(current, 'D1');
    await app.press('F2');
    await eventually(() => app.editor.inputValue(), '=B1*C1');
    await app.press('Escape');
    await eventually(() => app.hasFocus(app.grid), true);
    await app.press('ArrowRight', '=');
    await eventually(() => app.editor.inputValue(), '=');
    await app.type('d1*2');
    await app.press('Enter');
    await app.cellIs('E1', '10.8');
    await eventually(current, 'E2');
    await eventually(() => app.hasFocus(app.grid), true);
    await app.press('ArrowUp', 'Delete');
    await app.cellIs('E1', '');
    await app.press('4');
    await app.press('Tab');
    await app.cellIs('E1', '4');
    await eventually(current, 'F1');
    await app.press('Control+End');
    await eventually(current, 'Z99');
    const isInSight = () =>
      app.cell('Z99').evaluate((cell) => {
        const [inner, outer] = [cell, cell.closest('.sheet')].map((one) => one.getBoundingClientRect());
        return inner.right <= outer.right && inner.bottom <= outer.bottom;
      });
    await eventually(isInSight, true);
    await app.press('PageUp', 'Home');
    await eventually(current, 'A89');
    await app.press('Control+Home');
    await eventually(current, 'A0');
  });
});

group('The page', () => {
  inBoth('leads to each task, and keeps what was done', async (app) => {
    await app.page.getByLabel('Celsius').waitFor({ state: 'detached' });
    await app.button('Count').click();
    const names = await app.tasks.getByRole('link').allTextContents();
    assert.equal(names.length, 7);
    await inTurn(names, async (name) => {
      await app.goTo(name);
      assert.equal(await app.tasks.locator('[aria-current="page"]').textContent(), name);
    });
    await app.page.goBack();
    await eventually(() => app.heading.textContent(), 'Circle drawer');
    await app.goTo('Counter');
    assert.equal(await app.page.getByLabel('Count', { exact: true }).first().textContent(), '1');
  });

  const narrow = { browser: { viewport: { width: 360, height: 640 } } };
  it('is not wider than a small window', narrow, async (app) => {
    await inTurn(await app.tasks.getByRole('link').allTextContents(), async (name) => {
      await app.goTo(name);
      assert.equal(await app.overflow(), 0, name);
    });
  });

  it('is light where that is wished', { browser: { colorScheme: 'light' } }, async (app) => {
    assert.ok((await app.brightness()) > 200);
  });

  it('is dark where that is wished', { browser: { colorScheme: 'dark' } }, async (app) => {
    assert.ok((await app.brightness()) < 50);
  });
});
