// Runs a contestant in Rust that was compiled to WebAssembly, as `wasm-bindgen --target nodejs` lays it out. It is asked in the
// same way as the others.

import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';

const [module, contestant, name] = process.argv.slice(2);
const { Case } = (await import(pathToFileURL(module))).default;
const running = Case.start(contestant, name);
if (running === undefined) {
  console.error(`${module} has no case ${name} of ${contestant}`);
  process.exit(2);
}

for await (const line of createInterface({ input: process.stdin })) {
  console.log(running.batch(JSON.parse(line).iterations));
}
