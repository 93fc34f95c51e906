// Contestant: XState 5.

import { assign, createActor, enqueueActions, setup } from 'xstate';
import { actors } from './actors.mjs';
import { add, flip, isLow, machines, twist } from './machines.mjs';

const counting = setup({
  actions: {
    add: assign({ count: ({ context }) => add(context.count) }),
    flip: assign({ count: ({ context }) => flip(context.count) }),
    twist: assign({ count: ({ context }) => twist(context.count) }),
    reset: assign({ count: 0 }),
  },
  guards: {
    isLow: ({ context }) => isLow(context.count),
  },
});

const context = { count: 0 };

const region = (actions) => ({
  initial: 'one',
  states: {
    one: { on: { go: { target: 'other', actions } } },
    other: { on: { go: { target: 'one', actions } } },
  },
});

const branch = (middle, inner) => ({
  entry: 'add',
  exit: 'twist',
  initial: middle,
  states: {
    [middle]: { exit: 'flip', initial: inner, states: { [inner]: { exit: 'add' } } },
  },
});

const quarter = (next, back, across) => ({
  on: {
    next: { target: next, actions: 'add' },
    back: { target: back, actions: 'flip' },
    across: { target: across, actions: 'twist' },
  },
});

const guarded = (target) => ({
  on: {
    go: [
      { guard: 'isLow', target, actions: 'add' },
      { target, actions: 'reset' },
    ],
  },
});

const charts = {
  flat: counting.createMachine({
    context,
    initial: 'north',
    states: {
      north: quarter('east', 'west', 'south'),
      east: quarter('south', 'north', 'west'),
      south: quarter('west', 'east', 'north'),
      west: quarter('north', 'south', 'east'),
    },
  }),

  root: counting.createMachine({
    context,
    initial: 'leftOuter',
    on: { left: '.leftOuter', right: '.rightOuter' },
    states: {
      leftOuter: branch('leftMiddle', 'leftInner'),
      rightOuter: branch('rightMiddle', 'rightInner'),
    },
  }),

  guard: counting.createMachine({
    context,
    initial: 'one',
    states: { one: guarded('other'), other: guarded('one') },
  }),

  eventless: counting.createMachine({
    context,
    initial: 'one',
    states: {
      one: { on: { go: { target: 'other', actions: 'add' } } },
      other: { always: { target: 'one', actions: 'flip' } },
    },
  }),

  regions: counting.createMachine({
    context,
    type: 'parallel',
    states: { first: region('add'), second: region('flip'), third: region('twist') },
  }),

  history: counting.createMachine({
    context,
    initial: 'here',
    states: {
      here: {
        type: 'parallel',
        exit: 'add',
        on: { leave: 'away' },
        states: {
          first: region('flip'),
          second: region('twist'),
          last: { type: 'history', history: 'deep' },
        },
      },
      away: { on: { return: 'here.last' } },
    },
  }),
};

const child = counting.createMachine({
  context,
  initial: 'on',
  states: { on: { on: { add: { actions: 'add' } } } },
});

/** A machine that starts so many others, tells each something and stops them. */
function parent(count) {
  const each = (act) =>
    enqueueActions(({ enqueue }) => {
      for (let index = 0; index < count; index += 1) act(enqueue, `child${index}`);
    });
  const machine = setup({ actors: { child } }).createMachine({
    initial: 'on',
    states: {
      on: {
        on: {
          start: { actions: each((enqueue, id) => enqueue.spawnChild('child', { id })) },
          tell: { actions: each((enqueue, id) => enqueue.sendTo(id, { type: 'add' })) },
          end: { actions: each((enqueue, id) => enqueue.stopChild(id)) },
        },
      },
    },
  });
  return createActor(machine).start();
}

export const cases = {
  ...machines((machine) => createActor(machine).start(), charts),
  ...actors(parent),
};
