// The sentences of TodoMVC's application specification, one by one:
// https://github.com/tastejs/todomvc/blob/master/app-spec.md

import assert from 'node:assert/strict';

import { eventually, group, inTurn, visitor, Visit } from './browser.mjs';

const KEY = 'todos-leptos-state';
const UNREADABLE_KEY = `${KEY}.unreadable`;

class TodoMvc extends Visit {
  newTodo = this.page.locator('.new-todo');
  main = this.page.locator('.main');
  footer = this.page.locator('.todoapp .footer');
  allCompleted = this.page.locator('.toggle-all');
  items = this.page.locator('.todo-list > li');
  titles = this.items.locator('label');
  field = this.page.locator('.edit');
  counter = this.page.locator('.todo-count');
  clearCompletedButton = this.page.locator('.clear-completed');
  elsewhere = this.page.locator('.info p').first();

  item(title) {
    return this.items.filter({ has: this.page.getByText(title, { exact: true }) });
  }

  label(title) {
    return this.item(title).locator('label');
  }

  checkbox(title) {
    return this.item(title).locator('.toggle');
  }

  destroyButton(title) {
    return this.item(title).locator('.destroy');
  }

  filterLink(name) {
    return this.page.locator('.filters').getByRole('link', { name, exact: true });
  }

  ready() {
    return this.newTodo.waitFor();
  }

  add(...titles) {
    return inTurn(titles, async (title) => {
      await this.newTodo.fill(title);
      await this.newTodo.press('Enter');
    });
  }

  toggle(...titles) {
    return inTurn(titles, (title) => this.checkbox(title).click());
  }

  /** The checkbox itself is out of sight: visitors click its label. */
  toggleAll() {
    return this.page.locator('.toggle-all + label').click();
  }

  async remove(title) {
    await this.item(title).hover();
    await this.destroyButton(title).click();
  }

  /** Begins to edit and, if there is a `text`, replaces the title by it. */
  async edit(title, text) {
    await this.label(title).dblclick();
    await eventually(() => this.hasFocus(this.field), true);
    if (text !== undefined) await this.field.fill(text);
  }

  clearCompleted() {
    return this.clearCompletedButton.click();
  }

  filter(name) {
    return this.filterLink(name).click();
  }

  lists(...titles) {
    return eventually(() => this.titles.allTextContents(), titles);
  }

  listsAsCompleted(...titles) {
    return eventually(() => this.page.locator('.todo-list > li.completed label').allTextContents(), titles);
  }

  saysThatAllAreCompleted(all) {
    return eventually(() => this.allCompleted.isChecked(), all);
  }

  counts(text) {
    return eventually(() => this.counter.textContent(), text);
  }

  selects(name) {
    return eventually(() => this.page.locator('.filters a.selected').allTextContents(), [name]);
  }

  isEditing(...titles) {
    return eventually(() => this.page.locator('.todo-list > li.editing label').allTextContents(), titles);
  }

  storage(key = KEY) {
    return this.page.evaluate((name) => localStorage.getItem(name), key);
  }

  stores(...todos) {
    return eventually(
      async () => JSON.parse((await this.storage()) ?? '[]').map(({ title, completed }) => ({ title, completed })),
      todos.map(todo).map(({ title, completed }) => ({ title, completed })),
    );
  }
}

/** A todo as it is stored. Those given by nothing but their title are still to be done. */
function todo(titleOrTodo) {
  if (typeof titleOrTodo !== 'string') return titleOrTodo;
  return { id: crypto.randomUUID(), title: titleOrTodo, completed: false };
}

function done(title) {
  return { ...todo(title), completed: true };
}

/** The circumstance that todos were stored before. */
function having(...todos) {
  return { storage: { [KEY]: JSON.stringify(todos.map(todo)) } };
}

const it = visitor(['/todomvc/', '/todomvc-leptos09/'], TodoMvc);

group('Template', () => {
  it('has the structure and the class names of the template', async (app) => {
    await app.add('buy milk', 'write tests');
    await app.toggle('buy milk');
    await app.edit('write tests');
    await inTurn(
      [
        ['section.todoapp > header.header > h1', 1],
        ['header.header > input.new-todo[placeholder="What needs to be done?"]', 1],
        ['section.todoapp > section.main > input#toggle-all.toggle-all[type=checkbox]', 1],
        ['section.main > .toggle-all + label[for=toggle-all]', 1],
        ['section.main > ul.todo-list > li', 2],
        ['.todo-list > li.completed > div.view > input.toggle[type=checkbox]:checked', 1],
        ['.todo-list > li > div.view > input.toggle + label', 2],
        ['.todo-list > li > div.view > label + button.destroy', 2],
        ['.todo-list > li.editing > input.edit', 1],
        ['section.todoapp > footer.footer > span.todo-count > strong', 1],
        ['footer.footer > ul.filters > li > a', 3],
        ['footer.footer > button.clear-completed', 1],
        ['section.todoapp ~ footer.info > p', 2],
      ],
      ([selector, count]) => eventually(() => app.page.locator(selector).count(), count, selector),
    );
    await inTurn(
      [
        ['h1', 'todos'],
        ['.toggle-all + label', 'Mark all as complete'],
        ['.clear-completed', 'Clear completed'],
      ],
      ([selector, text]) => eventually(() => app.page.locator(selector).textContent(), text, selector),
    );
    assert.deepEqual(await app.page.locator('.filters a').allTextContents(), ['All', 'Active', 'Completed']);
  });

  it('looks as todomvc-app-css has it', async (app) => {
    await app.add('buy milk');
    await app.toggle('buy milk');
    await inTurn(
      [
        ['body', 'background-color', 'rgb(245, 245, 245)'],
        ['.todoapp', 'background-color', 'rgb(255, 255, 255)'],
        ['h1', 'color', 'rgb(184, 63, 69)'],
        ['.toggle-all', 'opacity', '0'],
        ['.todo-list label', 'text-decoration-line', 'line-through'],
        ['.filters', 'list-style-type', 'none'],
        ['.filters .selected', 'border-top-color', 'rgb(206, 70, 70)'],
      ],
      ([selector, property, value]) =>
        eventually(() => app.style(app.page.locator(selector), property), value, `${property} of ${selector}`),
    );
  });
});

group('No todos', () => {
  it('When there are no todos, main and footer are hidden', async (app) => {
    await app.settled();
    assert.equal(await app.main.isVisible(), false);
    assert.equal(await app.footer.isVisible(), false);
  });

  it('They are shown as soon as there is one, and hidden again when the last one is gone', async (app) => {
    await app.add('buy milk');
    await app.main.waitFor();
    await app.footer.waitFor();
    await app.remove('buy milk');
    await app.main.waitFor({ state: 'hidden' });
    await app.footer.waitFor({ state: 'hidden' });
    await app.add('buy milk', 'write tests');
    await app.footer.waitFor();
    await app.toggleAll();
    await app.clearCompleted();
    await app.main.waitFor({ state: 'hidden' });
    await app.footer.waitFor({ state: 'hidden' });
  });

  it('They stay while the filter alone leaves none to show', async (app) => {
    await app.add('buy milk');
    await app.filter('Completed');
    await app.lists();
    assert.ok(await app.main.isVisible());
    assert.ok(await app.footer.isVisible());
  });
});

group('New todo', () => {
  it('The input has the focus when the page is loaded', async (app) => {
    await eventually(() => app.hasFocus(app.newTodo), true);
    await app.type('buy milk');
    await app.press('Enter');
    await app.lists('buy milk');
  });

  it('Pressing Enter creates the todo, appends it to the list and clears the input', async (app) => {
    await app.add('buy milk');
    await app.lists('buy milk');
    await eventually(() => app.newTodo.inputValue(), '');
    await app.add('write tests');
    await app.lists('buy milk', 'write tests');
    await app.listsAsCompleted();
    assert.ok(await app.hasFocus(app.newTodo));
  });

  it('Nothing is created before Enter is pressed', async (app) => {
    await app.newTodo.fill('buy milk');
    await app.press('Tab');
    await app.settled();
    await app.lists();
  });

  it('The input is trimmed', async (app) => {
    await app.add('   buy some  milk \t ');
    await app.lists('buy some  milk');
    await app.stores('buy some  milk');
  });

  it('The trimmed input is checked not to be empty before a todo is created', async (app) => {
    await app.add('', ' ', ' \t \u00a0 ');
    await app.settled();
    await app.lists();
    await app.stores();
  });

  it('Two todos may have the same title', async (app) => {
    await app.add('buy milk', 'buy milk');
    await app.lists('buy milk', 'buy milk');
    await app.items.last().locator('.toggle').click();
    await app.listsAsCompleted('buy milk');
    await app.counts('1 item left');
  });
});

group('Mark all as complete', () => {
  it('This checkbox toggles all the todos to the same state as itself', async (app) => {
    await app.add('buy milk', 'write tests', 'ship');
    await app.toggle('write tests');
    await app.toggleAll();
    await app.saysThatAllAreCompleted(true);
    await app.listsAsCompleted('buy milk', 'write tests', 'ship');
    await app.toggleAll();
    await app.saysThatAllAreCompleted(false);
    await app.listsAsCompleted();
  });

  it('It toggles those too that the filter hides', async (app) => {
    await app.add('buy milk', 'write tests');
    await app.toggle('write tests');
    await app.filter('Active');
    await app.lists('buy milk');
    await app.toggleAll();
    await app.lists();
    await app.toggleAll();
    await app.lists('buy milk', 'write tests');
  });

  it('Its state is cleared after “Clear completed” is clicked', async (app) => {
    await app.add('buy milk', 'write tests');
    await app.toggleAll();
    await app.saysThatAllAreCompleted(true);
    await app.clearCompleted();
    await app.lists();
    await app.add('ship');
    await app.saysThatAllAreCompleted(false);
    await app.listsAsCompleted();
  });

  it('It is updated when single items are checked and unchecked', async (app) => {
    await app.add('buy milk', 'write tests');
    await app.saysThatAllAreCompleted(false);
    await app.toggle('buy milk');
    await app.saysThatAllAreCompleted(false);
    await app.toggle('write tests');
    await app.saysThatAllAreCompleted(true);
    await app.toggle('buy milk');
    await app.saysThatAllAreCompleted(false);
    await app.toggleAll();
    await app.saysThatAllAreCompleted(true);
    await app.toggle('write tests');
    await app.saysThatAllAreCompleted(false);
  });

  it('It is updated when items are added and removed', async (app) => {
    await app.add('buy milk');
    await app.toggle('buy milk');
    await app.saysThatAllAreCompleted(true);
    await app.add('write tests');
    await app.saysThatAllAreCompleted(false);
    await app.remove('write tests');
    await app.saysThatAllAreCompleted(true);
  });

  it('It is up to date when the page is loaded', having(done('buy milk'), done('ship')), async (app) => {
    await app.saysThatAllAreCompleted(true);
  });
});

group('Item', () => {
  it('Clicking the checkbox updates the value `completed` and toggles the class `completed` on its li', async (app) => {
    await app.add('buy milk', 'write tests');
    await app.toggle('buy milk');
    await app.listsAsCompleted('buy milk');
    await app.stores(done('buy milk'), 'write tests');
    assert.ok(await app.checkbox('buy milk').isChecked());
    await app.toggle('buy milk');
    await app.listsAsCompleted();
    await app.stores('buy milk', 'write tests');
    assert.equal(await app.checkbox('buy milk').isChecked(), false);
  });

  it('Double-clicking the label activates editing by the class `editing` on its li', async (app) => {
    await app.add('buy milk', 'write tests');
    await app.label('write tests').dblclick();
    await app.isEditing('write tests');
  });

  it('Clicking the label once does neither edit nor complete', async (app) => {
    await app.add('buy milk');
    await app.label('buy milk').click();
    await app.settled();
    await app.isEditing();
    await app.listsAsCompleted();
  });

  it('Hovering over the todo shows the remove button', async (app) => {
    await app.add('buy milk', 'write tests');
    await app.elsewhere.hover();
    await app.destroyButton('buy milk').waitFor({ state: 'hidden' });
    await app.item('buy milk').hover();
    await app.destroyButton('buy milk').waitFor();
    assert.equal(await app.destroyButton('write tests').isVisible(), false);
  });

  it('Clicking the remove button removes the todo', async (app) => {
    await app.add('buy milk', 'write tests', 'ship');
    await app.remove('write tests');
    await app.lists('buy milk', 'ship');
    await app.stores('buy milk', 'ship');
  });
});

group('Editing', () => {
  it('Other controls are hidden', async (app) => {
    await app.add('buy milk', 'write tests');
    await app.edit('buy milk');
    await app.field.waitFor();
    await inTurn([app.checkbox, app.label, app.destroyButton], (control) =>
      control.call(app, 'buy milk').waitFor({ state: 'hidden' }),
    );
    assert.ok(await app.checkbox('write tests').isVisible());
  });

  it('The field contains the title and has the focus', async (app) => {
    await app.add('buy milk');
    await app.label('buy milk').dblclick();
    await eventually(() => app.hasFocus(app.field), true);
    assert.equal(await app.field.inputValue(), 'buy milk');
  });

  it('Enter saves and ends it', async (app) => {
    await app.add('buy milk', 'write tests');
    await app.edit('buy milk', 'buy bread');
    await app.press('Enter');
    await app.isEditing();
    await app.lists('buy bread', 'write tests');
    await app.stores('buy bread', 'write tests');
  });

  it('Leaving the field by a click saves and ends it', async (app) => {
    await app.add('buy milk');
    await app.edit('buy milk', 'buy bread');
    await app.elsewhere.click();
    await app.isEditing();
    await app.lists('buy bread');
    await app.stores('buy bread');
  });

  it('Leaving the field by Tab saves and ends it', async (app) => {
    await app.add('buy milk');
    await app.edit('buy milk', 'buy bread');
    await app.press('Tab');
    await app.isEditing();
    await app.lists('buy bread');
    await app.stores('buy bread');
  });

  it('Leaving the field for another todo saves the one and edits the other', async (app) => {
    await app.add('buy milk', 'write tests');
    await app.edit('buy milk', 'buy bread');
    await app.edit('write tests');
    await app.isEditing('write tests');
    await app.lists('buy bread', 'write tests');
  });

  it('The title is trimmed', async (app) => {
    await app.add('buy milk');
    await app.edit('buy milk', '  buy bread \t');
    await app.press('Enter');
    await app.lists('buy bread');
    await app.stores('buy bread');
  });

  it('Enter with an empty title destroys the todo', async (app) => {
    await app.add('buy milk', 'write tests');
    await app.edit('buy milk', '   ');
    await app.press('Enter');
    await app.lists('write tests');
    await app.stores('write tests');
  });

  it('Leaving the field with an empty title destroys the todo', async (app) => {
    await app.add('buy milk', 'write tests');
    await app.edit('write tests', '');
    await app.elsewhere.click();
    await app.lists('buy milk');
    await app.stores('buy milk');
  });

  it('An empty title destroys the last todo, and with it the list', async (app) => {
    await app.add('buy milk');
    await app.edit('buy milk', '');
    await app.press('Enter');
    await app.main.waitFor({ state: 'hidden' });
    await app.add('write tests');
    await app.lists('write tests');
  });

  it('Escape ends it and discards the changes', async (app) => {
    await app.add('buy milk');
    await app.edit('buy milk', 'buy bread');
    await app.press('Escape');
    await app.isEditing();
    await app.settled();
    await app.lists('buy milk');
    await app.stores('buy milk');
  });

  it('Escape with an empty title does not destroy the todo', async (app) => {
    await app.add('buy milk');
    await app.edit('buy milk', '');
    await app.press('Escape');
    await app.isEditing();
    await app.settled();
    await app.lists('buy milk');
  });

  it('It begins with the present title each time', async (app) => {
    await app.add('buy milk');
    await app.edit('buy milk', 'buy bread');
    await app.press('Escape');
    await app.edit('buy milk');
    assert.equal(await app.field.inputValue(), 'buy milk');
    await app.field.fill('buy cheese');
    await app.press('Enter');
    await app.edit('buy cheese');
    assert.equal(await app.field.inputValue(), 'buy cheese');
  });

  it('It leaves a completed todo completed', async (app) => {
    await app.add('buy milk');
    await app.toggle('buy milk');
    await app.edit('buy milk', 'buy bread');
    await app.press('Enter');
    await app.listsAsCompleted('buy bread');
  });
});

group('Counter', () => {
  it('The number of active todos is displayed in a pluralised form', async (app) => {
    await app.add('buy milk');
    await app.counts('1 item left');
    await app.add('write tests');
    await app.counts('2 items left');
    await app.toggle('buy milk');
    await app.counts('1 item left');
    await app.toggle('write tests');
    await app.counts('0 items left');
    await app.toggle('write tests');
    await app.remove('buy milk');
    await app.counts('1 item left');
  });

  it('The number is wrapped by a strong tag', async (app) => {
    await app.add('buy milk', 'write tests');
    await eventually(() => app.counter.locator('strong').textContent(), '2');
    await app.toggle('buy milk');
    await eventually(() => app.counter.locator('strong').textContent(), '1');
  });
});

group('Clear completed button', () => {
  it('It removes the completed todos', async (app) => {
    await app.add('buy milk', 'write tests', 'ship');
    await app.toggle('buy milk', 'ship');
    await app.clearCompleted();
    await app.lists('write tests');
    await app.stores('write tests');
  });

  it('It removes those too that the filter hides', async (app) => {
    await app.add('buy milk', 'write tests');
    await app.toggle('buy milk');
    await app.filter('Active');
    await app.clearCompleted();
    await app.filter('All');
    await app.lists('write tests');
  });

  it('It is hidden when there are no completed todos', async (app) => {
    await app.add('buy milk', 'write tests');
    await app.settled();
    assert.equal(await app.clearCompletedButton.isVisible(), false);
    await app.toggle('buy milk');
    await app.clearCompletedButton.waitFor();
    await app.toggle('buy milk');
    await app.clearCompletedButton.waitFor({ state: 'hidden' });
    await app.toggle('buy milk');
    await app.clearCompleted();
    await app.clearCompletedButton.waitFor({ state: 'hidden' });
  });
});

group('Persistence', () => {
  it('The todos are persisted to the local storage and loaded from it', async (app) => {
    await app.add('buy milk', 'write tests', 'ship');
    await app.toggle('write tests');
    await app.stores('buy milk', done('write tests'), 'ship');
    await app.reload();
    await app.lists('buy milk', 'write tests', 'ship');
    await app.listsAsCompleted('write tests');
    await app.counts('2 items left');
  });

  it('Each item has the keys `id`, `title` and `completed`', async (app) => {
    await app.add('buy milk', 'write tests');
    await app.stores('buy milk', 'write tests');
    const items = JSON.parse(await app.storage());
    for (const item of items) assert.deepEqual(Object.keys(item).sort(), ['completed', 'id', 'title']);
    assert.notEqual(items[0].id, items[1].id);
  });

  it('An item keeps its id', async (app) => {
    await app.add('buy milk');
    await app.stores('buy milk');
    const [{ id }] = JSON.parse(await app.storage());
    await app.reload();
    await app.edit('buy milk', 'buy bread');
    await app.press('Enter');
    await app.toggle('buy bread');
    await app.stores(done('buy bread'));
    assert.equal(JSON.parse(await app.storage())[0].id, id);
  });

  it('The local storage holds nothing but the todos, under `todos-leptos-state`', async (app) => {
    await app.add('buy milk');
    await app.filter('Active');
    await app.stores('buy milk');
    assert.deepEqual(await app.page.evaluate(() => Object.keys(localStorage)), [KEY]);
  });

  it('Todos of an earlier visit are loaded', having('buy milk', done('ship')), async (app) => {
    await app.lists('buy milk', 'ship');
    await app.listsAsCompleted('ship');
    await app.add('write tests');
    await app.stores('buy milk', done('ship'), 'write tests');
  });

  it('The last todo is removed from the storage too', having('buy milk'), async (app) => {
    await app.remove('buy milk');
    await app.stores();
    await app.reload();
    await app.lists();
  });

  it('Editing mode is not persisted', async (app) => {
    await app.add('buy milk');
    await app.edit('buy milk', 'buy bread');
    await app.stores('buy milk');
    await app.reload();
    await app.lists('buy milk');
    await app.isEditing();
  });
});

group('Routing', () => {
  const mixed = async (app) => {
    await app.add('buy milk', 'write tests', 'ship');
    await app.toggle('write tests');
  };

  it('`#/` is the default and shows all', async (app) => {
    await mixed(app);
    await app.selects('All');
    await app.lists('buy milk', 'write tests', 'ship');
    assert.equal(await app.filterLink('All').getAttribute('href'), '#/');
  });

  it('`#/active` shows the active ones, `#/completed` the completed ones', async (app) => {
    await mixed(app);
    await inTurn(
      [
        ['Active', '#/active', ['buy milk', 'ship']],
        ['Completed', '#/completed', ['write tests']],
        ['All', '#/', ['buy milk', 'write tests', 'ship']],
      ],
      async ([name, hash, titles]) => {
        await app.filter(name);
        await app.lists(...titles);
        assert.equal(new URL(app.page.url()).hash, hash);
      },
    );
  });

  it('The class `selected` on the links follows the route', async (app) => {
    await mixed(app);
    await inTurn(['Active', 'Completed', 'All'], async (name) => {
      await app.filter(name);
      await app.selects(name);
      await eventually(() => app.page.locator('.filters [aria-current=page]').allTextContents(), [name]);
    });
  });

  it('An address entered by hand is followed', async (app) => {
    await mixed(app);
    await app.page.evaluate(() => {
      location.hash = '#/completed';
    });
    await app.selects('Completed');
    await app.lists('write tests');
  });

  const at = (hash) => ({ ...having('buy milk', done('ship')), hash });

  it('An address with a filter is followed from the start', at('#/completed'), async (app) => {
    await app.selects('Completed');
    await app.lists('ship');
  });

  it('An unknown address shows all', at('#/nowhere'), async (app) => {
    await app.selects('All');
    await app.lists('buy milk', 'ship');
  });

  it('The filter is persisted on reload', async (app) => {
    await mixed(app);
    await app.filter('Active');
    await app.lists('buy milk', 'ship');
    await app.reload();
    await app.selects('Active');
    await app.lists('buy milk', 'ship');
  });

  it('An item that is completed while `Active` is shown disappears', async (app) => {
    await mixed(app);
    await app.filter('Active');
    await app.toggle('buy milk');
    await app.lists('ship');
    await app.filter('Completed');
    await app.lists('buy milk', 'write tests');
  });

  it('An item that is taken up again while `Completed` is shown disappears', async (app) => {
    await mixed(app);
    await app.filter('Completed');
    await app.toggle('write tests');
    await app.lists();
    await app.filter('All');
    await app.listsAsCompleted();
  });

  it('A todo that is added while `Completed` is shown does not appear there', async (app) => {
    await mixed(app);
    await app.filter('Completed');
    await app.add('rest');
    await app.counts('3 items left');
    await app.lists('write tests');
    await app.filter('Active');
    await app.lists('buy milk', 'ship', 'rest');
  });

  it('The back button leads through the filters, and the forward button too', async (app) => {
    await mixed(app);
    await app.filter('Active');
    await app.selects('Active');
    await app.filter('Completed');
    await app.selects('Completed');
    await app.page.goBack();
    await app.selects('Active');
    await app.lists('buy milk', 'ship');
    await app.page.goBack();
    await app.selects('All');
    await app.lists('buy milk', 'write tests', 'ship');
    await app.page.goForward();
    await app.selects('Active');
    await app.lists('buy milk', 'ship');
  });
});

group('Titles of all kinds are shown as they were entered', () => {
  for (const [kind, ...titles] of [
    [
      'markup',
      '<b>x</b> &amp; <!-- y -->',
      '<script>window.harmed = true</script>',
      '<img src="" onerror="window.harmed = true">',
    ],
    ['quotes and emoji', `"double" 'single' \`back\` \\ ”curly“`, '👩‍👩‍👧‍👦 🏳️‍🌈 é 漢字 שלום'],
    ['very long ones', 'w'.repeat(5_000), 'so much to do '.repeat(300).trim()],
  ]) {
    it(kind, async (app) => {
      await app.add(...titles);
      await app.lists(...titles);
      await inTurn(titles, async (title) => {
        await app.edit(title);
        assert.equal(await app.field.inputValue(), title);
        await app.press('Enter');
        await app.isEditing();
        assert.equal(await app.checkbox(title).getAttribute('aria-label'), `Complete ${title}`);
      });
      await app.stores(...titles);
      await app.reload();
      await app.lists(...titles);
      assert.equal(await app.titles.locator('*').count(), 0);
      assert.equal(await app.page.evaluate(() => window.harmed), undefined);
      assert.equal(await app.overflow(), 0);
    });
  }
});

group('Storage', () => {
  it('A value that cannot be read is set aside, and the page works', { complaint: /can't be read/ }, async (app) => {
    const twice = '{"id":"01890a5d-ac96-774b-bcce-b302099a8057","title":"buy milk","completed":false}';
    const untitled = twice.replace('buy milk', ' ');
    const unreadable = ['{ buy milk', '', '{"title":"buy milk"}', '[{"title":"buy milk"}]', `[${twice},${twice}]`, `[${untitled}]`];
    await inTurn([...unreadable.entries()], async ([index, text]) => {
      const aside = index === 0 ? UNREADABLE_KEY : `${UNREADABLE_KEY}-${index + 1}`;
      await app.page.evaluate(([key, value]) => localStorage.setItem(key, value), [KEY, text]);
      await app.reload();
      await app.lists();
      assert.equal(await app.storage(aside), text);
      await app.add('write tests');
      await app.stores('write tests');
      await app.reload();
      await app.lists('write tests');
      assert.equal(await app.storage(aside), text);
    });
  });

  const nowhereToSetAside = {
    storage: { [KEY]: '{ buy milk' },
    prepare: () => {
      const { setItem } = Storage.prototype;
      Storage.prototype.setItem = function (key, text) {
        if (key.endsWith('.unreadable')) throw new DOMException('full', 'QuotaExceededError');
        setItem.call(this, key, text);
      };
    },
    complaint: /./,
  };

  it('A value that can neither be read nor set aside is not lost', nowhereToSetAside, async (app) => {
    await app.settled();
    assert.equal(await app.storage(), '{ buy milk');
    await app.add('write tests');
    await app.lists('write tests');
  });

  const full = {
    prepare: () => {
      Storage.prototype.setItem = () => {
        throw new DOMException('full', 'QuotaExceededError');
      };
    },
    complaint: /was not saved/,
  };

  it('A full one does not keep the page from working', full, async (app) => {
    await app.add('buy milk', 'write tests');
    await app.toggle('buy milk');
    await app.edit('write tests', 'write more tests');
    await app.press('Enter');
    await app.filter('Active');
    await app.lists('write more tests');
    await app.clearCompleted();
    await app.filter('All');
    await app.lists('write more tests');
  });

  const off = {
    prepare: () => {
      Object.defineProperty(window, 'localStorage', {
        get() {
          throw new DOMException('denied', 'SecurityError');
        },
      });
    },
  };

  it('One that is switched off does not keep the page from working', off, async (app) => {
    await app.add('buy milk');
    await app.toggle('buy milk');
    await app.listsAsCompleted('buy milk');
  });

  it('Two tabs that share it show what the other saves', async (app) => {
    await app.add('buy milk');
    await app.stores('buy milk');
    const other = await app.anotherTab();
    await other.lists('buy milk');
    await other.add('write tests');
    await app.lists('buy milk', 'write tests');
    await app.toggle('buy milk');
    await other.listsAsCompleted('buy milk');
    await other.remove('buy milk');
    await app.lists('write tests');
    await app.add('ship');
    await other.lists('write tests', 'ship');
    await app.stores('write tests', 'ship');
    await other.stores('write tests', 'ship');
  });
});

group('Everybody', () => {
  it('can add, toggle and filter by keyboard only', async (app) => {
    await app.type('buy milk');
    await app.press('Enter');
    await app.type('write tests');
    await app.press('Enter');
    await app.lists('buy milk', 'write tests');
    await app.press('Tab');
    assert.ok(await app.hasFocus(app.allCompleted));
    await app.press('Tab');
    assert.ok(await app.hasFocus(app.checkbox('buy milk')));
    await app.press('Space');
    await app.listsAsCompleted('buy milk');
    assert.ok(await app.hasFocus(app.checkbox('buy milk')));
    await app.press('Shift+Tab', 'Space');
    await app.listsAsCompleted('buy milk', 'write tests');
    await app.press('Tab', 'Tab', 'Space');
    await app.listsAsCompleted('buy milk');
    await app.press('Tab', 'Tab');
    assert.ok(await app.hasFocus(app.filterLink('Active')));
    await app.press('Enter');
    await app.lists('write tests');
    await app.press('Tab', 'Tab');
    assert.ok(await app.hasFocus(app.clearCompletedButton));
    await app.press('Enter');
    await app.stores('write tests');
  });

  it('finds each control by its role and name', async (app) => {
    await app.add('buy milk');
    await app.toggle('buy milk');
    await app.item('buy milk').hover();
    await inTurn(
      [
        ['textbox', 'New todo'],
        // The style sheet puts an arrow before the text of this one's label, which makes it a part of the name.
        ['checkbox', /Mark all as complete$/],
        ['checkbox', 'Complete buy milk'],
        ['button', 'Delete buy milk'],
        ['button', 'Clear completed'],
      ],
      ([role, name]) => app.page.getByRole(role, { name, exact: true }).waitFor(),
    );
    await app.edit('buy milk');
    await app.page.getByRole('textbox', { name: 'Edit todo', exact: true }).waitFor();
  });

  const many = Array.from({ length: 200 }, (_, index) => `todo ${index + 1}`);

  it('can have 200 todos', having(...many), async (app) => {
    await app.lists(...many);
    await app.counts('200 items left');
    await app.toggle('todo 100');
    await app.listsAsCompleted('todo 100');
    await app.toggleAll();
    await app.counts('0 items left');
    await app.toggle('todo 200');
    await app.filter('Active');
    await app.lists('todo 200');
    await app.add('todo 201');
    await app.clearCompleted();
    await app.filter('All');
    await app.lists('todo 200', 'todo 201');
    await app.stores('todo 200', 'todo 201');
  });

  const narrow = { browser: { viewport: { width: 320, height: 640 } } };

  it('with a narrow window need not scroll sideways', narrow, async (app) => {
    assert.equal(await app.overflow(), 0);
    await app.add('buy milk', 'w'.repeat(200));
    await app.toggle('buy milk');
    await app.clearCompletedButton.waitFor();
    assert.equal(await app.overflow(), 0);
    await app.edit('buy milk');
    assert.equal(await app.overflow(), 0);
  });
});

group('The Redux DevTools', () => {
  /** What pages see of the extension: it notes what it is told, and says what the test has it say. */
  const shown = {
    prepare: () => {
      const listeners = [];
      globalThis.told = [];
      globalThis.say = (message) => listeners.forEach((listener) => listener(message));
      globalThis.__REDUX_DEVTOOLS_EXTENSION__ = {
        connect: ({ name }) => ({
          init() {},
          error: (message) => globalThis.told.push([message]),
          send: (action, state) => globalThis.told.push([action, state, name]),
          subscribe(listener) {
            listeners.push(listener);
            return () => {};
          },
        }),
      };
    },
  };
  const say = (app, message) => app.page.evaluate((message) => globalThis.say(message), message);
  const dispatch = (app, payload) => say(app, { type: 'DISPATCH', payload });
  const told = (app) => app.page.evaluate(() => globalThis.told.splice(0));
  /** What it is told when it is opened: the list so far. */
  const opened = async (app) => {
    await say(app, { type: 'START' });
    const [[, list, name]] = await told(app);
    assert.equal(name, 'todos');
    return list;
  };

  it('show what is done', shown, async (app) => {
    await opened(app);
    await app.add('buy milk');
    const [[entry, state]] = await told(app);
    assert.deepEqual(entry.action, { type: 'add', payload: { title: 'buy milk' } });
    assert.deepEqual(
      state.items.map(({ title }) => title),
      ['buy milk'],
    );
    await app.toggle('buy milk');
    const [[completed]] = await told(app);
    assert.equal(completed.action.type, 'complete');
  });

  it('go back, leave out, and do something', shown, async (app) => {
    const { nextActionId: milk } = await opened(app);
    await app.add('buy milk', 'write tests');
    await dispatch(app, { type: 'JUMP_TO_ACTION', actionId: milk });
    await app.lists('buy milk');
    await app.stores('buy milk');
    await dispatch(app, { type: 'JUMP_TO_ACTION', actionId: milk + 1 });
    await dispatch(app, { type: 'TOGGLE_ACTION', id: milk });
    await app.lists('write tests');
    await say(app, { type: 'ACTION', payload: "{ type: 'add', title: 'ship' }" });
    await app.lists('write tests', 'ship');
    await dispatch(app, { type: 'LOCK_CHANGES', status: true });
    await told(app);
    await say(app, { type: 'ACTION', payload: "{ type: 'ad' }" });
    assert.match((await told(app)).flat().join(), /ad/);
    await dispatch(app, { type: 'LOCK_CHANGES', status: false });
    await dispatch(app, { type: 'ROLLBACK' });
    await app.lists();
  });
});
