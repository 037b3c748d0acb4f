// The frame around the pages: which one is shown, when it is asked again, and whether the worker is there.

import {html, render, nothing} from './lib/lit-html/lit-html.js';
import {AddPage} from './add.js';
import {DetailPage} from './detail.js';
import {dialog} from './dialog.js';
import {ListPage} from './list.js';
import {SettingsPage} from './settings.js';
import {clock} from './words.js';
import {link} from './worker.js';

const REFRESH_MS = 3_000;
const REFRESH_HIDDEN_MS = 30_000;

const root = document.getElementById('app');
/** Kept when the page is left and come back to: what was typed stays. */
const add = new AddPage(update);
let page = null;
let timer = 0;
let due = false;

function route() {
  const [, kind = '', name = '', part = ''] = location.hash.split('/');
  const shown = decodeURIComponent(name);
  if (kind === 'add') {
    return add;
  }
  if (kind === 'source' && shown) {
    return part === 'settings' ? new SettingsPage(shown, update) : new DetailPage(shown, update);
  }
  return new ListPage(update);
}

function update() {
  if (!due) {
    due = true;
    queueMicrotask(() => {
      due = false;
      render(frame(), root);
      page.drawn?.();
    });
  }
}

function frame() {
  const here = location.hash.startsWith('#/add') ? 'add' : 'list';
  return html`
    <header>
      <a class="home" href="#/"><img src="icon.svg" alt="" width="24" height="24">influx2tdengine</a>
      <nav aria-label="Pages">
        <a href="#/" aria-current=${here === 'list' ? 'page' : nothing}>Data sources</a>
        <a href="#/add" aria-current=${here === 'add' ? 'page' : nothing}>Add data source</a>
      </nav>
    </header>
    <div role="status" id="link">
      ${link.lostSince
        ? html`<p class="banner bad"><strong>No answer from the worker since ${clock(link.lostSince)} UTC.</strong>
            What you see is as old as that; what you typed is kept. Asking again every ${REFRESH_MS / 1000} s.</p>`
        : nothing}
    </div>
    <main id="main" tabindex="-1">${page.template()}</main>
    ${dialog.template()}
  `;
}

async function refresh() {
  clearTimeout(timer);
  const asked = page;
  await asked.refresh();
  if (asked === page) {
    update();
    timer = setTimeout(refresh, document.hidden ? REFRESH_HIDDEN_MS : REFRESH_MS);
  }
}

function show(focus) {
  page?.left?.();
  page = route();
  document.title = `${page.title} – influx2tdengine`;
  update();
  refresh();
  if (focus) {
    // The new page is read out from its heading on.
    setTimeout(() => {
      scrollTo(0, 0);
      document.querySelector('main h1')?.focus();
    });
  }
}

link.onchange = update;
dialog.onchange = update;
addEventListener('hashchange', () => {
  if (location.hash !== '#main') {
    show(true);
  }
});
addEventListener('visibilitychange', () => document.hidden || refresh());
show(false);
