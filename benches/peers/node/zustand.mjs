// Contestant: zustand.

import { createStore } from 'zustand/vanilla';
import { subscribeWithSelector } from 'zustand/middleware';
import { repeat, table, watchers } from './cases.mjs';

const counter = () =>
  createStore((set) => ({
    count: 0,
    add: (amount) => set((state) => ({ count: state.count + amount })),
  }));

const rows = () =>
  createStore(
    subscribeWithSelector((set) => ({
      rows: [],
      selected: null,
      setRows: (rows) => set({ rows }),
      rename: (id, label) =>
        set((state) => ({ rows: state.rows.map((row) => (row.id === id ? { ...row, label } : row)) })),
      select: (selected) => set({ selected }),
    })),
  );

export const cases = {
  action(meter) {
    const { add } = counter().getState();
    return repeat(meter, () => add(1));
  },

  listeners(meter) {
    const store = counter();
    watchers(() => store.subscribe(meter.watcher()));
    const { add } = store.getState();
    return repeat(meter, () => add(1));
  },

  ...table(() => {
    const store = rows();
    const { setRows, rename, select } = store.getState();
    return { setRows, rename, select, watch: (selector, tell) => store.subscribe(selector, tell) };
  }),
};
