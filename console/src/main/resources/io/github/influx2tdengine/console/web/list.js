// Data sources, one line each.

import {html, nothing} from './lib/lit-html/lit-html.js';
import {live} from './lib/lit-html/directives/live.js';
import {repeat} from './lib/lit-html/directives/repeat.js';
import {plural, span, whole} from './words.js';
import {worker} from './worker.js';

/** More data sources than this get a search. */
const MANY = 8;

export const state = source => html`
  <span class="state ${source.kind}"><span class="dot" aria-hidden="true"></span>${source.state}</span>`;

export class ListPage {
  title = 'Data sources';
  #answer = null;
  #problem = '';
  #search = '';
  #update;

  constructor(update) {
    this.#update = update;
  }

  async refresh() {
    try {
      this.#answer = await worker.sources();
      this.#problem = this.#answer.trouble;
    } catch (e) {
      this.#problem = e.lost ? '' : e.message;
    }
  }

  template() {
    return html`
      <div class="title">
        <h1 tabindex="-1">Data sources</h1>
        <a class="button primary" href="#/add">Add data source</a>
      </div>
      ${this.#problem ? html`<p class="banner warn">The worker cannot say more at present: ${this.#problem}</p>` : nothing}
      ${this.#answer === null ? html`<p class="quiet">Asking the worker…</p>` : this.#table(this.#answer.sources)}`;
  }

  #table(sources) {
    if (sources.length === 0) {
      return html`
        <div class="empty">
          <p>No data source yet.</p>
          <p class="quiet">A data source copies a bucket of InfluxDB into a database of TDengine, and follows it.</p>
        </div>`;
    }
    const wanted = this.#search.trim().toLowerCase();
    const found = sources.filter(source =>
      [source.name, source.state, source.bucket, source.database].some(text => text.toLowerCase().includes(wanted)));
    return html`
      ${sources.length > MANY ? html`
        <label class="unseen" for="find">Search data sources</label>
        <input id="find" class="find" type="search" placeholder="Name, state, bucket or database" .value=${live(this.#search)}
          @input=${event => {
            this.#search = event.target.value;
            this.#update();
          }}>` : nothing}
      <div class="scroll" tabindex="0" role="group" aria-label="Table of data sources">
        <table class="cards">
          <thead>
            <tr>
              <th scope="col">Name</th>
              <th scope="col">State</th>
              <th scope="col" class="number">Points</th>
              <th scope="col" class="number">Points/s</th>
              <th scope="col" class="number">Lag</th>
              <th scope="col" class="number">Rows refused</th>
            </tr>
          </thead>
          <tbody>${repeat(found, source => source.name, source => this.#row(source))}</tbody>
        </table>
      </div>
      <p class="quiet">${wanted ? `${whole(found.length)} of ` : ''}${plural(sources.length, 'data source')}. Points and rows are counted since this worker started.</p>`;
  }

  #row(source) {
    return html`
      <tr>
        <th scope="row"><a href="#/source/${encodeURIComponent(source.name)}">${source.name}</a>
          <div class="quiet">${source.bucket || '?'} → ${source.database || '?'}</div></th>
        <td data-label="State">${state(source)}
          ${source.reason ? html`<div class="reason">${source.reason}</div>` : nothing}</td>
        <td data-label="Points" class="number">${whole(source.points)}</td>
        <td data-label="Points/s" class="number">${whole(source.rate)}</td>
        <td data-label="Lag" class="number">${span(source.lag)}</td>
        <td data-label="Rows refused" class="number">${source.refused > 0
          ? html`<strong class="bad-text">${whole(source.refused)}</strong>` : whole(source.refused)}</td>
      </tr>`;
  }
}
