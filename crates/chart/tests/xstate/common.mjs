// What all that runs charts in XState has in common.
//
// The packages are found in the folder `XSTATE_MODULES`. Each chart is run twice: XState takes eventless transitions of different
// regions in the order in which their atomic states became active, where SCXML and we take them in document order, which the second
// run has it do.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

export const require = createRequire(join(process.env.XSTATE_MODULES, 'node_modules', 'noop.js'));
console.warn = () => {};

let isSorted = false;
const filter = Array.prototype.filter;
Array.prototype.filter = function (...args) {
  const areNodes = isSorted && this[0]?.machine && this[0]?.order !== undefined;
  const list = areNodes ? [...this].sort((a, b) => a.order - b.order) : this;
  return filter.apply(list, args);
};

// Has `run` run each chart of the file, and prints the steps of both runs, or once if they are the same.
export function runAll(run) {
  for (const chart of JSON.parse(readFileSync(process.argv[2], 'utf8'))) {
    const [plain, sorted] = [false, true].map((sorted) => {
      isSorted = sorted;
      return steps(chart, run);
    });
    const isSame = JSON.stringify(plain) === JSON.stringify(sorted);
    process.stdout.write(`${JSON.stringify(isSame ? [plain] : [plain, sorted])}\n`);
  }
}

// The steps of one run, which notes them one by one. An error is the last of them.
function steps(chart, run) {
  const steps = [];
  try {
    run(chart, (step) => steps.push(step));
  } catch (error) {
    steps.push({ error: String(error.message ?? error) });
  }
  return steps;
}

const isAtomic = (node) =>
  ['atomic', 'final', 'choice'].includes(node.type) || (node.type === 'parallel' && !Object.keys(node.states).length);

// What can be seen of a snapshot, with what was done on the way to it.
export const seen = (snapshot, trace) => ({
  active: [...(snapshot._nodes ?? snapshot.nodes)].filter(isAtomic).sort((a, b) => a.order - b.order).map(({ id }) => id),
  context: snapshot.context,
  status: snapshot.status,
  output: snapshot.output ?? null,
  trace,
});

// The guards and actions of generated charts for XState 5. `changing` makes the action of a name that changes the context.
export function logic({ raise }, changing) {
  const actions = {
    p: () => {},
    incX: changing('incX', ({ x }) => ({ x: x + 1 })),
    incY: changing('incY', ({ y }) => ({ y: y + 1 })),
    resetX: changing('resetX', () => ({ x: 0 })),
    resetY: changing('resetY', () => ({ y: 0 })),
    raiseR0: raise({ type: 'r0' }),
    raiseR1: raise({ type: 'r1' }),
  };
  const guards = {
    above: ({ context }, { counter, limit }) => context[counter] > limit,
    evenX: ({ context }) => context.x % 2 === 0,
    isX: ({ event }) => event.type.startsWith('x.'),
  };
  return { actions, guards };
}

// A configuration with the guards that XState 5 has functions for, and no JSON.
export function withGuards({ and, or, not, stateIn }) {
  const composed = (guard) => {
    switch (guard?.type) {
      case 'xstate.and': return and(guard.params.guards.map(composed));
      case 'xstate.or': return or(guard.params.guards.map(composed));
      case 'xstate.not': return not(composed(guard.params.guard));
      case 'xstate.stateIn': return stateIn(guard.params.stateId);
      default: return guard;
    }
  };
  const whole = (value) => {
    if (Array.isArray(value)) return value.map(whole);
    if (!value || typeof value !== 'object') return value;
    const entries = Object.entries(value).map(([key, inner]) => [key, key === 'guard' ? composed(inner) : whole(inner)]);
    return Object.fromEntries(entries);
  };
  return whole;
}

// Evaluates the expressions of XState 6.
const compiled = new Map();
export const js = ({ source, scope }) => {
  const names = Object.keys(scope);
  const key = `${names}|${source}`;
  if (!compiled.has(key)) compiled.set(key, new Function(...names, `return (${source});`));
  return compiled.get(key)(...names.map((name) => scope[name]));
};
