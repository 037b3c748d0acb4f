// One data source: how it does, and what can be done about it.

import {html, nothing} from './lib/lit-html/lit-html.js';
import {live} from './lib/lit-html/directives/live.js';
import {repeat} from './lib/lit-html/directives/repeat.js';
import {Chart} from './chart.js';
import {dialog} from './dialog.js';
import {state} from './list.js';
import {moment, percent, plural, short, span, whole} from './words.js';
import {stopped, worker} from './worker.js';

/** A table of more rows than this gets a search. */
const MANY = 15;

export class DetailPage {
  #name;
  #update;
  #source = null;
  #gone = false;
  #problem = '';
  #said = '';
  #refused = {rows: [], total: 0, topic: ''};
  #refusedSeen;
  #refusedProblem = '';
  #search = '';
  #offsets = null;
  #rate = new Chart('points/s', short);
  #lag = new Chart('lag', span);

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
      this.#problem = this.#source.trouble;
      // Looking costs Kafka a consumer: only when there is something new.
      if (this.#refusedSeen !== this.#source.refused) {
        this.#refusedSeen = this.#source.refused;
        await this.#askRefused();
      }
      if (!this.#source.here && this.#source.source && this.#offsets === null) {
        this.#offsets = (await worker.offsets(this.#source.source)).offsets;
      }
    } catch (e) {
      this.#gone = e.status === 404;
      this.#problem = e.lost || this.#gone ? '' : e.message;
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
      this.#rate.draw(document.getElementById('chart-rate'), history.time, history.rate);
      this.#lag.draw(document.getElementById('chart-lag'), history.time, history.lag);
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
        ${this.#problem ? html`<p class="banner bad">${this.#problem}</p>` : html`<p class="quiet">Asking the worker…</p>`}`;
    }
    return html`
      <div class="title">
        <h1 tabindex="-1">${this.#name}</h1>
        ${state(source)}
      </div>
      <p class="quiet">Bucket ${source.bucket || '?'} → database ${source.database || '?'}</p>
      ${this.#problem ? html`<p class="banner warn">The worker cannot say more at present: ${this.#problem}</p>` : nothing}
      ${source.reason ? html`<p class="banner ${source.kind === 'failed' ? 'bad' : 'warn'}">${source.reason}</p>` : nothing}
      ${this.#actions(source)}
      <div role="status">${this.#said ? html`<p class="banner good">${this.#said}</p>` : nothing}</div>
      ${this.#figures(source)}
      ${this.#charts(source)}
      ${this.#measurements(source)}
      ${this.#tasks(source)}
      ${this.#refusedRows(source)}`;
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
        <p class="quiet">Its tasks do not run on this worker: points, rates and lag are known only there.</p>`}`;
  }

  #charts(source) {
    const last = values => values.findLast(value => value !== null);
    return html`
      <section class="charts" aria-label="The last hour">
        <figure>
          <figcaption>Points/s, the last hour</figcaption>
          <div class="chart" id="chart-rate" role="img" aria-label="Points per second over the last hour, now ${whole(source.rate)}"></div>
        </figure>
        <figure>
          <figcaption>Lag, the last hour</figcaption>
          <div class="chart" id="chart-lag" role="img" aria-label="Lag over the last hour, now ${span(last(source.history.lag))}"></div>
        </figure>
      </section>`;
  }

  #rows(source) {
    if (source.here || !this.#offsets) {
      return source.measurements;
    }
    return this.#offsets.map(({partition, offset}) => ({
      name: partition.measurement, watermark: offset?.timestamp ?? null, progress: null, points: null, rate: null}));
  }

  #measurements(source) {
    const all = this.#rows(source);
    const search = this.#search.trim().toLowerCase();
    const found = all.filter(row => row.name.toLowerCase().includes(search));
    return html`
      <section aria-labelledby="measurements">
        <h2 id="measurements">Measurements <span class="quiet">${whole(all.length)}</span></h2>
        ${all.length > MANY ? html`
          <label class="unseen" for="find">Search measurements</label>
          <input id="find" type="search" placeholder="Search" .value=${live(this.#search)} @input=${event => {
            this.#search = event.target.value;
            this.#update();
          }}>` : nothing}
        ${all.length === 0 ? html`<p class="quiet">None yet.</p>` : html`
          <div class="scroll tall" tabindex="0" role="group" aria-label="Table of measurements">
            <table>
              <thead>
                <tr>
                  <th scope="col">Measurement</th>
                  <th scope="col">Read up to (UTC)</th>
                  <th scope="col">Progress</th>
                  <th scope="col" class="number">Points/s</th>
                  <th scope="col" class="number">Points read</th>
                </tr>
              </thead>
              <tbody>
                ${repeat(found, row => row.name, row => html`
                  <tr>
                    <th scope="row" class="name">${row.name}</th>
                    <td class="nowrap">${moment(row.watermark)}</td>
                    <td class="nowrap">${row.progress === null ? '–' : html`
                      <progress max="1" .value=${row.progress} aria-label="Progress of ${row.name}"></progress> ${percent(row.progress)}`}</td>
                    <td class="number">${whole(row.rate)}</td>
                    <td class="number">${whole(row.points)}</td>
                  </tr>`)}
              </tbody>
            </table>
          </div>`}
      </section>`;
  }

  #tasks(source) {
    const parts = source.connectors.flatMap(connector => connector.parts.map(part => ({...part, connector: connector.name})));
    return html`
      <section aria-labelledby="tasks">
        <h2 id="tasks">Tasks</h2>
        <div class="scroll" tabindex="0" role="group" aria-label="Table of tasks">
          <table>
            <thead><tr><th scope="col">Connector</th><th scope="col">Task</th><th scope="col">State</th>
              <th scope="col">Worker</th><th scope="col"><span class="unseen">Actions</span></th></tr></thead>
            <tbody>
              ${repeat(parts, part => `${part.connector}/${part.task}`, part => html`
                <tr>
                  <th scope="row">${part.connector}</th>
                  <td>${part.task < 0 ? 'connector' : part.task}</td>
                  <td class=${part.state === 'FAILED' ? 'bad-text' : ''}>${part.state.toLowerCase()}</td>
                  <td>${part.worker}</td>
                  <td class="number">
                    <button type="button" class="plain" @click=${() => this.#restart(part)}
                      aria-label="Restart ${part.connector} ${part.task < 0 ? '' : `task ${part.task}`}">Restart</button></td>
                </tr>
                ${part.trace ? html`
                  <tr class="trace"><td colspan="5">
                    <details><summary>Stack trace</summary><pre tabindex="0">${part.trace}</pre></details>
                  </td></tr>` : nothing}`)}
            </tbody>
          </table>
        </div>
      </section>`;
  }

  #refusedRows(source) {
    const refused = this.#refused;
    return html`
      <section aria-labelledby="refused">
        <h2 id="refused">Rows refused</h2>
        ${this.#refusedProblem ? html`<p class="banner warn">${this.#refusedProblem}</p>` : nothing}
        ${!source.sink ? nothing : refused.topic === '' ? html`
          <p class="quiet">The sink has no dead-letter topic: its task fails at a row that TDengine refuses.</p>` : html`
          <p class="quiet">${refused.total === 0 ? 'None.' : `${plural(refused.total, 'row')} in topic ${refused.topic}; the last ${refused.rows.length}:`}
            <button type="button" class="plain" @click=${() => this.#askRefused()}>Look again</button></p>`}
        ${refused.rows.length === 0 ? nothing : html`
          <div class="scroll tall" tabindex="0" role="group" aria-label="Table of rows refused">
            <table>
              <thead><tr><th scope="col">When (UTC)</th><th scope="col">Reason</th><th scope="col">Series</th>
                <th scope="col">Topic</th><th scope="col" class="number">Partition</th><th scope="col" class="number">Offset</th></tr></thead>
              <tbody>${refused.rows.map(row => html`
                <tr>
                  <td class="nowrap">${moment(row.time)}</td>
                  <td class="text">${row.reason || row.kind}</td>
                  <td class="name">${row.series}</td>
                  <td>${row.topic}</td>
                  <td class="number">${row.partition}</td>
                  <td class="number">${row.offset}</td>
                </tr>`)}</tbody>
            </table>
          </div>`}
      </section>`;
  }

  #both() {
    return [this.#source.source, this.#source.sink].filter(Boolean);
  }

  async #do(words, work) {
    this.#said = '';
    this.#problem = '';
    try {
      await work();
      this.#said = words;
    } catch (e) {
      this.#problem = e.message;
    }
    await this.refresh();
    this.#update();
  }

  #restart(part) {
    return this.#do(
      part.task < 0 ? `${part.connector} is restarted.` : `Task ${part.task} of ${part.connector} is restarted.`,
      () => (part.task < 0 ? worker.restart(part.connector) : worker.restartTask(part.connector, part.task)));
  }

  #actions(source) {
    const idle = ['paused', 'stopped'].includes(source.kind);
    const failed = source.kind === 'failed';
    const failedParts = () => source.connectors.filter(connector => connector.parts.some(part => part.state === 'FAILED'));
    return html`
      <div class="actions" role="group" aria-label="Actions">
        ${failed ? html`<button type="button" class="primary" @click=${() => this.#do('What had failed is restarted.',
          () => Promise.all(failedParts().map(connector => worker.restart(connector.name))))}>Restart what failed</button>` : nothing}
        ${idle
          ? html`<button type="button" class="primary" @click=${() => this.#do('It goes on.',
              () => Promise.all(this.#both().map(worker.resume)))}>Resume</button>`
          : html`<button type="button" @click=${() => this.#do('It is paused.',
              () => Promise.all(this.#both().map(worker.pause)))}>Pause</button>`}
        ${source.source ? html`<button type="button" @click=${() => this.#readAgain(source)}>Read again from a time…</button>` : nothing}
        <a class="button" href="#/source/${encodeURIComponent(this.#name)}/settings">Change settings</a>
        <button type="button" class="danger" @click=${() => this.#delete(source)}>Delete…</button>
      </div>`;
  }

  #readAgain(source) {
    dialog.ask({
      title: `Read ${this.#name} again from a time`,
      action: 'Read again',
      body: html`
        <p>Reading stops, goes back to that time and goes on from there. Rows that TDengine has already are written once
          more with the same values; none is doubled.</p>
        <div class="field">
          <label for="again-from">From (UTC) <span class="required">required</span></label>
          <input id="again-from" name="from" type="datetime-local" step="1" required>
        </div>
        <div class="field">
          <label for="again-measurement">Measurement</label>
          <select id="again-measurement" name="measurement">
            <option value="">all that have been read</option>
            ${this.#rows(source).map(row => html`<option value=${row.name}>${row.name}</option>`)}
          </select>
        </div>`,
      run: async (form, step) => {
        const time = form.get('from');
        const only = form.get('measurement');
        const from = `${time.length === 16 ? `${time}:00` : time}.000000000Z`;
        step('Stopping…');
        await stopped(source.source);
        try {
          step('Setting the time…');
          const {offsets} = await worker.offsets(source.source);
          const changed = offsets
            .filter(({partition}) => !only || partition.measurement === only)
            .map(({partition}) => ({partition, offset: {timestamp: from}}));
          if (changed.length === 0) {
            throw new Error('Nothing has been read yet, so there is nothing to go back from.');
          }
          await worker.alterOffsets(source.source, changed);
          this.#said = `${plural(changed.length, 'measurement')} ${changed.length === 1 ? 'is' : 'are'} read again from ${moment(from)}.`;
        } finally {
          // Whatever went wrong, it must not stay stopped for that.
          step('Going on…');
          await worker.resume(source.source);
        }
        await this.refresh();
      },
    });
  }

  #delete(source) {
    dialog.ask({
      title: `Delete ${this.#name}`,
      action: 'Delete',
      danger: true,
      body: html`
        <p>Its connectors ${this.#both().join(' and ')} are removed. What TDengine has, stays; so do InfluxDB’s data and
          the topic in Kafka.</p>
        <div class="tick">
          <input type="checkbox" id="forget" name="forget" checked>
          <label for="forget">Forget how far it was read, so that one of the same name begins anew</label>
        </div>`,
      run: async (form, step) => {
        for (const connector of this.#both()) {
          step(`Removing ${connector}…`);
          try {
            if (form.get('forget')) {
              await stopped(connector);
              await worker.forgetOffsets(connector);
            }
            await worker.remove(connector);
          } catch (e) {
            // Someone else was faster.
            if (e.status !== 404) {
              throw e;
            }
          }
          await worker.forgetSecrets(connector);
        }
        location.hash = '#/';
      },
    });
  }
}
