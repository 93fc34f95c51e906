// Runs charts in XState, event by event, and prints what happens in each step.
//
//     XSTATE_MODULES=<folder with xstate in node_modules> node run.mjs <charts.json>
//
// XState takes eventless transitions of different regions in the order in which their atomic states became active, where SCXML and we
// take them in document order. So each chart is run twice, the second time with that order made the document's.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const require = createRequire(join(process.env.XSTATE_MODULES, 'node_modules', 'noop.js'));
const { assign, createActor, createMachine, raise, and, or, not, stateIn } = require('xstate');
console.warn = () => {};

let isSorted = false;
const filter = Array.prototype.filter;
Array.prototype.filter = function (...args) {
  const areNodes = isSorted && this[0]?.machine && this[0]?.order !== undefined;
  const list = areNodes ? [...this].sort((a, b) => a.order - b.order) : this;
  return filter.apply(list, args);
};

let trace = [];
const note = (name, event) => trace.push(`${name}@${event.type}`);
const changing = (name, change) => assign(({ context, event }) => {
  note(name, event);
  return change(context);
});
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

// Guards that XState has functions for, and no JSON.
function composed(guard) {
  switch (guard?.type) {
    case 'xstate.and': return and(guard.params.guards.map(composed));
    case 'xstate.or': return or(guard.params.guards.map(composed));
    case 'xstate.not': return not(composed(guard.params.guard));
    case 'xstate.stateIn': return stateIn(guard.params.stateId);
    default: return guard;
  }
}

function withGuards(value) {
  if (Array.isArray(value)) return value.map(withGuards);
  if (!value || typeof value !== 'object') return value;
  const entries = Object.entries(value).map(([key, inner]) => [key, key === 'guard' ? composed(inner) : withGuards(inner)]);
  return Object.fromEntries(entries);
}

function run({ config, events }) {
  const steps = [];
  try {
    const machine = createMachine(withGuards(config), { actions, guards });
    const actor = createActor(machine);
    const scope = {
      self: actor,
      system: actor.system,
      id: '',
      sessionId: '',
      defer() {},
      logger() {},
      stopChild() {},
      emit() {},
      actionExecutor({ type, params, info }) {
        if (type === 'p') note(`p${params.n}`, info.event);
        if (type === 'xstate.raise' && params.delay === undefined) note(`raise${params.event.type.toUpperCase()}`, info.event);
      },
    };
    trace = [];
    let snapshot = machine.getInitialSnapshot(scope);
    const atomic = (node) => node.type === 'atomic' || node.type === 'final' || (node.type === 'parallel' && !Object.keys(node.states).length);
    const look = () => steps.push(snapshot.status === 'error' ? { error: String(snapshot.error) } : {
      active: [...snapshot._nodes].filter(atomic).sort((a, b) => a.order - b.order).map(({ id }) => id),
      context: snapshot.context,
      status: snapshot.status,
      output: snapshot.output ?? null,
      trace,
    });
    look();
    for (const event of events) {
      if (snapshot.status !== 'active') break;
      trace = [];
      snapshot = machine.transition(snapshot, event, scope);
      look();
    }
  } catch (error) {
    steps.push({ error: String(error.message ?? error) });
  }
  return steps;
}

const charts = JSON.parse(readFileSync(process.argv[2], 'utf8'));
for (const chart of charts) {
  isSorted = false;
  const plain = run(chart);
  isSorted = true;
  const sorted = run(chart);
  const isSame = JSON.stringify(plain) === JSON.stringify(sorted);
  process.stdout.write(`${JSON.stringify(isSame ? [plain] : [plain, sorted])}\n`);
}
