// Contestant: XState 6, in which a transition is a function of the context.

import { createActor, createMachine } from 'xstate-next';
import { add, flip, isLow, machines, twist } from './machines.mjs';

const context = { count: 0 };

/** An action of entry or exit. */
const does =
  (act) =>
  ({ context }) => ({ context: { count: act(context.count) } });

/** A transition with an action. */
const leads =
  (target, act) =>
  ({ context }) => ({ target, context: { count: act(context.count) } });

// All transitions of an event see the context from before it, and the last one's stays. What every region has to do is done on
// entry, where each sees what the others have done.
const region = (act) => ({
  initial: 'one',
  states: {
    one: { entry: does(act), on: { go: { target: 'other' } } },
    other: { entry: does(act), on: { go: { target: 'one' } } },
  },
});

/** A region of those that are left, with the action of its transitions, if it has one. */
const remembered = (act) => {
  const to = (target) => (act ? leads(target, act) : { target });
  return { initial: 'one', states: { one: { on: { go: to('other') } }, other: { on: { go: to('one') } } } };
};

const branch = (middle, inner) => ({
  entry: does(add),
  exit: does(twist),
  initial: middle,
  states: {
    [middle]: { exit: does(flip), initial: inner, states: { [inner]: { exit: does(add) } } },
  },
});

const quarter = (next, back, across) => ({
  on: { next: leads(next, add), back: leads(back, flip), across: leads(across, twist) },
});

const guarded = (target) => ({
  on: {
    go: ({ context }) => ({ target, context: { count: isLow(context.count) ? add(context.count) : 0 } }),
  },
});

const charts = {
  flat: createMachine({
    context,
    initial: 'north',
    states: {
      north: quarter('east', 'west', 'south'),
      east: quarter('south', 'north', 'west'),
      south: quarter('west', 'east', 'north'),
      west: quarter('north', 'south', 'east'),
    },
  }),

  root: createMachine({
    context,
    initial: 'leftOuter',
    on: { left: { target: '.leftOuter' }, right: { target: '.rightOuter' } },
    states: {
      leftOuter: branch('leftMiddle', 'leftInner'),
      rightOuter: branch('rightMiddle', 'rightInner'),
    },
  }),

  guard: createMachine({
    context,
    initial: 'one',
    states: { one: guarded('other'), other: guarded('one') },
  }),

  eventless: createMachine({
    context,
    initial: 'one',
    states: {
      one: { on: { go: leads('other', add) } },
      other: { always: leads('one', flip) },
    },
  }),

  regions: createMachine({
    context,
    type: 'parallel',
    states: { first: region(add), second: region(flip), third: region(twist) },
  }),

  history: createMachine({
    context,
    initial: 'here',
    states: {
      here: {
        type: 'parallel',
        exit: does(add),
        on: { leave: { target: 'away' } },
        states: {
          first: remembered(),
          second: remembered((count) => twist(flip(count))),
          last: { type: 'history', history: 'deep', target: ['first', 'second'] },
        },
      },
      away: { on: { return: { target: 'here.last' } } },
    },
  }),
};

export const cases = machines((machine) => createActor(machine).start(), charts);
