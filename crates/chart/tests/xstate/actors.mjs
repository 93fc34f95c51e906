// Runs charts as actors, in XState 5 or 6, with a clock that is set by hand, and prints what happens in each step.
//
//     XSTATE_MODULES=<folder with xstate and xstate-next in node_modules> node actors.mjs <charts.json>
//
// What happens is `{ advance: <milliseconds> }`, or an event; it is sent to the child if there is one.
import { js, logic, require, runAll, seen, withGuards } from './common.mjs';

const five = require('xstate');
const six = require('xstate-next');
const complete = withGuards(five);

let trace = [];
const { actions, guards } = logic(five, (_, change) => five.assign(({ context }) => change(context)));
actions.p = (_, { n }) => trace.push(`p${n}`);
actions.see = five.assign(({ context, event: { snapshot } }) => ({
  seen: [...context.seen, [snapshot.context.x, snapshot.context.y]],
}));

function machine(version, config, actors) {
  return version === 5
    ? five.createMachine(complete(config), { actions, guards, actors })
    : six.createMachineFromConfig(config, { actions: { p: ({ n }) => trace.push(`p${n}`) }, actors, evaluators: { js } });
}

function run({ version, config, child, events }, tell) {
  const { createActor, SimulatedClock } = version === 5 ? five : six;
  const clock = new SimulatedClock();
  let failed;
  trace = [];
  const actor = createActor(machine(version, config, child ? { child: machine(version, child) } : {}), { clock });
  actor.subscribe({ error: (error) => { failed = error; } });
  actor.start();
  const look = () => {
    if (failed) throw failed;
    const snapshot = actor.getSnapshot();
    tell(seen(snapshot, trace));
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
}

runAll(run);
process.exit(0);
