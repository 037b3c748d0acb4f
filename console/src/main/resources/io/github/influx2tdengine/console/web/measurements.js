// What was read of each measurement.

import {html, nothing} from './lib/lit-html/lit-html.js';
import {live} from './lib/lit-html/directives/live.js';
import {repeat} from './lib/lit-html/directives/repeat.js';
import {moment, percent, whole} from './words.js';

/** A table of more rows than this gets a search. */
const MANY = 12;

/**
 * The measurements' rows: what tasks of this worker tell, and of those on other workers the stored offsets.
 * offsets: as Connect gives them; null while they are not known.
 */
export function measurementRows(source, offsets) {
  const rows = new Map(source.measurements.map(row => [row.name, row]));
  for (const {partition, offset} of offsets ?? []) {
    if (!rows.has(partition.measurement)) {
      rows.set(partition.measurement, {
        name: partition.measurement, watermark: offset?.timestamp ?? null, progress: null, points: null, rate: null});
    }
  }
  return [...rows.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

export function measurementTable(all, searched, search) {
  const wanted = searched.trim().toLowerCase();
  const found = all.filter(row => row.name.toLowerCase().includes(wanted));
  return html`
    <section aria-labelledby="measurements">
      <h2 id="measurements">Measurements <span class="quiet">${whole(all.length)}</span></h2>
      ${all.length > MANY ? html`
        <label class="unseen" for="find">Search measurements</label>
        <input id="find" class="find" type="search" placeholder="Search" .value=${live(searched)}
          @input=${event => search(event.target.value)}>` : nothing}
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
            <tbody>${repeat(found, row => row.name, line)}</tbody>
          </table>
        </div>
        ${found.length === 0 ? html`<p class="quiet">None has “${searched}” in its name.</p>` : nothing}`}
    </section>`;
}

const line = row => html`
  <tr>
    <th scope="row" class="name">${row.name}</th>
    <td class="nowrap">${moment(row.watermark)}</td>
    <td class="nowrap">${row.progress === null ? '–' : html`
      <progress max="1" .value=${row.progress} aria-label="Progress of ${row.name}"></progress> ${percent(row.progress)}`}</td>
    <td class="number">${whole(row.rate)}</td>
    <td class="number">${whole(row.points)}</td>
  </tr>`;
