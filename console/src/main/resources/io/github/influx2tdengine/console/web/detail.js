// One data source: how it does, and what can be done about it.

import {html, nothing} from './lib/lit-html/lit-html.js';
import {Chart} from './chart.js';
import {state} from './list.js';
import {measurementRows, measurementTable} from './measurements.js';
import {refusedRows} from './refused.js';
import {askDelete, askReadAgain} from './steering.js';
import {taskTable} from './tasks.js';
import {short, span, whole} from './words.js';
import {worker} from './worker.js';

/** Stored offsets, of tasks on other workers, are asked for this often: they cost Connect a read of its topic. */
const OFFSETS_EVERY_MS = 30_000;

/** Seconds that are round in some unit, up to ten years: a lag is as long as what is still to be read. */
const SPANS = [1, 2, 5, 10, 30, 60, 120, 300, 600, 1800, 3600, 7200, 21_600, 43_200, 86_400, 432_000, 2_592_000,
  8_640_000, 31_536_000, 315_360_000];

/** What was done stands there this long. */
const SAID_MS = 20_000;

export class DetailPage {
  #name;
  #update;
  #source = null;
  #gone = false;
  /** Why the worker cannot say more, and why an action failed. */
  #trouble = '';
  #failed = '';
  #said = '';
  #saidAt = 0;
  #refused = {rows: [], total: 0, topic: ''};
  #refusedSeen;
  #refusedProblem = '';
  #search = '';
  #offsets = null;
  #offsetsAt = 0;
  #rate = new Chart(value => `${short(value)}/s`);
  #lag = new Chart(span, SPANS);

  constructor(name, update) {
    this.#name = name;
    this.title = name;
    this.#update = update;
  }

  left() {
    this.#rate.close();
    this.#lag.close();
  }

  async refresh() {
    try {
      this.#source = await worker.source(this.#name);
      this.#gone = false;
      this.#trouble = this.#source.trouble;
      if (Date.now() - this.#saidAt > SAID_MS) {
        this.#said = '';
      }
      // Looking costs Kafka a consumer: only when there is something new.
      if (this.#refusedSeen !== this.#source.refused) {
        this.#refusedSeen = this.#source.refused;
        await this.#askRefused();
      }
      await this.#askOffsets();
    } catch (e) {
      this.#gone = e.status === 404;
      this.#trouble = e.lost || this.#gone ? '' : e.message;
    }
  }

  async #askOffsets() {
    if (!this.#source.readsElsewhere) {
      this.#offsets = null;
    } else if (Date.now() - this.#offsetsAt > OFFSETS_EVERY_MS) {
      this.#offsetsAt = Date.now();
      this.#offsets = (await worker.offsets(this.#source.source)).offsets;
    }
  }

  async #askRefused() {
    try {
      this.#refused = await worker.refused(this.#name);
      this.#refusedProblem = '';
    } catch (e) {
      this.#refusedProblem = e.message;
    }
    this.#update();
  }

  /** After the page was drawn: charts live outside of templates. */
  drawn() {
    const history = this.#source?.history;
    if (history) {
      const at = id => document.getElementById(id);
      this.#rate.draw(at('chart-rate'), at('read-rate'), history.time, history.rate);
      this.#lag.draw(at('chart-lag'), at('read-lag'), history.time, history.lag);
    }
  }

  template() {
    const source = this.#source;
    if (this.#gone) {
      return html`
        <h1 tabindex="-1">${this.#name}</h1>
        <p class="banner warn">${source
          ? 'This data source is gone: someone has deleted its connectors.'
          : 'There is no data source of this name. One that was just added is here in a moment.'}</p>
        <p><a href="#/">All data sources</a></p>`;
    }
    if (source === null) {
      return html`
        <h1 tabindex="-1">${this.#name}</h1>
        ${this.#trouble ? html`<p class="banner bad">${this.#trouble}</p>` : html`<p class="quiet">Asking the worker…</p>`}`;
    }
    return html`
      <div class="title">
        <h1 tabindex="-1">${this.#name}</h1>
        ${state(source)}
      </div>
      <p class="quiet">Bucket ${source.bucket || '?'} → database ${source.database || '?'}</p>
      ${this.#trouble ? html`<p class="banner warn">The worker cannot say more at present: ${this.#trouble}</p>` : nothing}
      ${source.reason ? html`<p class="banner ${source.kind === 'failed' ? 'bad' : 'warn'}">${source.reason}</p>` : nothing}
      ${this.#actions(source)}
      <div role="alert">${this.#failed ? html`<p class="banner bad">${this.#failed}</p>` : nothing}</div>
      <div role="status">${this.#said ? html`<p class="banner good">${this.#said}</p>` : nothing}</div>
      ${this.#figures(source)}
      ${this.#charts(source)}
      ${measurementTable(this.#rows(), this.#search, typed => {
        this.#search = typed;
        this.#update();
      })}
      ${taskTable(source, part => this.#restart(part))}
      ${refusedRows(source, this.#refused, this.#refusedProblem, () => this.#askRefused())}`;
  }

  #figures(source) {
    const figure = (words, value, more = '') =>
      html`<div><dt>${words}</dt><dd>${value}${more ? html`<span class="quiet">${more}</span>` : nothing}</dd></div>`;
    return html`
      <dl class="figures">
        ${figure('Points', whole(source.points), 'since this worker started')}
        ${figure('Points/s', whole(source.rate))}
        ${figure('Lag', span(source.lag))}
        ${figure('Rows refused', source.refused > 0 ? html`<span class="bad-text">${whole(source.refused)}</span>` : whole(source.refused))}
        ${figure('Waiting in Kafka', source.backlog === null ? '–' : `about ${whole(source.backlog)}`, 'records')}
      </dl>
      ${source.here ? nothing : html`
        <p class="quiet">Its tasks do not run on this worker: points, rates and lag are known only there.</p>`}
      ${source.partlyElsewhere ? html`
        <p class="quiet">Some of its tasks run on other workers: points, rates and charts are of those on this one.</p>` : nothing}`;
  }

  #charts(source) {
    const last = values => values.findLast(value => value !== null);
    return html`
      <section class="charts" aria-label="The last hour">
        <figure>
          <figcaption>Points/s, the last hour <span class="quiet" id="read-rate"></span></figcaption>
          <div class="chart" id="chart-rate" role="img" aria-label="Points per second over the last hour, now ${whole(source.rate)}"></div>
        </figure>
        <figure>
          <figcaption>Lag, the last hour <span class="quiet" id="read-lag"></span></figcaption>
          <div class="chart" id="chart-lag" role="img" aria-label="Lag over the last hour, now ${span(last(source.history.lag))}"></div>
        </figure>
      </section>`;
  }

  #rows() {
    return measurementRows(this.#source, this.#offsets);
  }

  #both() {
    return [this.#source.source, this.#source.sink].filter(Boolean);
  }

  #say(words) {
    this.#said = words;
    this.#saidAt = Date.now();
  }

  async #do(words, work) {
    this.#said = '';
    this.#failed = '';
    try {
      await work();
      this.#say(words);
    } catch (e) {
      this.#failed = e.message;
    }
    await this.refresh();
    this.#update();
  }

  async #askDelete(source) {
    this.#failed = '';
    try {
      await askDelete(source);
    } catch (e) {
      this.#failed = e.message;
    }
    this.#update();
  }

  #restart(part) {
    return part.task < 0
      ? this.#do(`${part.connector} is restarted.`, () => worker.restartConnector(part.connector))
      : this.#do(`Task ${part.task} of ${part.connector} is restarted.`, () => worker.restartTask(part.connector, part.task));
  }

  #actions(source) {
    const button = (words, kind, press) => html`<button type="button" class=${kind} @click=${press}>${words}</button>`;
    const failed = source.connectors.filter(connector => connector.parts.some(part => part.state === 'FAILED'));
    return html`
      <div class="actions" role="group" aria-label="Actions">
        ${failed.length ? button('Restart what failed', 'primary', () => this.#do('What had failed is restarted.',
          () => Promise.all(failed.map(connector => worker.restartFailed(connector.name))))) : nothing}
        ${['paused', 'stopped'].includes(source.kind)
          ? button('Resume', 'primary', () => this.#do('It goes on.', () => Promise.all(this.#both().map(worker.resume))))
          : button('Pause', '', () => this.#do('It is paused.', () => Promise.all(this.#both().map(worker.pause))))}
        ${source.source ? button('Read again from a time…', '', () =>
          askReadAgain(source, this.#rows().map(row => row.name), words => {
            this.#failed = '';
            this.#say(words);
            this.refresh().then(this.#update);
          })) : nothing}
        <a class="button" href="#/source/${encodeURIComponent(this.#name)}/settings">Change settings</a>
        ${button('Delete…', 'danger', () => this.#askDelete(source))}
      </div>`;
  }
}
