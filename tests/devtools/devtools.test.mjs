// The real application of the Redux DevTools, with its relay, shows a program of ours and does with it what it can.
//
// EXAMPLE is the built example `remote` of crates/devtools, SCREENSHOTS a folder for pictures.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { after, before, test } from 'node:test';

import { Application, eventually, serveApplication, startRelay } from './application.mjs';

const { EXAMPLE, SCREENSHOTS } = process.env;

/** The program. */
class Program {
  constructor(port) {
    this.process = spawn(EXAMPLE, [`127.0.0.1:${port}`], { stdio: ['pipe', 'pipe', 'inherit'] });
    this.states = {};
    createInterface({ input: this.process.stdout }).on('line', (line) => {
      const space = line.indexOf(' ');
      this.states[line.slice(0, space)] = JSON.parse(line.slice(space));
    });
  }

  /** Makes a change of its own. */
  does(action) {
    this.process.stdin.write(`${JSON.stringify(action)}\n`);
  }

  adds(...titles) {
    for (const title of titles) this.does({ add: { title } });
  }

  /** Looks until its titles are these. */
  has(...titles) {
    return eventually(() => this.states.todos?.titles, titles);
  }

  async end() {
    this.process.stdin.end();
    if (this.process.exitCode === null) await once(this.process, 'exit');
  }
}

let port;
let application;
let program;

before(async () => {
  assert.ok(EXAMPLE && SCREENSHOTS, 'EXAMPLE and SCREENSHOTS have to be set; `cargo xtask test --only devtools` does');
  mkdirSync(SCREENSHOTS, { recursive: true });
  port = await startRelay();
  application = await Application.open(await serveApplication(), port);
});

after(async () => {
  await application?.close();
  // The relay has no end of its own.
  setTimeout(() => process.exit(), 100).unref();
});

/** A test with a program of its own, whose list is looked at. A picture is taken at its end. */
function it(name, look) {
  test(name, async () => {
    program = new Program(port);
    try {
      await eventually(() => application.stores(), ['Autoselect instances', 'todos', 'door']);
      await application.choose('todos');
      await look();
      assert.deepEqual(application.problems, []);
    } finally {
      await application.screenshot(path.join(SCREENSHOTS, `${name.replaceAll(/\W+/g, '-')}.png`));
      await program.end();
    }
    await eventually(() => application.stores(), ['Autoselect instances']);
  });
}

const lists = (...entries) => eventually(() => application.entries(), ['@@INIT', ...entries]);
const shows = (tab, wanted) => eventually(() => application.inspected(tab), wanted);

it('lists what happens with actions, states and differences', async () => {
  program.adds('milk', 'bread');
  await lists('add', 'add');
  await application.select(2);
  await shows('Action', "{  payload: {    title: 'bread'  },  type: 'add'}");
  await shows('State', "{  titles: [    'milk',    'bread'  ]}");
  await application.inspect('Diff');
  await application.page.getByText('"bread"').first().waitFor();
  await application.page.getByText('Trace', { exact: true }).click();
  await application.page.getByText('remote::main').first().waitFor();
});

it('shows several stores, machines too', async () => {
  await application.choose('door');
  await lists();
  await application.dispatch("{ type: 'Open', payload: 'Ann' }");
  await lists('Open');
  await eventually(() => program.states.door?.context, { last: 'Ann' });
});

it('shows all of it again when the application is loaded again', async () => {
  program.adds('milk');
  await lists('add');
  await application.page.reload();
  program.adds('bread');
  await eventually(() => application.stores(), ['Autoselect instances', 'todos', 'door']);
  await application.choose('todos');
  await lists('add', 'add');
});

it('jumps to entries', async () => {
  program.adds('milk', 'bread', 'salt');
  await lists('add', 'add', 'add');
  await application.jump(1);
  await program.has('milk');
  await application.jump(3);
  await program.has('milk', 'bread', 'salt');
});

it('goes through entries by its slider', async () => {
  program.adds('milk', 'bread', 'salt');
  await lists('add', 'add', 'add');
  await application.slide(-2);
  await program.has('milk');
  await application.slide(1);
  await program.has('milk', 'bread');
});

it('leaves entries out, takes them in again and sweeps', async () => {
  program.adds('milk', 'bread', 'salt');
  await lists('add', 'add', 'add');
  await application.skip(2);
  await program.has('milk', 'salt');
  await application.skip(2);
  await program.has('milk', 'bread', 'salt');
  await application.skip(1);
  await program.has('bread', 'salt');
  await application.press('Sweep');
  await lists('add', 'add');
});

it('moves entries', async () => {
  program.adds('milk', 'bread', 'salt');
  await lists('add', 'add', 'add');
  await application.drag(1, 3);
  await program.has('bread', 'salt', 'milk');
  await lists('add', 'add', 'add');
});

it('commits, goes back to what was committed, and to the first state', async () => {
  program.adds('milk');
  await lists('add');
  await application.press('Commit');
  await lists();
  program.adds('bread');
  await lists('add');
  await application.press('Revert');
  await lists();
  await program.has('milk');
  await application.press('Reset');
  await program.has();
});

it('dispatches what is typed and tells what is wrong with it', async () => {
  await application.dispatch("{ type: 'add', payload: { title: 'milk' } }");
  await program.has('milk');
  await application.dispatch("{ type: 'add', title: 'bread' }");
  await program.has('milk', 'bread');
  await application.dispatch("{ type: 'ad' }");
  await application.page.getByText("the action can't be read", { exact: false }).waitFor();
  await lists('add', 'add');
});

it('offers the actions that there are', async () => {
  await application.dispatchChosen('add(payload)', "{ title: 'milk' }");
  await program.has('milk');
});

it('exports a list and imports it', async () => {
  program.adds('milk', 'bread');
  await lists('add', 'add');
  const exported = await application.export();
  await application.press('Reset');
  await program.has();
  await application.import(exported);
  await program.has('milk', 'bread');
  await lists('add', 'add');
});

it('locks changes and pauses recording', async () => {
  program.adds('milk');
  await lists('add');
  await application.button('Lock changes').click();
  await application.button('Unlock changes').waitFor();
  program.adds('bread');
  await application.button('Unlock changes').click();
  await application.button('Lock changes').waitFor();
  program.adds('salt');
  await program.has('milk', 'salt');
  await application.button('Pause recording').click();
  await application.button('Start recording').waitFor();
  program.adds('pepper');
  await program.has('milk', 'salt', 'pepper');
  await application.button('Start recording').click();
  await application.button('Pause recording').waitFor();
});
