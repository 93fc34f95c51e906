// Runs charts as actors, in XState 5 or 6, with a clock that is set by hand, and prints what happens in each step.
//
//     XSTATE_MODULES=<folder with xstate and xstate-next in node_modules> node actors.mjs <charts.json>
//
// What happens is `{ advance: <milliseconds> }`, or an event; it is sent to the child if there is one. As in run.mjs each chart is run
// twice, the second time with transitions without an event in document order.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const require = createRequire(join(process.env.XSTATE_MODULES, 'node_modules', 'noop.js'));
const five = require('xstate');
const six = require('xstate-next');
console.warn = () => {};

let isSorted = false;
const filter = Array.prototype.filter;
Array.prototype.filter = function (...args) {
  const areNodes = isSorted && this[0]?.machine && this[0]?.order !== undefined;
  const list = areNodes ? [...this].sort((a, b) => a.order - b.order) : this;
  return filter.apply(list, args);
};

let trace = [];
const { assign, raise, and, or, not, stateIn } = five;
const changing = (change) => assign(({ context }) => change(context));
const actions = {
  p: (_, { n }) => trace.push(`p${n}`),
  incX: changing(({ x }) => ({ x: x + 1 })),
  incY: changing(({ y }) => ({ y: y + 1 })),
  resetX: changing(() => ({ x: 0 })),
  resetY: changing(() => ({ y: 0 })),
  raiseR0: raise({ type: 'r0' }),
  raiseR1: raise({ type: 'r1' }),
  see: assign(({ context, event }) => ({ seen: [...context.seen, [event.snapshot.context.x, event.snapshot.context.y]] })),
};
const guards = {
  above: ({ context }, { counter, limit }) => context[counter] > limit,
  evenX: ({ context }) => context.x % 2 === 0,
  isX: ({ event }) => event.type.startsWith('x.'),
};

// Guards that XState 5 has functions for, and no JSON.
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

const js = ({ source, scope }) => new Function(...Object.keys(scope), `return (${source});`)(...Object.values(scope));

function machine(version, config, actors) {
  return version === 5
    ? five.createMachine(withGuards(config), { actions, guards, actors })
    : six.createMachineFromConfig(config, { actions: { p: ({ n }) => trace.push(`p${n}`) }, actors, evaluators: { js } });
}

function run({ version, config, child, events }) {
  const { createActor, SimulatedClock } = version === 5 ? five : six;
  const steps = [];
  try {
    const clock = new SimulatedClock();
    let failed;
    trace = [];
    const actor = createActor(machine(version, config, child ? { child: machine(version, child) } : {}), { clock });
    actor.subscribe({ error: (error) => { failed = error; } });
    actor.start();
    const atomic = (node) => ['atomic', 'final', 'choice'].includes(node.type) || (node.type === 'parallel' && !Object.keys(node.states).length);
    const look = () => {
      if (failed) throw failed;
      const snapshot = actor.getSnapshot();
      steps.push({
        active: [...(snapshot._nodes ?? snapshot.nodes)].filter(atomic).sort((a, b) => a.order - b.order).map(({ id }) => id),
        context: snapshot.context,
        status: snapshot.status,
        output: snapshot.output ?? null,
        trace,
      });
      trace = [];
      return snapshot;
    };
    let snapshot = look();
    for (const event of events) {
      if (snapshot.status !== 'active') break;
      const to = child ? snapshot.children.c : actor;
      if (event.advance) clock.increment(event.advance);
      else to?.send(event);
      snapshot = look();
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
process.exit(0);
