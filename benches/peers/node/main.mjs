// The contestants that run on Node. They are asked in the same way as those in Rust, which `harness/src/lib.rs` beside this
// folder describes: started with the names of a contestant and a case, then asked for batches on standard input.

import { createInterface } from 'node:readline';
import * as xstate from './xstate.mjs';
import * as zustand from './zustand.mjs';

/** What the cases measure with. */
class Meter {
  nanoseconds = 0n;
  measured = 0;
  runs = 0;

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

  /** What was measured since the last call. */
  take() {
    const batch = { nanoseconds: Number(this.nanoseconds), runs: this.measured };
    this.nanoseconds = 0n;
    this.measured = 0;
    return batch;
  }
}

const contestants = { zustand: zustand.cases, '@xstate/store': xstate.cases };

const [contestant, name] = process.argv.slice(2);
const start = contestants[contestant]?.[name];
if (start === undefined) {
  console.error('usage: CONTESTANT CASE, which are one of:');
  for (const [contestant, cases] of Object.entries(contestants)) {
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
