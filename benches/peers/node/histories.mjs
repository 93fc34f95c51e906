// Histories of a state of notes, as in `harness/src/histories.rs`.

import { repeat } from './cases.mjs';

/** How many steps are kept where they are timed. */
export const KEPT = 100;

const SIZES = {
  small: { notes: 10, bytes: 100 },
  large: { notes: 100, bytes: 1_000 },
  rows: { notes: 1_000, bytes: 20 },
};

/** The text that is written in the operation of this number. It is one text, and not a tree of the parts that it is made of. */
const text = (sizes, count) => Buffer.from(`text ${count} `.padEnd(sizes.bytes, '.')).toString();

const notes = (sizes) => Array.from({ length: sizes.notes }, (_, id) => ({ id, text: text(sizes, 0) }));

/** The notes with another text for one of them. */
export const jotted = (notes, id, text) => notes.map((note) => (note.id === id ? { ...note, text } : note));

/** The cases of a library. `create` makes a store of notes that keeps so many steps: it can `jot`, `undo` and `redo`. */
export function histories(create) {
  const book = (sizes, kept = KEPT) => {
    const store = create(notes(sizes), kept);
    let count = 0;
    const push = () => {
      count += 1;
      store.jot((count * 379) % sizes.notes, text(sizes, count));
    };
    return { ...store, push };
  };
  const cases = {};
  for (const [name, sizes] of Object.entries(SIZES)) {
    cases[`undo-push-${name}`] = (meter) => {
      const { push } = book(sizes);
      for (let i = 0; i < KEPT; i += 1) push();
      return repeat(meter, push);
    };
    cases[`undo-back-${name}`] = (meter) => {
      const { push, undo, redo } = book(sizes);
      push();
      return (iterations) => {
        for (let i = 0; i < iterations; i += 1) {
          meter.measure(undo);
          redo();
        }
      };
    };
    cases[`undo-again-${name}`] = (meter) => {
      const { push, undo, redo } = book(sizes);
      push();
      return (iterations) => {
        for (let i = 0; i < iterations; i += 1) {
          undo();
          meter.measure(redo);
        }
      };
    };
  }
  cases['undo-steps'] = (meter) => {
    const kept = [];
    const make = (steps) => {
      const made = book(SIZES.large, steps);
      for (let i = 0; i < steps; i += 1) made.push();
      kept.push(made);
      return made;
    };
    return (iterations) => meter.keep(() => make(iterations), () => make(0));
  };
  return cases;
}
