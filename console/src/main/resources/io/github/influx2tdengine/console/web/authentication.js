// How to log in to InfluxDB: a tab for each kind of server.

import {html} from './lib/lit-html/lit-html.js';
import {choice, isKept} from './fields.js';

const TABS = [['1', 'Version 1.x'], ['2', 'Version 2.x']];

/** Words for the versions that the connector lists; one without words is shown as it is. */
const WORDS = {auto: 'ask the server', 1: '1.x', 2: '2.x', 3: '3.x (experimental)'};

/** The versions of a tab, out of those that the connector knows; asking the server is always one. */
function versions(tab, known, chosen) {
  const its = known.filter(version => (tab === '1' ? version === '1' : version !== '1' && version !== 'auto'));
  return [...new Set([...its, 'auto', chosen])].map(version => [version, WORDS[version] ?? version]);
}

/**
 * form: {draft, errors (by field), known (versions), set(field, value), field(id, label, more)}.
 */
export function authentication({draft, errors, known, set, field}) {
  const secret = value => (isKept(value) ? 'text' : 'password');
  const move = event => {
    const to = {ArrowLeft: '1', ArrowRight: '2', Home: '1', End: '2'}[event.key];
    if (to) {
      event.preventDefault();
      set('tab', to);
      requestAnimationFrame(() => document.getElementById(`tab-${to}`).focus());
    }
  };
  const version = id => choice({id: 'version', label: 'Version', value: draft[id], error: errors.version,
    options: versions(draft.tab, known, draft[id]), set: value => set(id, value)});
  return html`
    <fieldset class="tabs">
      <legend>Authentication</legend>
      <div role="tablist" aria-label="Authentication">
        ${TABS.map(([key, words]) => html`
          <button type="button" role="tab" id="tab-${key}" aria-selected=${draft.tab === key} aria-controls="tabpanel"
            tabindex=${draft.tab === key ? 0 : -1} @click=${() => set('tab', key)} @keydown=${move}>${words}</button>`)}
      </div>
      <div role="tabpanel" id="tabpanel" aria-labelledby="tab-${draft.tab}" class="fields">
        ${draft.tab === '1'
          ? html`
            ${version('version1')}
            <div class="pair">
              ${field('user', 'User', {hint: 'Empty where the server asks for none.'})}
              ${field('password', 'Password', {type: secret(draft.password)})}
            </div>`
          : html`
            ${version('version2')}
            <div class="pair">
              ${field('org', 'Organization ID', {hint: 'Or its name. May be empty.'})}
              ${field('token', 'Token', {type: secret(draft.token)})}
            </div>`}
      </div>
    </fieldset>`;
}
