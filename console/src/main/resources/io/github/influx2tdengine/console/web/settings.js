// All settings of a data source's two connectors.

import {html, nothing} from './lib/lit-html/lit-html.js';
import {repeat} from './lib/lit-html/directives/repeat.js';
import {faults, secretsOf} from './draft.js';
import {focusFault, groups, isKept, text} from './fields.js';
import {plural} from './words.js';
import {worker} from './worker.js';

/** A connector is what it is by these. */
const FIXED = new Set(['name', 'connector.class']);

export class SettingsPage {
  #name;
  #update;
  /** For each connector: name, type, before and now (settings by name), infos, errors. */
  #connectors = null;
  #problem = '';
  #said = '';
  #busy = '';
  #search = '';
  #loading = false;

  constructor(name, update) {
    this.#name = name;
    this.title = `Settings of ${name}`;
    this.#update = update;
  }

  async refresh() {
    if (this.#loading) {
      return;
    }
    if (this.#connectors !== null) {
      // Nothing more to learn, but whether the worker is still there.
      await worker.about().catch(() => {});
      return;
    }
    this.#loading = true;
    try {
      const loaded = await worker.settings(this.#name);
      const connectors = [];
      for (const {name, type, settings} of loaded) {
        // Without an address nothing is asked of the servers yet.
        const answer = await worker.validate({
          'connector.class': settings['connector.class'], name, ...(type === 'sink' ? {topics: 'console-check'} : {})});
        connectors.push({name, type, before: settings, now: {...settings}, infos: answer.configs, errors: {},
          own: await worker.ownSettings(settings['connector.class'])});
      }
      this.#connectors = connectors;
      this.#problem = '';
    } catch (e) {
      this.#problem = e.lost ? '' : e.message;
    } finally {
      this.#loading = false;
    }
  }

  #changes(connector) {
    const names = new Set([...Object.keys(connector.before), ...Object.keys(connector.now)]);
    return Object.fromEntries([...names]
      .filter(name => connector.before[name] !== connector.now[name])
      // Connect takes a setting away where its value is null.
      .map(name => [name, connector.now[name] ?? null]));
  }

  #set(connector, name, value) {
    if (value === undefined && isKept(connector.before[name])) {
      // An emptied password field is an untouched one.
      connector.now[name] = connector.before[name];
    } else if (value === undefined) {
      delete connector.now[name];
    } else {
      connector.now[name] = value;
    }
    delete connector.errors[name];
    this.#said = '';
    this.#update();
  }

  async #save(event) {
    event.preventDefault();
    if (this.#busy) {
      return;
    }
    const step = words => {
      this.#busy = words;
      this.#update();
    };
    this.#problem = '';
    this.#said = '';
    const changed = this.#connectors.filter(connector => Object.keys(this.#changes(connector)).length);
    try {
      step('Checking…');
      let wrong = 0;
      for (const connector of changed) {
        const hidden = Object.keys(connector.now).filter(name => connector.now[name] === '[hidden]');
        // The browser has only seen that there is something: the worker puts a reference there.
        const kept = hidden.length ? await worker.keepSecrets(connector.name, {}, hidden) : {};
        Object.assign(connector.now, kept);
        connector.errors = faults(await worker.validate(connector.now));
        wrong += Object.keys(connector.errors).length;
      }
      if (wrong) {
        step('');
        focusFault();
        return;
      }
      step('Saving…');
      for (const connector of changed) {
        const changes = this.#changes(connector);
        const typed = Object.fromEntries(Object.entries(secretsOf(changes, connector.infos)).filter(([, value]) => value && !isKept(value)));
        if (Object.keys(typed).length) {
          Object.assign(changes, await worker.keepSecrets(connector.name, typed));
        }
        await worker.change(connector.name, changes);
        connector.now = Object.fromEntries(Object.entries({...connector.now, ...changes}).filter(([, value]) => value !== null));
        connector.before = {...connector.now};
      }
      this.#said = `${changed.map(connector => connector.name).join(' and ')} saved and started again with the new settings.`;
      step('');
    } catch (e) {
      this.#problem = e.status === 404 ? 'A connector is gone: someone has deleted it.' : e.message;
      step('');
      focusFault();
    }
  }

  template() {
    const count = this.#connectors === null ? 0
      : this.#connectors.reduce((sum, connector) => sum + Object.keys(this.#changes(connector)).length, 0);
    return html`
      <h1 tabindex="-1">Settings of ${this.#name}</h1>
      <p><a href="#/source/${encodeURIComponent(this.#name)}">Back to ${this.#name}</a></p>
      <div role="alert">${this.#problem ? html`<p class="banner bad">${this.#problem}</p>` : nothing}</div>
      <div role="status">${this.#said ? html`<p class="banner good">${this.#said}</p>` : nothing}</div>
      ${this.#connectors === null ? html`<p class="quiet">${this.#problem ? nothing : 'Asking the worker…'}</p>` : html`
        <form novalidate @submit=${event => this.#save(event)}>
          ${text({id: 'search-settings', label: 'Find a setting', type: 'search', value: this.#search, set: value => {
            this.#search = value;
            this.#update();
          }})}
          ${repeat(this.#connectors, connector => connector.name, connector => html`
            <section aria-labelledby="connector-${connector.type}">
              <h2 id="connector-${connector.type}">${connector.name}</h2>
              ${groups({side: connector.type, infos: connector.infos.filter(info => !FIXED.has(info.definition.name)),
                own: connector.own, values: connector.now, errors: connector.errors, search: this.#search,
                set: (name, value) => this.#set(connector, name, value)})}
            </section>`)}
          <div class="buttons">
            <span role="status" class="quiet">${this.#busy || (count ? `${plural(count, 'setting')} changed` : 'Nothing changed')}</span>
            <button class="primary" ?disabled=${this.#busy !== '' || count === 0}>Save</button>
          </div>
        </form>`}`;
  }
}
