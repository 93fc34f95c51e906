import assert from 'node:assert/strict';

import { eventually, group, inTurn, visitor, Visit } from './browser.mjs';

const ROUND = 'Frère Jacques';
const ODE = 'Ode to Joy';
const SLOW = 'By Donkey Post';
const LOST = 'The Lost Tape';

class Player extends Visit {
  player = this.page.getByRole('region', { name: 'Player', exact: true });
  machine = this.page.getByRole('region', { name: 'Its machine' });
  controls = this.player.getByRole('group', { name: 'Controls' });
  main = this.controls.locator('.main');
  mute = this.button('Mute');
  status = this.player.getByRole('status');
  problem = this.player.getByRole('alert');
  position = this.player.getByRole('slider', { name: 'Position' });
  audio = this.page.locator('audio');

  button(name) {
    return this.controls.getByRole('button', { name, exact: true });
  }

  track(name) {
    return this.player.getByRole('button', { name });
  }

  ready() {
    return this.main.waitFor();
  }

  says(status) {
    return eventually(() => this.status.textContent(), status);
  }

  complains(problem) {
    return eventually(() => this.problem.textContent(), problem);
  }

  async plays(name) {
    await this.track(name).click();
    await this.says('Playing');
  }

  async pause() {
    await this.button('Pause').click();
    await this.says('Paused');
  }

  seek(second) {
    return this.position.fill(String(second));
  }

  /** What the browser's own player does. */
  sound() {
    return this.audio.evaluate(({ paused, muted, currentTime, duration, currentSrc, src }) => ({
      paused,
      muted,
      currentTime,
      duration,
      source: src && currentSrc,
    }));
  }

  async soundIs(expected) {
    const keys = Object.keys(expected);
    const read = async () => Object.fromEntries(Object.entries(await this.sound()).filter(([key]) => keys.includes(key)));
    await eventually(read, expected);
  }

  /** Waits until so much more has been heard. */
  async advances(seconds) {
    const { currentTime: from } = await this.sound();
    await eventually(async () => (await this.sound()).currentTime >= from + seconds, true, 'the sound goes on');
  }

  /** The active states of the innermost level. */
  isIn(...states) {
    const active = this.machine.locator('[data-state][aria-current="true"]:not(:has([aria-current="true"]))');
    return eventually(() => active.evaluateAll((all) => all.map((one) => one.dataset.state)), states);
  }

  event(name) {
    return this.machine.locator('.event').filter({ hasText: new RegExp(`^${name}(, would be taken)?$`) });
  }

  /** The events that would be taken now. */
  takes(...events) {
    const taken = this.machine.locator('.event.taken');
    return eventually(
      async () => (await taken.allTextContents()).map((text) => text.replace(', would be taken', '')),
      events,
    );
  }

  /** What came last, without what the sound says of how far it is. */
  noted(...entries) {
    const read = () =>
      this.machine.locator('.journal li').evaluateAll((all) => {
        const text = (one, part) => one.querySelector(part).textContent;
        const entries = all.map((one) => `${text(one, '.name')} ${text(one, '.became')}`);
        return entries.filter((entry) => !entry.startsWith('Reach '));
      });
    return eventually(async () => (await read()).slice(0, entries.length), entries);
  }
}

const it = visitor(['/player/', '/player-leptos09/'], Player);

const PLAYING = 'Active.Transport.Loaded.Playing';
const PAUSED = 'Active.Transport.Loaded.Paused';
const LOADING = 'Active.Transport.Loading';
const FAILED = 'Active.Transport.Failed';
const FINISHED = 'Active.Transport.Finished';
const SOUND = 'Active.Volume.Sound';
const MUTED = 'Active.Volume.Muted';

group('Playing', () => {
  it('begins idle, and plays the first track when it is asked to', async (app) => {
    await app.says('Press play');
    await app.isIn('Idle');
    await app.button('Play').click();
    await app.says('Loading');
    await app.says('Playing');
    assert.equal(await app.track(ROUND).getAttribute('aria-pressed'), 'true');
  });

  it('loads a track, which is a real sound', async (app) => {
    await app.track(ODE).click();
    await app.isIn(LOADING, SOUND);
    await app.isIn(PLAYING, SOUND);
    await app.soundIs({ paused: false, muted: false, duration: 17 });
    await app.advances(0.5);
    const heard = await app.audio.evaluate(async ({ currentSrc }) => {
      const file = await fetch(currentSrc).then((response) => response.arrayBuffer());
      const context = new AudioContext();
      const sound = await context.decodeAudioData(file);
      await context.close();
      const samples = sound.getChannelData(0);
      return { duration: sound.duration, loudest: samples.reduce((most, one) => Math.max(most, Math.abs(one)), 0) };
    });
    assert.equal(heard.duration, 17);
    assert.ok(heard.loudest > 0.2 && heard.loudest <= 1, `${heard.loudest}`);
    await eventually(async () => Number(await app.position.inputValue()) > 0, true, 'the bar follows');
  });

  it('pauses and goes on', async (app) => {
    await app.plays(ROUND);
    await app.advances(0.2);
    await app.pause();
    await app.isIn(PAUSED, SOUND);
    await app.soundIs({ paused: true });
    const { currentTime } = await app.sound();
    await app.settled();
    assert.equal((await app.sound()).currentTime, currentTime);
    await app.button('Play').click();
    await app.soundIs({ paused: false });
    await app.advances(0.2);
  });

  it('seeks within the track, with the bar, its keys and the buttons', async (app) => {
    await app.plays(ROUND);
    await app.pause();
    await app.seek(10);
    await app.soundIs({ currentTime: 10 });
    await app.position.press('ArrowRight');
    await app.soundIs({ currentTime: 10.5 });
    assert.equal(await app.position.getAttribute('aria-valuetext'), '0:10 of 0:21');
    await app.button('Forward 5 seconds').click();
    await app.soundIs({ currentTime: 15.5 });
    await inTurn([1, 2, 3, 4], () => app.button('Back 5 seconds').click());
    await app.soundIs({ currentTime: 0 });
    await app.button('Play').click();
    await app.advances(0.2);
    await app.seek(15);
    await eventually(async () => (await app.sound()).currentTime >= 15, true, 'it is where it was sought');
    await app.isIn(PLAYING, SOUND);
  });

  it(
    'does not seek beyond the end',
    { reported: /`Seek` failed: no active state has a transition for it/ },
    async (app) => {
      await app.plays(ROUND);
      await app.pause();
      await app.seek(4);
      await app.soundIs({ currentTime: 4 });
      await app.noted('Seek handled');
      await app.event('Seek beyond the end').click();
      await app.noted('Seek unhandled', 'Seek handled');
      await app.soundIs({ currentTime: 4 });
      await app.isIn(PAUSED, SOUND);
    },
  );

  it('is muted, whether it plays or pauses', async (app) => {
    await app.plays(ROUND);
    await app.pause();
    await app.mute.click();
    await app.soundIs({ paused: true, muted: true });
    await app.isIn(PAUSED, MUTED);
    assert.equal(await app.mute.getAttribute('aria-pressed'), 'true');
    await app.button('Play').click();
    await app.soundIs({ paused: false, muted: true });
    await app.mute.click();
    await app.soundIs({ paused: false, muted: false });
    await app.isIn(PLAYING, SOUND);
  });

  it('goes on where it was stopped', async (app) => {
    await app.plays(ROUND);
    await app.pause();
    await app.seek(7);
    await app.mute.click();
    await app.button('Stop').click();
    await app.isIn('Idle');
    await app.says('Stopped at 0:07');
    await app.soundIs({ paused: true, source: '' });
    await app.button('Resume').click();
    await app.isIn(PAUSED, MUTED);
    await app.soundIs({ currentTime: 7, paused: true, muted: true });
    await app.button('Play').click();
    await app.advances(0.2);
    await app.button('Stop').click();
    await app.button('Resume').click();
    await app.isIn(PLAYING, MUTED);
    await app.advances(0.2);
    assert.ok((await app.sound()).currentTime > 7);
  });

  it('comes to the end, and begins again', async (app) => {
    await app.plays(ODE);
    await app.seek(16.5);
    await app.says('That was all');
    await app.isIn(FINISHED, SOUND);
    await app.soundIs({ source: '' });
    await app.button('Play again').click();
    await app.says('Playing');
    await app.advances(0.2);
    assert.ok((await app.sound()).currentTime < 10);
  });

  it('follows the keys of a keyboard or a headset, which go to the browser', async (app) => {
    await app.plays(ROUND);
    await app.advances(0.1);
    await app.audio.evaluate((audio) => audio.pause());
    await app.isIn(PAUSED, SOUND);
    await app.audio.evaluate((audio) => audio.play());
    await app.isIn(PLAYING, SOUND);
  });
});

group('Loading', () => {
  it('that fails says why, and can be tried again', { refused: true }, async (app) => {
    await app.track(LOST).click();
    await app.isIn(LOADING, SOUND);
    await app.complains('Nothing is at its address (404).');
    await app.isIn(FAILED, SOUND);
    await app.button('Try again').click();
    await app.isIn(LOADING, SOUND);
    await app.complains('');
    await app.isIn(FAILED, SOUND);
    await app.plays(ROUND);
    await app.complains('');
  });

  it('takes ten seconds at most, to the millisecond', async (app) => {
    const { clock } = app.page;
    await clock.install();
    await clock.pauseAt(Date.now() + 60_000);
    await app.track(SLOW).click();
    await app.isIn(LOADING, SOUND);
    await clock.runFor(9_999);
    await app.isIn(LOADING, SOUND);
    await app.complains('');
    await clock.runFor(1);
    await app.isIn(FAILED, SOUND);
    await app.complains('It did not come within ten seconds.');
    await app.noted('after handled', 'Load handled');
    // What would have come after half a minute was given up.
    await clock.runFor(60_000);
    await app.isIn(FAILED, SOUND);
    await app.noted('after handled', 'Load handled');
  });

  it('ends when something else is wanted', async (app) => {
    const { clock } = app.page;
    await clock.install();
    await clock.pauseAt(Date.now() + 60_000);
    await app.track(SLOW).click();
    await app.isIn(LOADING, SOUND);
    await clock.runFor(9_000);
    await app.track(ROUND).click();
    await app.isIn(LOADING, SOUND);
    await clock.runFor(1_000);
    await app.isIn(PLAYING, SOUND);
    await clock.runFor(60_000);
    await app.isIn(PLAYING, SOUND);
    await app.noted('done handled', 'Load handled', 'begin handled');
  });

  it(
    'keeps no sound that is not to be heard',
    {
      prepare: () => {
        globalThis.kept = new Set();
        const { createObjectURL, revokeObjectURL } = URL;
        URL.createObjectURL = (blob) => {
          const address = createObjectURL.call(URL, blob);
          globalThis.kept.add(address);
          return address;
        };
        URL.revokeObjectURL = (address) => {
          globalThis.kept.delete(address);
          revokeObjectURL.call(URL, address);
        };
      },
    },
    async (app) => {
      const keeps = (count) => eventually(() => app.page.evaluate(() => globalThis.kept.size), count);
      await app.plays(ROUND);
      await keeps(1);
      await app.plays(ODE);
      await keeps(1);
      await app.button('Stop').click();
      await keeps(0);
    },
  );
});

group('The machine', () => {
  it('shows all states as they are nested, and which are active', async (app) => {
    await app.plays(ROUND);
    const states = app.machine.locator('[data-state]');
    assert.deepEqual(await states.evaluateAll((all) => all.map((one) => one.dataset.state)), [
      '',
      'Idle',
      'Active',
      'Active.Transport',
      'Active.Transport.Last',
      LOADING,
      'Active.Transport.Loaded',
      PLAYING,
      PAUSED,
      FAILED,
      FINISHED,
      'Active.Volume',
      'Active.Volume.Level',
      SOUND,
      MUTED,
    ]);
    const nested = states.evaluateAll((all) =>
      all.every((one) => {
        const around = one.parentElement.closest('[data-state]');
        return (around?.dataset.state ?? '') === one.dataset.state.split('.').slice(0, -1).join('.');
      }),
    );
    assert.ok(await nested);
    const active = app.machine.locator('[data-state][aria-current="true"]');
    assert.deepEqual(await active.evaluateAll((all) => all.map((one) => one.dataset.state)), [
      '',
      'Active',
      'Active.Transport',
      'Active.Transport.Loaded',
      PLAYING,
      'Active.Volume',
      SOUND,
    ]);
  });

  it('is seen to run in the drawing of its chart', async (app) => {
    const drawing = app.page.getByRole('region', { name: 'Player, drawn while it runs' });
    const marked = (attribute, mark) => () =>
      drawing.locator(`.${mark}[${attribute}]`).evaluateAll(
        (all, attribute) => [...new Set(all.map((one) => one.getAttribute(attribute)))].sort(),
        attribute,
      );
    await eventually(marked('data-state', 'is-active'), ['', 'Idle']);
    await app.plays(ROUND);
    await eventually(
      marked('data-state', 'is-active'),
      ['', 'Active', 'Active.Transport', 'Active.Transport.Loaded', PLAYING, 'Active.Volume', SOUND].sort(),
    );
    await app.pause();
    // Where it was paused is what the sound tells last.
    await eventually(marked('data-transition', 'is-taken'), ['Active.Transport.Loaded#1']);
    await app.mute.click();
    await eventually(marked('data-transition', 'is-taken'), [`${SOUND}#0`]);
    await eventually(() => drawing.getByRole('status').textContent(), `Mute: ${PAUSED}, ${MUTED}`);
  });

  it('shows what would be taken', async (app) => {
    await app.takes('Load', 'Resume');
    await app.plays(ROUND);
    await app.takes('Load', 'Pause', 'Seek to the middle', 'Mute', 'Stop');
    await app.pause();
    await app.takes('Load', 'Play', 'Seek to the middle', 'Mute', 'Stop');
    await app.event('Seek to the middle').click();
    await app.soundIs({ currentTime: 10.5 });
  });

  it(
    'shows what became of what came',
    { reported: /`Pause` failed: no active state has a transition for it/ },
    async (app) => {
      await app.noted('begin handled');
      await app.event('Pause').click();
      await app.noted('Pause unhandled', 'begin handled');
      await app.event('Pause').click();
      await app.noted('Pause unhandled', 'begin handled');
      await eventually(() => app.machine.locator('.times').first().textContent(), '× 2');
      await app.event('Load').click();
      await app.says('Playing');
      await app.event('Stop').click();
      await app.noted('Stop handled', 'done handled', 'Load handled', 'Pause unhandled');
      // What the sound says at last means nothing to an idle machine.
      const last = app.machine.locator('.journal li').filter({ hasText: 'Reach' }).first();
      await eventually(() => last.locator('.became').textContent(), 'ignored');
    },
  );
});

group('The page', () => {
  it('is used with the keyboard, and the focus stays where it was', async (app) => {
    await app.main.focus();
    await app.press('Enter');
    await app.says('Loading');
    assert.ok(await app.hasFocus(app.main));
    await app.press('Enter');
    await app.says('Playing');
    assert.ok(await app.hasFocus(app.main));
    await app.press('Space');
    await app.says('Paused');
    await app.press('Tab', 'Tab');
    assert.ok(await app.hasFocus(app.mute));
    await app.press('Space');
    await app.isIn(PAUSED, MUTED);
    await app.press('Shift+Tab', 'Shift+Tab', 'Shift+Tab', 'Shift+Tab');
    assert.ok(await app.hasFocus(app.button('Stop')));
    await app.press('Enter');
    await app.isIn('Idle');
    assert.ok(await app.hasFocus(app.button('Stop')), 'a button without use keeps the focus');
  });

  const narrow = { browser: { viewport: { width: 320, height: 640 } } };
  it('is not wider than a small window', narrow, async (app) => {
    assert.equal(await app.overflow(), 0);
    await app.plays(ROUND);
    assert.equal(await app.overflow(), 0);
  });

  it('is light where that is wished', { browser: { colorScheme: 'light' } }, async (app) => {
    assert.ok((await app.brightness()) > 200);
  });

  it('is dark where that is wished', { browser: { colorScheme: 'dark' } }, async (app) => {
    assert.ok((await app.brightness()) < 50);
  });

  it('moves nothing where that is not wished', { browser: { reducedMotion: 'reduce' } }, async (app) => {
    await app.plays(ROUND);
    assert.equal(await app.style(app.page.locator('.bars i').first(), 'animation-name'), 'none');
  });
});
