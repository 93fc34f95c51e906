import assert from 'node:assert/strict';

import { eventually, group, inTurn, visitor, Visit } from './browser.mjs';

class Counter extends Visit {
  increment = this.page.getByRole('button', { name: 'Increment', exact: true });
  decrement = this.page.getByRole('button', { name: 'Decrement', exact: true });
  clear = this.page.getByRole('button', { name: 'Clear', exact: true });
  step = this.page.getByRole('spinbutton', { name: 'Step', exact: true });
  value = this.page.getByRole('status');
  problem = this.page.getByRole('alert');
  parity = this.page.locator('#parity');

  ready() {
    return this.value.waitFor();
  }

  shows(value) {
    return eventually(() => this.value.textContent(), String(value));
  }

  says(problem) {
    return eventually(() => this.problem.textContent(), problem);
  }

  saysThatItIs(parity) {
    return eventually(() => this.parity.textContent(), parity);
  }
}

const it = visitor(['/counter/', '/counter-leptos09/'], Counter);

group('Counting', () => {
  it('begins at zero, with a step of one', async (counter) => {
    await counter.shows(0);
    assert.equal(await counter.step.inputValue(), '1');
    await counter.says('');
  });

  it('increments', async (counter) => {
    await counter.increment.click();
    await counter.shows(1);
    await counter.increment.click();
    await counter.shows(2);
  });

  it('decrements, below zero too', async (counter) => {
    await counter.decrement.click();
    await counter.shows(-1);
    await counter.decrement.click();
    await counter.shows(-2);
  });

  it('clears the value and leaves the step', async (counter) => {
    await counter.step.fill('4');
    await counter.increment.click();
    await counter.shows(4);
    await counter.clear.click();
    await counter.shows(0);
    assert.equal(await counter.step.inputValue(), '4');
  });

  it('says whether the value is even or odd', async (counter) => {
    await counter.saysThatItIs('even');
    await counter.decrement.click();
    await counter.saysThatItIs('odd');
    await counter.increment.click();
    await counter.saysThatItIs('even');
    await counter.increment.click();
    await counter.saysThatItIs('odd');
    await counter.clear.click();
    await counter.saysThatItIs('even');
  });

  it('begins anew when the page is loaded again', async (counter) => {
    await counter.increment.click();
    await counter.shows(1);
    await counter.reload();
    await counter.shows(0);
  });
});

group('Step', () => {
  it('is what the buttons count by', async (counter) => {
    await counter.step.fill('5');
    await counter.increment.click();
    await counter.shows(5);
    await counter.step.fill('2');
    await counter.decrement.click();
    await counter.shows(3);
  });

  it('that is refused leaves the step as it was, and the problem is shown', async (counter) => {
    await counter.step.fill('5');
    await inTurn(
      [
        ['0', 'a step of 0 leads nowhere', 5],
        ['-3', 'a step of -3 leads nowhere', 10],
        ['1.5', 'a step is a whole number up to 2147483647', 15],
        ['99999999999', 'a step is a whole number up to 2147483647', 20],
        ['', 'a step is a whole number up to 2147483647', 25],
      ],
      async ([step, problem, value]) => {
        await counter.step.fill(step);
        await counter.says(problem);
        await counter.increment.click();
        await counter.shows(value);
      },
    );
  });

  it('that is accepted takes the problem away, even if it is the same as before', async (counter) => {
    await inTurn(['3', '3'], async (step) => {
      await counter.step.fill('0');
      await counter.says('a step of 0 leads nowhere');
      await counter.step.fill(step);
      await counter.says('');
    });
    await counter.increment.click();
    await counter.shows(3);
  });

  it('may be so large that the value reaches its limit', async (counter) => {
    await counter.step.fill('2147483647');
    await counter.increment.click();
    await counter.shows(2147483647);
    await counter.increment.click();
    await counter.settled();
    await counter.clear.click();
    await counter.shows(0);
  });
});

group('Everybody', () => {
  it('finds each control by its role and name', async (counter) => {
    await inTurn([counter.increment, counter.decrement, counter.clear, counter.step], async (control) => {
      assert.equal(await control.count(), 1);
      assert.ok(await control.isVisible());
    });
    assert.equal(await counter.page.getByRole('heading', { level: 1, name: 'Counter' }).count(), 1);
    assert.equal(await counter.page.getByRole('main').count(), 1);
  });

  it('is told of a new value and of a problem without looking for them', async (counter) => {
    assert.equal(await counter.value.getAttribute('aria-live'), 'polite');
    assert.equal(await counter.problem.count(), 1);
  });

  it('can use it by keyboard only', async (counter) => {
    await counter.press('Tab');
    assert.ok(await counter.hasFocus(counter.decrement));
    await counter.press('Space');
    await counter.shows(-1);
    await counter.press('Tab');
    assert.ok(await counter.hasFocus(counter.increment));
    await counter.press('Enter', 'Enter', 'Space');
    await counter.shows(2);
    await counter.press('Tab');
    assert.ok(await counter.hasFocus(counter.clear));
    await counter.press('Enter');
    await counter.shows(0);
    await counter.press('Tab');
    assert.ok(await counter.hasFocus(counter.step));
    await counter.press('ArrowUp');
    await counter.press('Shift+Tab', 'Shift+Tab', 'Enter');
    await counter.shows(2);
  });

  it('sees a dark page if that is what the system asks for, else a light one', async (counter) => {
    await counter.page.emulateMedia({ colorScheme: 'light' });
    const light = await counter.brightness();
    await counter.page.emulateMedia({ colorScheme: 'dark' });
    const dark = await counter.brightness();
    assert.ok(light > 200, `the light page's brightness is ${light}`);
    assert.ok(dark < 60, `the dark page's brightness is ${dark}`);
  });

  const narrow = { browser: { viewport: { width: 320, height: 640 } } };

  it('with a narrow window need not scroll sideways', narrow, async (counter) => {
    assert.equal(await counter.overflow(), 0);
    await counter.step.fill('-1');
    await counter.says('a step of -1 leads nowhere');
    assert.equal(await counter.overflow(), 0);
  });

  it('with a narrow window need not scroll sideways to see a long value', narrow, async (counter) => {
    await counter.step.fill('2147483647');
    await counter.decrement.click();
    await counter.shows(-2147483647);
    assert.equal(await counter.overflow(), 0);
  });
});
