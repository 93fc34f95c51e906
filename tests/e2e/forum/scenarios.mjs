// What visitors of the forum do, in whichever browser: a `browser` opens windows that have the methods of `chromium.mjs`.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { eventually, inTurn, SITE } from '../browser.mjs';

export const VARIANTS = ['ssr', 'ssr-islands', 'ssr-leptos09', 'ssr-leptos09-islands'];

/** Declares the tests, for both variants of the forum, with JavaScript and without. */
export function scenarios(browser) {
  for (const variant of VARIANTS) {
    const its = (javascript) => (name, act) =>
      test(name, { timeout: 90_000 }, async (t) => {
        const windows = [];
        const open = async () => {
          const visitor = new Visitor(await browser.open({ javascript }), variant, javascript);
          windows.push(visitor.window);
          return visitor;
        };
        try {
          await act(open);
          for (const window of windows) assert.deepEqual(await window.complaints(), [], 'the page complained');
        } catch (error) {
          for (const window of windows) t.diagnostic(`the page said: ${JSON.stringify(await window.complaints())}`);
          throw error;
        } finally {
          for (const window of windows) await window.close();
        }
      });
    const options = { concurrency: browser.concurrency };
    describe(`${variant} without JavaScript`, options, () => everywhere(its(false)));
    describe(`${variant} with JavaScript`, options, () => {
      everywhere(its(true));
      withJavaScript(its(true));
      if (!variant.endsWith('islands')) inOneDocument(its(true));
    });
  }
}

/** What works without JavaScript too. */
function everywhere(it) {
  it('finds the threads, and the way back from one', async (open) => {
    const ada = await open();
    await ada.go('/');
    await ada.reads('//h1', 'Threads');
    await ada.window.click(link('Does it work without JavaScript?'));
    await ada.reads('//h1', 'Does it work without JavaScript?');
    await eventually(() => ada.window.title(), 'Does it work without JavaScript? · Forum');
    await ada.window.back();
    await ada.reads('//h1', 'Threads');
    await ada.has(link('Does it work without JavaScript?'));
    await ada.window.forward();
    await ada.reads('//h1', 'Does it work without JavaScript?');
    await ada.window.click(link('All threads'));
    await ada.reads('//h1', 'Threads');
  });

  it('has a name as long as the visitor wants one', async (open) => {
    const ada = await open();
    await ada.go('/threads/3');
    await ada.has(note('Sign in at the top of the page to reply.'));
    await ada.signIn('Ada Löve <lace>');
    await ada.reads('//header//strong', 'Ada Löve <lace>');
    await ada.has(field('Your reply'));
    await ada.go('/');
    await ada.reads('//header//strong', 'Ada Löve <lace>');
    await ada.window.click(button('Sign out'));
    await ada.has(button('Sign in'));
  });

  it('takes no name that is none', async (open) => {
    const ada = await open();
    await ada.go('/');
    await ada.window.fill(field('Your name'), '  ');
    await ada.window.click(button('Sign in'));
    await ada.reads('//*[@id="name-wrong"]', 'This is needed.');
  });

  it('takes a reply, for everybody to see', async (open) => {
    const [ada, bob] = [await open(), await open()];
    const path = await ada.begins('A talk');
    await bob.go(path);
    await bob.signIn('Bob');
    await inTurn(['First & <foremost>', 'Second'], async (text) => {
      await ada.replies(text);
      await ada.sees('Ada', text);
    });
    await bob.replies('And me');
    await bob.sees('Bob', 'And me');
    assert.deepEqual(await ada.names(), ['Ada']);
    await ada.go(path);
    await ada.says([['Ada', 'About that'], ['Ada', 'First & <foremost>'], ['Ada', 'Second'], ['Bob', 'And me']]);
    assert.deepEqual(await ada.names(), ['Ada']);
    await bob.go(path);
    assert.deepEqual(await bob.names(), ['Bob']);
    await ada.go('/');
    await ada.has('//li[a="' + ada.title + '" and contains(., "3 replies")]');
  });

  it('takes no reply without words, and keeps what was written elsewhere', async (open) => {
    const ada = await open();
    await ada.begins('Silence');
    await ada.replies('   ');
    await ada.reads('//*[@id="text-wrong"]', 'This is needed.');
    await ada.says([['Ada', 'About that']]);
    await ada.replies('Words');
    await ada.sees('Ada', 'Words');
    await ada.reads('//*[@id="text-wrong"]', '');
  });

  it('takes no thread without a title, and keeps its text', async (open) => {
    const ada = await open();
    await ada.go('/new');
    await ada.signIn('Ada');
    await ada.window.fill(field('Title'), '  ');
    await ada.window.fill(field('What do you want to say?'), 'A long story');
    await ada.window.click(button('Begin'));
    await ada.reads('//*[@id="title-wrong"]', 'This is needed.');
    assert.equal(await ada.window.value(field('What do you want to say?')), 'A long story');
  });

  it('says that there is nothing where there is nothing', async (open) => {
    const ada = await open();
    for (const path of ['/threads/99999', '/threads/two', '/nowhere']) {
      await ada.go(path, { refused: true });
      await ada.reads('//h1', 'There is nothing here');
    }
    await ada.window.click(link('To the threads'));
    await ada.reads('//h1', 'Threads');
  });

  it('says that it is in trouble, and recovers', async (open) => {
    const ada = await open();
    await ada.go('/');
    await ada.window.cookie('trouble', '1');
    for (const path of ['/', '/threads/2']) {
      await ada.go(path, { refused: true });
      await ada.reads('//*[@role="alert"]/p', 'The forum is in trouble. Please try again.');
    }
    await ada.window.cookie('trouble', null);
    await ada.window.click(link('Try again'));
    await ada.reads('//h1', 'Does it work without JavaScript?');
  });
}

/** What is better with JavaScript. */
function withJavaScript(it) {
  it('replies without a new document', async (open) => {
    const ada = await open();
    await ada.begins('Without a new document');
    await ada.window.run('window.mark = "here"');
    await ada.replies('At once');
    await ada.sees('Ada', 'At once');
    await eventually(() => ada.window.value(field('Your reply')), '');
    await eventually(() => ada.texts('//li[@aria-busy]'), []);
    assert.equal(await ada.window.run('window.mark'), 'here');
    await ada.go(await ada.window.path());
    await ada.says([['Ada', 'About that'], ['Ada', 'At once']]);
  });

  it('signs in and out without a new document', async (open) => {
    const ada = await open();
    await ada.go('/threads/3');
    await ada.window.run('window.mark = "here"');
    await ada.signIn('Ada');
    await ada.has(field('Your reply'));
    await ada.window.click(button('Sign out'));
    await ada.has(note('Sign in at the top of the page to reply.'));
    assert.equal(await ada.window.run('window.mark'), 'here');
  });

  it('says what is wrong with a field while it is corrected, and leads there', async (open) => {
    const ada = await open();
    await ada.begins('Corrections');
    await ada.window.click(button('Reply'));
    await ada.reads('//*[@id="text-wrong"]', 'This is needed.');
    assert.equal(await ada.window.run('document.activeElement.id'), 'text');
    assert.equal(await ada.window.attribute(field('Your reply'), 'aria-invalid'), 'true');
    await ada.window.fill(field('Your reply'), 'Words');
    await ada.reads('//*[@id="text-wrong"]', '');
  });

  it('keeps a reply that the server does not take, to be tried again or edited', async (open) => {
    const ada = await open();
    await ada.begins('Patience');
    await ada.window.cookie('trouble', '1');
    ada.window.expectRefusals();
    await ada.replies('Again');
    await ada.reads('//*[@role="alert"]/p', 'The forum is in trouble. Please try again.');
    await ada.window.click(button('Edit'));
    await eventually(() => ada.window.value(field('Your reply')), 'Again');
    await ada.window.click(button('Reply'));
    await ada.has(button('Try again'));
    await ada.window.cookie('trouble', null);
    await ada.window.click(button('Try again'));
    await eventually(() => ada.texts('//li[@aria-busy]'), []);
    await ada.go(await ada.window.path());
    await ada.says([['Ada', 'About that'], ['Ada', 'Again']]);
  });

  it('keeps what is being written, for each thread', async (open) => {
    const ada = await open();
    const path = await ada.begins('Drafts');
    await ada.window.fill(field('Your reply'), 'To be continued');
    await ada.go('/threads/1');
    assert.equal(await ada.window.value(field('Your reply')), '');
    await ada.go(path);
    await eventually(() => ada.window.value(field('Your reply')), 'To be continued');
    await ada.window.click(button('Reply'));
    await ada.sees('Ada', 'To be continued');
    await eventually(() => ada.texts('//li[@aria-busy]'), []);
    await ada.go(path);
    assert.equal(await ada.window.value(field('Your reply')), '');
  });

  it('keeps the theme', async (open) => {
    const ada = await open();
    await ada.go('/');
    const colour = () => ada.window.run('getComputedStyle(document.body).backgroundColor');
    await inTurn(['dark', 'light'], async (theme) => {
      await ada.window.select('//select', theme);
      await eventually(colour, theme === 'dark' ? 'rgb(21, 23, 26)' : 'rgb(246, 246, 243)');
    });
    await ada.window.select('//select', 'dark');
    await ada.go('/threads/1');
    await eventually(colour, 'rgb(21, 23, 26)');
    await eventually(() => ada.window.value('//select'), 'dark');
  });
}

/** What takes a router in the browser. */
function inOneDocument(it) {
  it('goes from page to page without a new document, and leads the focus there', async (open) => {
    const ada = await open();
    await ada.go('/');
    await ada.window.run('window.mark = "here"');
    await ada.window.click(link('How is this page rendered?'));
    await ada.reads('//h1', 'How is this page rendered?');
    await eventually(() => ada.window.title(), 'How is this page rendered? · Forum');
    await eventually(() => ada.window.run('document.activeElement.id'), 'main');
    await ada.window.back();
    await ada.reads('//h1', 'Threads');
    await ada.window.click(link('Say hello'));
    await ada.reads('//h1', 'Say hello');
    await ada.has('//li[contains(., "Pick a name")]');
    assert.equal(await ada.window.run('window.mark'), 'here');
  });

  it('goes to a thread that was begun, and back to a list that has it', async (open) => {
    const ada = await open();
    await ada.go('/');
    await ada.window.run('window.mark = "here"');
    await ada.signIn('Ada');
    await ada.window.click(link('New thread'));
    await ada.begin('One document');
    await ada.window.click(link('All threads'));
    await ada.has(link(ada.title));
    assert.equal(await ada.window.run('window.mark'), 'here');
  });
}

const button = (name) => `//button[normalize-space()="${name}"]`;
const link = (name) => `//a[normalize-space()="${name}"]`;
const note = (text) => `//p[normalize-space()="${text}"]`;
const field = (label) => `//*[@id=//label[normalize-space()="${label}"]/@for]`;

let threads = 0;

/** Where a variant has its own server. */
async function home(variant) {
  const answer = await fetch(`${SITE}/${variant}/`, { redirect: 'manual' });
  return new URL(answer.headers.get('location')).origin;
}

/** Somebody with a window of a browser of their own. */
export class Visitor {
  constructor(window, variant, javascript) {
    this.window = window;
    this.variant = variant;
    this.javascript = javascript;
  }

  /** Opens a page. With JavaScript, waits until the page works. */
  async go(path, { refused = false } = {}) {
    if (refused) this.window.expectRefusals();
    this.origin ??= await home(this.variant);
    await this.window.go(this.origin + path);
    if (this.javascript) await this.has('//select[not(@disabled)]');
  }

  has(xpath) {
    return eventually(async () => (await this.texts(xpath)).length > 0, true, `there is no ${xpath}`);
  }

  reads(xpath, text) {
    return eventually(async () => (await this.texts(xpath))[0], text);
  }

  /** The texts of elements. A page that is just being left has none. */
  async texts(xpath) {
    try {
      return await this.window.texts(xpath);
    } catch (error) {
      if (this.window.isLeaving(error)) return [];
      throw error;
    }
  }

  async signIn(name) {
    await this.window.fill(field('Your name'), name);
    await this.window.click(button('Sign in'));
    await this.has(button('Sign out'));
    if (!this.javascript) return;
    await this.has('//select[not(@disabled)]');
  }

  /** The names that the page calls its visitor. */
  names() {
    return this.texts('//header//strong');
  }

  /** Begins a thread as Ada, and returns its path. */
  async begins(subject) {
    await this.go('/new');
    await this.signIn('Ada');
    return this.begin(subject);
  }

  async begin(subject) {
    threads += 1;
    this.title = `${subject} (${process.pid}, ${threads})`;
    await this.window.fill(field('Title'), this.title);
    await this.window.fill(field('What do you want to say?'), 'About that');
    await this.window.click(button('Begin'));
    await this.reads('//h1', this.title);
    if (this.javascript) await this.has('//select[not(@disabled)]');
    return this.window.path();
  }

  async replies(text) {
    await this.window.fill(field('Your reply'), text);
    await this.window.click(button('Reply'));
  }

  /** Whether the last post is this one. */
  sees(author, text) {
    return eventually(async () => (await this.posts()).at(-1), [author, text]);
  }

  says(posts) {
    return eventually(() => this.posts(), posts);
  }

  async posts() {
    const authors = await this.texts('//main//ol/li//strong');
    const texts = await this.texts('//main//ol/li/p[contains(@class, "text")]');
    return authors.map((author, at) => [author, texts[at]]);
  }
}
