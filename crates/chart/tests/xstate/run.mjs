// Runs charts in XState 5, event by event, and prints what happens in each step.
//
//     XSTATE_MODULES=<folder with xstate in node_modules> node run.mjs <charts.json>
import { logic, require, runAll, seen, withGuards } from './common.mjs';

const xstate = require('xstate');
const complete = withGuards(xstate);

let trace = [];
const note = (name, event) => trace.push(`${name}@${event.type}`);
const sources = logic(xstate, (name, change) => xstate.assign(({ context, event }) => {
  note(name, event);
  return change(context);
}));

function run({ config, events }, tell) {
  const machine = xstate.createMachine(complete(config), sources);
  const actor = xstate.createActor(machine);
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
  const look = () => tell(snapshot.status === 'error' ? { error: String(snapshot.error) } : seen(snapshot, trace));
  look();
  for (const event of events) {
    if (snapshot.status !== 'active') break;
    trace = [];
    snapshot = machine.transition(snapshot, event, scope);
    look();
  }
}

runAll(run);
