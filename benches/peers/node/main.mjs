// The contestants that run on Node. They are asked in the same way as those in Rust, which `harness/src/lib.rs` beside this
// folder describes: started with the names of a contestant and a case, then asked for batches on standard input.

import { createInterface } from 'node:readline';

/** What the cases measure with. */
class Meter {
  nanoseconds = 0n;
  measured = 0;
  runs = 0;
  kept = undefined;

  /** A watcher that counts its runs. Each is a function of its own, for a store may keep a set of them. */
  watcher() {
    return () => {
      this.runs += 1;
    };
  }

  /** Measures an operation. What happens outside is preparation and counts for nothing. */
  measure(operation) {
    const before = this.runs;
    const began = process.hrtime.bigint();
    operation();
    const took = process.hrtime.bigint() - began;
    this.nanoseconds += took;
    this.measured += this.runs - before;
  }

  /** Weighs what the first function makes, less what the second one makes. Node has to be started with `--expose-gc`. */
  keep(make, without) {
    const weigh = (make) => {
      globalThis.gc();
      const before = process.memoryUsage().heapUsed;
      const kept = make();
      globalThis.gc();
      const weight = process.memoryUsage().heapUsed - before;
      return { kept, weight };
    };
    const { weight: more } = weigh(make);
    const { weight: less } = weigh(without);
    this.kept = more - less;
  }

  /** What was measured since the last call. */
  take() {
    const batch = { nanoseconds: Number(this.nanoseconds), runs: this.measured };
    if (this.kept !== undefined) batch.allocations = { count: 0, kept: this.kept, peak: 0 };
    this.nanoseconds = 0n;
    this.measured = 0;
    this.kept = undefined;
    return batch;
  }
}

// Each is loaded by itself, as if there were no others.
const contestants = {
  zustand: './zustand.mjs',
  '@xstate/store': './xstate-store.mjs',
  xstate: './xstate-five.mjs',
  'xstate, next': './xstate-six.mjs',
  zundo: './zundo.mjs',
  'redux-undo': './redux-undo.mjs',
  travels: './travels.mjs',
};

const [contestant, name] = process.argv.slice(2);
const start = contestant in contestants && (await import(contestants[contestant])).cases[name];
if (!start) {
  console.error('usage: CONTESTANT CASE, which are one of:');
  for (const [contestant, module] of Object.entries(contestants)) {
    const { cases } = await import(module);
    for (const name of Object.keys(cases)) console.error(`  ${contestant} ${name}`);
  }
  process.exit(2);
}

const meter = new Meter();
const run = start(meter);
for await (const line of createInterface({ input: process.stdin })) {
  run(JSON.parse(line).iterations);
  console.log(JSON.stringify(meter.take()));
}
