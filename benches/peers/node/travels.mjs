// Contestant: travels.

import { createTravels } from 'travels';
import { histories } from './histories.mjs';

export const cases = histories((notes, maxHistory) => {
  const travels = createTravels({ notes }, { maxHistory });
  return {
    jot: (id, text) =>
      travels.setState((draft) => {
        draft.notes.find((note) => note.id === id).text = text;
      }),
    undo: () => travels.back(),
    redo: () => travels.forward(),
  };
});
