// The cases of machines, which are those of `harness/src/machines.rs`: the same charts, events and actions, and the same
// comparison with a model after each batch.

import assert from 'node:assert/strict';
import { repeat } from './cases.mjs';

/** The actions: 32 bits, none of which can stand for another or change places with it. */
export const add = (count) => (count + 1) | 0;
export const flip = (count) => count ^ 0x2a2a2a2a;
export const twist = (count) => (count << 1) | (count >>> 31);

/** The guard. */
export const isLow = (count) => count < 1_000;

const EVENTS = 1 << 16;
const LEAVING = 64;
const AWAY = 0b100;

/** What each case expects: the numbers of its events, what is active by a number, and what an event leads to. */
const expectations = {
  flat: {
    events: ['next', 'back', 'across'],
    active: (value) => ['north', 'east', 'south', 'west'].indexOf(value),
    model: ({ active, count }, event) => ({
      active: (active + [1, 3, 2][event]) % 4,
      count: [add, flip, twist][event](count),
    }),
  },
  root: {
    events: ['right', 'left'],
    active: (value) => Number(value.rightOuter?.rightMiddle === 'rightInner'),
    model: ({ count }, event) => ({ active: 1 - event, count: add(twist(flip(add(count)))) }),
  },
  guard: {
    events: ['go'],
    active: (value) => ['one', 'other'].indexOf(value),
    model: ({ active, count }) => ({ active: 1 - active, count: isLow(count) ? add(count) : 0 }),
  },
  eventless: {
    events: ['go'],
    active: (value) => ['one', 'other'].indexOf(value),
    model: ({ active, count }) => ({ active, count: flip(add(count)) }),
  },
  regions: {
    events: ['go'],
    active: ({ first, second, third }) => bits(first, second, third),
    model: ({ active, count }) => ({ active: active ^ 0b111, count: twist(flip(add(count))) }),
  },
  history: {
    events: ['go', 'leave', 'return'],
    active: (value) => (value === 'away' ? AWAY : bits(value.here.first, value.here.second)),
  },
};

function bits(...regions) {
  return regions.reduce((sum, state, index) => sum | (Number(state === 'other') << index), 0);
}

function inTurn(kinds) {
  return Uint8Array.from({ length: EVENTS }, (_, index) => index % kinds);
}

function atRandom(kinds) {
  let state = 0x2545f491;
  return Uint8Array.from({ length: EVENTS }, () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % kinds;
  });
}

/**
 * The cases of a contestant.
 *
 * @param start makes an actor of a machine and starts it
 * @param charts the machines by the names of their cases
 */
export function machines(start, charts) {
  const seen = (actor, { active }) => {
    const { value, context } = actor.getSnapshot();
    return { active: active(value), count: context.count };
  };

  const events = (name, order) => (meter) => {
    const expectation = expectations[name];
    const kinds = expectation.events.map((type) => ({ type }));
    const actor = start(charts[name]);
    let expected = seen(actor, expectation);
    assert.equal(expected.active, 0);
    let sent = 0;
    const run = repeat(meter, () => {
      actor.send(kinds[order[sent % EVENTS]]);
      sent += 1;
    });
    return (iterations) => {
      const first = sent;
      run(iterations);
      for (let at = first; at < sent; at += 1) {
        expected = expectation.model(expected, order[at % EVENTS]);
      }
      assert.deepEqual(seen(actor, expectation), expected);
    };
  };

  return {
    'machine-flat': events('flat', inTurn(3)),
    'machine-flat-random': events('flat', atRandom(3)),
    'machine-root': events('root', inTurn(2)),
    'machine-guard': events('guard', inTurn(1)),
    'machine-eventless': events('eventless', inTurn(1)),
    'machine-regions': events('regions', inTurn(1)),

    'machine-history'(meter) {
      const expectation = expectations.history;
      const [go, leaving, back] = expectation.events.map((type) => ({ type }));
      const all = Array.from({ length: LEAVING }, () => {
        const actor = start(charts.history);
        return { actor, expected: seen(actor, expectation) };
      });
      const check = (some) => {
        for (const { actor, expected } of some) assert.deepEqual(seen(actor, expectation), expected);
      };
      return (iterations) => {
        for (let left = iterations; left > 0; left -= LEAVING) {
          const some = all.slice(0, left);
          meter.measure(() => {
            for (const { actor } of some) actor.send(leaving);
          });
          const before = some.map(({ expected }) => expected.active);
          for (const { expected } of some) {
            expected.active = AWAY;
            expected.count = add(expected.count);
          }
          check(some);
          some.forEach(({ actor, expected }, index) => {
            actor.send(back);
            expected.active = before[index];
          });
          check(some);
          for (let index = 0; index < some.length; index += 3) {
            const { actor, expected } = some[index];
            actor.send(go);
            expected.count = twist(flip(expected.count));
            expected.active ^= 0b11;
          }
        }
      };
    },

    'machine-idle': (meter) => (count) =>
      meter.keep(
        () => Array.from({ length: count }, () => start(charts.flat)),
        () => Array.from({ length: count }, (_, count) => ({ count })),
      ),
  };
}
