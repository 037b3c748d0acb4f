// The connectors' parts: their state, and what made one fail.

import {html, nothing} from './lib/lit-html/lit-html.js';
import {repeat} from './lib/lit-html/directives/repeat.js';

/** restart is called with the part: {connector, task (-1 for the connector itself)}. */
export function taskTable(source, restart) {
  const parts = source.connectors.flatMap(connector =>
    connector.parts.map(part => ({...part, connector: connector.name})));
  return html`
    <section aria-labelledby="tasks">
      <h2 id="tasks">Tasks</h2>
      ${parts.length === 0 ? html`<p class="quiet">None yet.</p>` : html`
        <div class="scroll" tabindex="0" role="group" aria-label="Table of tasks">
          <table>
            <thead><tr><th scope="col">Connector</th><th scope="col">Task</th><th scope="col">State</th>
              <th scope="col">Worker</th><th scope="col"><span class="unseen">Actions</span></th></tr></thead>
            <tbody>${repeat(parts, part => `${part.connector}/${part.task}`, part => line(part, restart))}</tbody>
          </table>
        </div>`}
    </section>`;
}

const line = (part, restart) => html`
  <tr>
    <th scope="row" class="nowrap">${part.connector}</th>
    <td>${part.task < 0 ? 'connector' : part.task}</td>
    <td class=${part.state === 'FAILED' ? 'bad-text' : ''}>${part.state.toLowerCase()}</td>
    <td class="nowrap">${part.worker}</td>
    <td class="number">
      <button type="button" class="plain" @click=${() => restart(part)}
        aria-label="Restart ${part.connector}${part.task < 0 ? '' : ` task ${part.task}`}">Restart</button></td>
  </tr>
  ${part.trace ? html`
    <tr class="trace"><td colspan="5">
      <details><summary>Stack trace</summary><pre tabindex="0">${part.trace}</pre></details>
    </td></tr>` : nothing}`;
