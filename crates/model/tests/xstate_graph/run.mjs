// The paths that XState's graph finds through some charts, as JSON: what `paths.json` beside it is made by and compared with.
//
//   XSTATE_MODULES=tests/documents node crates/model/tests/xstate_graph/run.mjs --write
//
// Without `--write` it fails if the file says something else.
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';

const require = createRequire(resolve(join(process.env.XSTATE_MODULES, 'node_modules', 'noop.js')));
const { createMachine } = require('xstate');
const { getAdjacencyMap, getShortestPaths, getSimplePaths } = require('xstate/graph');
console.warn = () => {};

const leaf = (...events) => ({ on: Object.fromEntries(events) });
const charts = {
  light: {
    initial: 'green',
    states: {
      green: leaf(['TIMER', 'yellow'], ['OUTAGE', 'red.flashing']),
      yellow: leaf(['TIMER', 'red'], ['OUTAGE', 'red.flashing']),
      red: {
        initial: 'walk',
        on: { TIMER: 'green', OUTAGE: 'red.flashing' },
        states: { walk: leaf(['COUNTDOWN', 'wait']), wait: leaf(['COUNTDOWN', 'stop']), stop: {}, flashing: {} },
      },
    },
  },
  regions: {
    type: 'parallel',
    states: {
      a: { initial: 'a1', states: { a1: leaf(['2', 'a2'], ['3', 'a3']), a2: leaf(['1', 'a1']), a3: leaf(['3', 'a3'], ['2', 'a1']) } },
      b: { initial: 'b1', states: { b1: leaf(['2', 'b2'], ['B', 'b3']), b2: leaf(['1', 'b1']), b3: { type: 'final' } } },
    },
  },
  wizard: {
    initial: 'name',
    on: { CANCEL: '.cancelled' },
    states: {
      name: leaf(['NEXT', 'address']),
      address: leaf(['NEXT', 'checking'], ['BACK', 'name']),
      checking: { always: 'payment' },
      payment: {
        initial: 'card',
        onDone: 'done',
        on: { BACK: 'address' },
        states: { card: leaf(['PAY', 'paid'], ['INVOICE', 'invoice']), invoice: leaf(['PAY', 'paid'], ['CARD', 'card']), paid: { type: 'final' } },
      },
      done: { type: 'final' },
      cancelled: leaf(['RESTART', 'name']),
    },
  },
  dense: {
    initial: 's0',
    states: Object.fromEntries(
      [0, 1, 2, 3, 4].map((from) => [
        `s${from}`,
        leaf(...[0, 1, 2, 3, 4].filter((to) => to !== from).map((to) => [`GO${to}`, `s${to}`])),
      ]),
    ),
  },
  inert: { initial: 'only', states: { only: {} } },
};

const order = (one, other) => (one < other ? -1 : one > other ? 1 : 0);
const found = (paths) =>
  paths
    .map(({ state, steps }) => ({
      events: steps.slice(1).map(({ event }) => event.type),
      active: state._nodes
        .filter(({ type }) => type === 'atomic' || type === 'final')
        .sort((one, other) => one.order - other.order)
        .map(({ path }) => path.join('.')),
    }))
    .sort((one, other) => order(JSON.stringify(one), JSON.stringify(other)));

// Left to itself, it sends machines what only they themselves raise, and sends to those that are done.
const filterEvents = ({ status }, { type }) => status === 'active' && !type.startsWith('xstate.');

const results = Object.entries(charts).map(([id, config]) => {
  const machine = createMachine({ id, ...config });
  return {
    config: { id, ...config },
    nodes: Object.keys(getAdjacencyMap(machine, { filterEvents })).length,
    shortest: found(getShortestPaths(machine, { filterEvents })),
    simple: found(getSimplePaths(machine, { filterEvents })),
  };
});
const text = `${results.map((result) => JSON.stringify(result)).join('\n')}\n`;
const file = new URL('paths.json', import.meta.url);
if (process.argv.includes('--write')) {
  writeFileSync(file, text);
} else if (readFileSync(file, 'utf8') !== text) {
  console.error('XState finds other paths than those in crates/model/tests/xstate_graph/paths.json');
  process.exit(1);
}
