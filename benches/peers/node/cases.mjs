// The cases of the contestants on Node, which are those of the contestants in Rust.

const WATCHERS = 1_000;
const ROWS = 1_000;
const ROWS_ASIDE = 10_000;

/** A case whose operation needs no preparation. All operations of a batch are measured as one. */
export function repeat(meter, operation) {
  return (iterations) =>
    meter.measure(() => {
      for (let i = 0; i < iterations; i += 1) operation();
    });
}

/** Adds as many watchers as a field has. */
export function watchers(add) {
  for (let i = 0; i < WATCHERS; i += 1) add();
}

/** The cases of a table of rows, the label of each of which is watched by a selector, as by a component for the row. */
export function table(create) {
  const watched = (meter, count) => {
    const store = create();
    store.setRows(Array.from({ length: count }, (_, id) => ({ id, label: `row ${id}` })));
    for (let index = 0; index < count; index += 1) {
      store.watch((state) => state.rows[index].label, meter.watcher());
    }
    return store;
  };
  return {
    rename(meter) {
      const store = watched(meter, ROWS);
      let count = 0;
      return (iterations) => {
        for (let i = 0; i < iterations; i += 1) {
          count += 1;
          const id = (count * 379) % ROWS;
          const label = `row ${id}, renamed ${count} times`;
          meter.measure(() => store.rename(id, label));
        }
      };
    },

    'other-field'(meter) {
      const store = watched(meter, ROWS_ASIDE);
      let id = 0;
      return repeat(meter, () => {
        id = (id + 1) % ROWS_ASIDE;
        store.select(id);
      });
    },
  };
}
