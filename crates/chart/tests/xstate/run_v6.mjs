// Runs charts in XState 6, event by event, and prints what happens in each step.
//
//     XSTATE_MODULES=<folder with xstate-next in node_modules> node run_v6.mjs <charts.json>
import { js, require, runAll, seen } from './common.mjs';

const { createMachineFromConfig, initialTransition, transition } = require('xstate-next');
const sources = { actions: { p: () => {} }, evaluators: { js } };

function run({ config, events }, tell) {
  const machine = createMachineFromConfig(config, sources);
  const look = ([snapshot, effects]) => {
    const done = effects.filter(({ kind, type }) => kind === 'action' && type === 'p');
    const trace = done.map(({ args: [{ n, at }] }) => `p${n}@${at}`);
    tell(snapshot.status === 'error' ? { error: String(snapshot.error) } : seen(snapshot, trace));
    return snapshot;
  };
  let snapshot = look(initialTransition(machine));
  for (const event of events) {
    if (snapshot.status !== 'active') break;
    snapshot = look(transition(machine, snapshot, event));
  }
}

runAll(run);
