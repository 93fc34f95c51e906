// Contestant: redux-undo, with Redux.

import { legacy_createStore as createStore } from 'redux';
import undoable, { ActionCreators } from 'redux-undo';
import { histories, jotted } from './histories.mjs';

export const cases = histories((notes, limit) => {
  const reducer = (state = { notes }, action) =>
    action.type === 'jot' ? { ...state, notes: jotted(state.notes, action.id, action.text) } : state;
  // Its limit counts the present state too.
  const store = createStore(undoable(reducer, { limit: limit + 1 }));
  return {
    jot: (id, text) => store.dispatch({ type: 'jot', id, text }),
    undo: () => store.dispatch(ActionCreators.undo()),
    redo: () => store.dispatch(ActionCreators.redo()),
  };
});
