// The cases of actors, which are those of `leptos-state-chart/src/actors.rs`.

import assert from 'node:assert/strict';

const CHILDREN = 10_000;

/** The cases of a library; `parent` starts a machine that starts so many others. */
export function actors(parent) {
  const children = (actor) => Object.values(actor.getSnapshot().children);
  return {
    actors(meter) {
      const actor = parent(CHILDREN);
      return (iterations) => {
        for (let left = iterations; left > 0; left -= 1) {
          meter.measure(() => {
            actor.send({ type: 'start' });
            actor.send({ type: 'tell' });
          });
          const all = children(actor);
          assert.equal(all.length, CHILDREN);
          assert.equal(all.at(-1).getSnapshot().context.count, 1);
          meter.measure(() => actor.send({ type: 'end' }));
          assert.equal(children(actor).length, 0);
        }
      };
    },

    'actors-idle': (meter) => (count) =>
      meter.keep(
        () => {
          const actor = parent(count);
          actor.send({ type: 'start' });
          return actor;
        },
        () => parent(count),
      ),
  };
}
