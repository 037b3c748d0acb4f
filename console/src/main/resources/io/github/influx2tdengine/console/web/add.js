// The form that adds a data source.

import {html, nothing} from './lib/lit-html/lit-html.js';
import {authentication} from './authentication.js';
import {create, seen} from './create.js';
import * as made from './draft.js';
import {choice, focusFault, groups, isKept, several, text, tick} from './fields.js';
import {preview} from './preview.js';
import {plural} from './words.js';
import {worker} from './worker.js';

export class AddPage {
  title = 'Add data source';
  #update;
  #draft = made.stored();
  #about = null;
  /** What validate last said of each setting; the definitions, once known, stay. */
  #infos = {source: [], sink: []};
  #own = {source: new Set(), sink: new Set()};
  /** Messages by form field, and by setting for those under Advanced. */
  #errors = {field: {}, source: {}, sink: {}};
  #busy = '';
  #problem = '';
  #checked = {source: '', sink: ''};
  #search = {measurements: '', settings: ''};
  #measurementsOf = '';
  #loading = false;
  #missing = '';

  constructor(update) {
    this.#update = update;
  }

  /** Learns what there is to set; asked again until the worker has said it. */
  async refresh() {
    if (this.#loading) {
      return;
    }
    if (this.#infos.source.length && this.#about) {
      // Nothing more to learn, but whether the worker is still there.
      await worker.about().catch(() => {});
      return;
    }
    this.#loading = true;
    try {
      this.#about = await worker.about();
      const known = new Set((await worker.plugins()).map(plugin => plugin.class));
      const missing = [made.SOURCE_CLASS, made.SINK_CLASS].filter(plugin => !known.has(plugin));
      this.#missing = missing.join(' and ');
      if (missing.length === 0) {
        const [source, sink, ownSource, ownSink] = await Promise.all([
          worker.validate({'connector.class': made.SOURCE_CLASS, name: 'console-check'}),
          worker.validate({'connector.class': made.SINK_CLASS, name: 'console-check', topics: 'console-check'}),
          worker.ownSettings(made.SOURCE_CLASS),
          worker.ownSettings(made.SINK_CLASS),
        ]);
        this.#own = {source: ownSource, sink: ownSink};
        this.#infos = {source: source.configs, sink: sink.configs};
      }
      this.#problem = '';
    } catch (e) {
      this.#problem = e.lost ? '' : e.message;
    } finally {
      this.#loading = false;
    }
  }

  #set(field, value) {
    this.#draft[field] = value;
    delete this.#errors.field[field];
    made.store(this.#draft);
    this.#update();
  }

  #setAdvanced(side, name, value) {
    const its = {...this.#draft[side]};
    if (value === undefined) {
      delete its[name];
    } else {
      its[name] = value;
    }
    delete this.#errors[side][name];
    this.#set(side, its);
  }

  #config(side) {
    return side === 'source' ? made.sourceConfig(this.#draft) : made.sinkConfig(this.#draft);
  }

  /** Puts what validate found beside the fields; settings that were made up for the check are left out. */
  #show(side, answer, unasked = []) {
    this.#infos[side] = answer.configs;
    this.#errors[side] = {};
    for (const field of Object.values(made.FIELD_OF[side])) {
      delete this.#errors.field[field];
    }
    const found = Object.entries(made.faults(answer)).filter(([setting]) => !unasked.includes(setting));
    for (const [setting, message] of found) {
      const field = made.FIELD_OF[side][setting];
      if (field) {
        this.#errors.field[field] = message;
      } else {
        this.#errors[side][setting] = message;
      }
    }
    return found.length;
  }

  /** Asks a connector about the settings filled in so far. */
  async #check(side) {
    if (this.#busy) {
      return;
    }
    const address = side === 'source' ? 'host' : 'address';
    if (!this.#draft[address].trim()) {
      this.#errors.field[address] = 'Required.';
      this.#update();
      focusFault();
      return;
    }
    this.#busy = side === 'source' ? 'Asking InfluxDB…' : 'Asking TDengine…';
    this.#checked[side] = '';
    this.#update();
    try {
      const {config, made: unasked} = made.checkable(side, this.#config(side), this.#draft);
      const faults = this.#show(side, await worker.validate(config), unasked);
      if (faults === 0) {
        const setting = side === 'source' ? 'bucket' : 'database';
        const count = this.#choices(side, setting).length;
        this.#checked[side] = `${side === 'source' ? 'InfluxDB' : 'TDengine'} answers and lets this user in`
          + (count ? `; it has ${plural(count, setting)}.` : '.');
        if (side === 'source') {
          this.#measurementsOf = unasked.includes('bucket') ? '' : this.#draft.bucket;
        }
      }
      this.#busy = '';
      this.#update();
      if (faults) {
        focusFault();
      }
    } catch (e) {
      this.#busy = '';
      this.#problem = e.message;
      this.#update();
    }
  }

  /** A bucket was chosen: its measurements are asked for, unless they are known. */
  async #chose(bucket) {
    if (bucket && this.#checked.source && bucket !== this.#measurementsOf) {
      this.#measurementsOf = bucket;
      await this.#check('source');
    }
  }

  #choices(side, setting) {
    const info = this.#infos[side].find(each => each.definition.name === setting);
    return (info?.value.recommended_values ?? []).map(String);
  }

  #doc(side, setting) {
    return this.#infos[side].find(each => each.definition.name === setting)?.definition.documentation ?? '';
  }

  #required() {
    const draft = this.#draft;
    const wanted = {name: draft.name, address: draft.address, database: draft.database, host: draft.host, bucket: draft.bucket,
      begin: draft.earliest ? 'earliest' : draft.begin};
    for (const [field, value] of Object.entries(wanted)) {
      if (!value.trim()) {
        this.#errors.field[field] = 'Required.';
      }
    }
    if (draft.name.trim() && !/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/.test(draft.name.trim())) {
      this.#errors.field.name = 'Letters, digits, “.”, “_” and “-”, beginning with a letter or digit, at most 100: topics are named after it.';
    }
    return Object.keys(this.#errors.field).length === 0;
  }

  async #add(event) {
    event.preventDefault();
    if (this.#busy) {
      return;
    }
    this.#errors = {field: {}, source: {}, sink: {}};
    this.#problem = '';
    if (!this.#required()) {
      this.#update();
      focusFault();
      return;
    }
    const step = words => {
      this.#busy = words;
      this.#update();
    };
    const [source, sink] = [this.#config('source'), this.#config('sink')];
    try {
      step('Checking both servers…');
      const [ofSource, ofSink] = await Promise.all([worker.validate(source), worker.validate(sink)]);
      let faults = this.#show('source', ofSource) + this.#show('sink', ofSink);
      const topicFault = made.topicFault(this.#draft);
      if (topicFault) {
        this.#errors.source.topic = topicFault;
        faults++;
      }
      const taken = new Set(await worker.connectors());
      if (taken.has(source.name) || taken.has(sink.name)) {
        this.#errors.field.name = `There is a connector ${taken.has(source.name) ? source.name : sink.name} already; choose another name.`;
      }
      if (faults || this.#errors.field.name) {
        step('');
        focusFault();
        return;
      }
      await create({source, sink, infos: this.#infos, step});
      const name = this.#draft.name.trim();
      this.#draft = made.emptyDraft();
      this.#checked = {source: '', sink: ''};
      this.#measurementsOf = '';
      made.forget();
      step('Waiting for its first figures…');
      await seen(name).catch(() => {});
      step('');
      location.hash = `#/source/${encodeURIComponent(name)}`;
    } catch (e) {
      if (e.status === 409 && /already exists|exists already/.test(e.message)) {
        const sentence = e.message.charAt(0).toUpperCase() + e.message.slice(1);
        this.#errors.field.name = `${sentence.replace(/\.$/, '')}. Choose another name.`;
      } else {
        this.#problem = e.message;
      }
      step('');
      focusFault();
    }
  }

  template() {
    const draft = this.#draft;
    const errors = this.#errors.field;
    const field = (id, label, more = {}) =>
      text({id, label, value: draft[id], error: errors[id], set: value => this.#set(id, value), ...more});
    return html`
      <h1 tabindex="-1">Add data source</h1>
      <div role="alert">${this.#problem ? html`<p class="banner bad">${this.#problem}</p>` : nothing}</div>
      ${this.#missing ? html`
        <p class="banner bad"><strong>This worker has no ${this.#missing}.</strong> Unzip the plugin archives into a
          directory of its <code>plugin.path</code> and start it again. What you fill in here is kept.</p>` : nothing}
      ${this.#about?.addingRefused ? html`<p class="banner warn">${this.#about.addingRefused}</p>` : nothing}
      ${this.#about && !this.#about.keepsSecrets && !this.#about.addingRefused ? html`
        <p class="banner warn">${this.#about.secretsHint} Until then, put a reference such as
          <code>\${file:/a/path:key}</code> where a password or token is asked for.</p>` : nothing}
      <form novalidate @submit=${event => this.#add(event)}>
        <section>
          ${field('name', 'Name', {required: true, hint: 'Its connectors are called NAME-source and NAME-sink, its topic influx.NAME.'})}
        </section>

        <section aria-labelledby="target">
          <h2 id="target">Target</h2>
          <div class="fields">
            ${field('address', 'TDengine address', {required: true, placeholder: 'tdengine:6041',
              hint: 'Host and port of TDengine’s adapter, several separated by commas, or a whole JDBC URL.'})}
            <div class="pair">
              ${field('tdUser', 'User')}
              ${field('tdPassword', 'Password', {type: isKept(draft.tdPassword) ? 'text' : 'password'})}
            </div>
          </div>
          <div class="check">
            <button type="button" ?disabled=${this.#busy !== ''} @click=${() => this.#check('sink')}>Check</button>
            <span role="status">${this.#checked.sink ? html`<span class="good-text">${this.#checked.sink}</span>` : nothing}</span>
          </div>
          ${field('database', 'Target DB', {required: true, choices: this.#choices('sink', 'database'),
            hint: 'Choose one of the server’s, or name a new one, which is then made.'})}
        </section>

        <section aria-labelledby="influx">
          <h2 id="influx">InfluxDB</h2>
          <div class="address">
            ${choice({id: 'protocol', label: 'InfluxDB protocol', value: draft.protocol, options: [['http', 'HTTP'], ['https', 'HTTPS']],
              set: value => {
                if (!draft.portTyped) {
                  this.#draft.port = made.usualPort(value);
                }
                this.#set('protocol', value);
              }})}
            ${field('host', 'IP address or domain', {required: true, placeholder: 'influxdb.example'})}
            ${field('port', 'Port', {set: value => {
              this.#draft.portTyped = value !== '' && value !== made.usualPort(draft.protocol);
              this.#set('port', value);
            }})}
          </div>
          ${authentication({draft, errors, field, known: this.#choices('source', 'influxdb.version'),
            set: (id, value) => this.#set(id, value)})}
          <div class="check">
            <button type="button" ?disabled=${this.#busy !== ''} @click=${() => this.#check('source')}>Check connection</button>
            <span role="status">${this.#checked.source ? html`<span class="good-text">${this.#checked.source}</span>` : nothing}</span>
          </div>
        </section>

        <section aria-labelledby="what">
          <h2 id="what">What to read</h2>
          ${field('bucket', 'Bucket', {required: true, choices: this.#choices('source', 'bucket'),
            hint: this.#doc('source', 'bucket'), changed: value => this.#chose(value)})}
          ${several({id: 'measurements', legend: 'Measurements', all: 'All measurements of the bucket',
            hint: this.#checked.source && draft.bucket
              ? 'Choose some, or none for all.' : 'Choose some, or none for all. They are listed once the connection was checked and a bucket chosen.',
            options: this.#measurementsOf === draft.bucket ? this.#choices('source', 'measurements') : [],
            chosen: new Set(draft.measurements), set: chosen => this.#set('measurements', [...chosen]),
            search: this.#search.measurements,
            setSearch: value => {
              this.#search.measurements = value;
              this.#update();
            },
            error: errors.measurements})}
          <div class="fields">
            <div>
              ${field('begin', 'Data Begin Time (UTC)', {type: 'datetime-local', required: !draft.earliest, disabled: draft.earliest})}
              ${tick({id: 'earliest', label: 'From the earliest point on', value: draft.earliest, set: value => {
                delete errors.begin;
                this.#set('earliest', value);
              }})}
            </div>
            ${field('end', 'Data End Time (UTC)', {type: 'datetime-local', hint: 'Empty: follow for ever.'})}
          </div>
        </section>

        ${this.#advanced()}
        ${preview({source: this.#config('source'), sink: this.#config('sink')}, this.#infos)}

        <div class="buttons">
          <span role="status" class="quiet">${this.#busy}</span>
          <button type="button" ?disabled=${this.#busy !== ''} @click=${() => this.#clear()}>Clear</button>
          <button class="primary" ?disabled=${this.#busy !== '' || this.#missing !== '' || this.#about?.addingRefused}>Add</button>
        </div>
      </form>`;
  }

  #clear() {
    this.#draft = made.emptyDraft();
    this.#errors = {field: {}, source: {}, sink: {}};
    this.#checked = {source: '', sink: ''};
    this.#problem = '';
    made.forget();
    this.#update();
  }

  #advanced() {
    const own = side => {
      const shown = new Set([...Object.keys(made.FIELD_OF[side]), 'connector.class', 'topics', 'topics.regex']);
      return this.#infos[side].filter(info => !shown.has(info.definition.name));
    };
    const faults = Object.keys(this.#errors.source).length + Object.keys(this.#errors.sink).length;
    const side = (key, words) => html`
      <h3>${words}</h3>
      ${groups({side: key, infos: own(key), own: this.#own[key], values: this.#draft[key], errors: this.#errors[key],
        search: this.#search.settings, set: (name, value) => this.#setAdvanced(key, name, value)})}`;
    return html`
      <details class="block" ?open=${faults > 0}>
        <summary><h2>Advanced</h2>${faults ? html` <span class="bad-text">${faults} to mend</span>` : nothing}</summary>
        ${this.#infos.source.length === 0 ? html`<p class="quiet">Not known until the worker has said what there is to set.</p>` : html`
          ${text({id: 'search-settings', label: 'Find a setting', type: 'search', value: this.#search.settings, set: value => {
            this.#search.settings = value;
            this.#update();
          }})}
          ${side('source', 'Source: InfluxDB to Kafka')}
          ${side('sink', 'Sink: Kafka to TDengine')}`}
      </details>`;
  }
}
