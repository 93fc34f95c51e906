// Contestant: @xstate/store.

import { createStore } from '@xstate/store';
import { repeat, table, watchers } from './cases.mjs';

const counter = () =>
  createStore({
    context: { count: 0 },
    on: { add: (context, event) => ({ ...context, count: context.count + event.amount }) },
  });

const rows = () =>
  createStore({
    context: { rows: [], selected: null },
    on: {
      setRows: (context, { rows }) => ({ ...context, rows }),
      rename: (context, { id, label }) => ({
        ...context,
        rows: context.rows.map((row) => (row.id === id ? { ...row, label } : row)),
      }),
      select: (context, { selected }) => ({ ...context, selected }),
    },
  });

export const cases = {
  action(meter) {
    const store = counter();
    return repeat(meter, () => store.send({ type: 'add', amount: 1 }));
  },

  listeners(meter) {
    const store = counter();
    watchers(() => store.subscribe(meter.watcher()));
    return repeat(meter, () => store.send({ type: 'add', amount: 1 }));
  },

  ...table(() => {
    const store = rows();
    return {
      setRows: (rows) => store.send({ type: 'setRows', rows }),
      rename: (id, label) => store.send({ type: 'rename', id, label }),
      select: (selected) => store.send({ type: 'select', selected }),
      watch: (selector, tell) => store.select(selector).subscribe(tell),
    };
  }),
};
