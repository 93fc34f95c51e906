// Contestant: zundo, with zustand.

import { temporal } from 'zundo';
import { createStore } from 'zustand/vanilla';
import { histories, jotted } from './histories.mjs';

export const cases = histories((notes, limit) => {
  const state = (set) => ({ notes, jot: (id, text) => set((state) => ({ notes: jotted(state.notes, id, text) })) });
  const store = createStore(temporal(state, { limit }));
  const { undo, redo } = store.temporal.getState();
  return { jot: store.getState().jot, undo: () => undo(), redo: () => redo() };
});
