// Runs charts in XState 6, event by event, and prints what happens in each step.
//
//     XSTATE_MODULES=<folder with xstate-next in node_modules> node run_v6.mjs <charts.json>
//
// As of XState 5, each chart is run twice, the second time with transitions without an event in document order.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const require = createRequire(join(process.env.XSTATE_MODULES, 'node_modules', 'noop.js'));
const { createMachineFromConfig, initialTransition, transition } = require('xstate-next');
console.warn = () => {};

let isSorted = false;
const filter = Array.prototype.filter;
Array.prototype.filter = function (...args) {
  const areNodes = isSorted && this[0]?.machine && this[0]?.order !== undefined;
  const list = areNodes ? [...this].sort((a, b) => a.order - b.order) : this;
  return filter.apply(list, args);
};

const compiled = new Map();
const js = ({ source, scope }) => {
  const names = Object.keys(scope);
  const key = `${names}|${source}`;
  if (!compiled.has(key)) compiled.set(key, new Function(...names, `return (${source});`));
  return compiled.get(key)(...names.map((name) => scope[name]));
};
const sources = { actions: { p: () => {} }, evaluators: { js } };

function run({ config, events }) {
  const steps = [];
  try {
    const machine = createMachineFromConfig(config, sources);
    const look = ([snapshot, effects]) => {
      const atomic = (node) => ['atomic', 'final', 'choice'].includes(node.type) || (node.type === 'parallel' && !Object.keys(node.states).length);
      steps.push(snapshot.status === 'error' ? { error: String(snapshot.error) } : {
        active: [...snapshot.nodes].filter(atomic).sort((a, b) => a.order - b.order).map(({ id }) => id),
        context: snapshot.context,
        status: snapshot.status,
        output: snapshot.output ?? null,
        trace: effects.filter(({ kind, type }) => kind === 'action' && type === 'p').map(({ args: [{ n, at }] }) => `p${n}@${at}`),
      });
      return snapshot;
    };
    let snapshot = look(initialTransition(machine));
    for (const event of events) {
      if (snapshot.status !== 'active') break;
      snapshot = look(transition(machine, snapshot, event));
    }
  } catch (error) {
    steps.push({ error: String(error.message ?? error) });
  }
  return steps;
}

for (const chart of JSON.parse(readFileSync(process.argv[2], 'utf8'))) {
  isSorted = false;
  const plain = run(chart);
  isSorted = true;
  const sorted = run(chart);
  const isSame = JSON.stringify(plain) === JSON.stringify(sorted);
  process.stdout.write(`${JSON.stringify(isSame ? [plain] : [plain, sorted])}\n`);
}
