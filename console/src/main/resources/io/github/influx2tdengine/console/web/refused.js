// The rows that TDengine did not take.

import {html, nothing} from './lib/lit-html/lit-html.js';
import {moment, plural} from './words.js';

/** refused: {topic, total, rows}, as the worker tells them; problem: why it cannot. */
export function refusedRows(source, refused, problem, again) {
  return html`
    <section aria-labelledby="refused">
      <h2 id="refused">Rows refused</h2>
      ${problem ? html`<p class="banner warn">${problem}</p>` : nothing}
      ${!source.sink ? nothing : refused.topic === '' ? html`
        <p class="quiet">The sink has no dead-letter topic: its task fails at a row that TDengine refuses.</p>` : html`
        <p class="quiet">${refused.total === 0 ? 'None.' : `${plural(refused.total, 'row')} in topic ${refused.topic}; the last ${refused.rows.length}:`}
          <button type="button" class="plain" @click=${again}>Look again</button></p>`}
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
