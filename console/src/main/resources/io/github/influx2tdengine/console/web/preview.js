// The two connector configurations that Add would post, to look at and to copy.

import {html} from './lib/lit-html/lit-html.js';
import {secretsOf} from './draft.js';
import {isKept} from './fields.js';

/** configs: {source, sink}; infos, of each, tell which of its settings are secrets. */
export function preview(configs, infos) {
  const one = (side, words) => {
    const json = shown(configs[side], infos[side]);
    return html`
      <figure>
        <figcaption>${words}
          <button type="button" class="plain" @click=${event => copy(event.target, json)}
            aria-label="Copy the ${words.toLowerCase()}’s configuration">Copy</button></figcaption>
        <pre tabindex="0" id="preview-${side}">${json}</pre>
      </figure>`;
  };
  return html`
    <details class="block">
      <summary><h2>Preview</h2></summary>
      <p class="quiet">What Add posts to Connect. Passwords and tokens go into a file of the worker; here stands where
        such a reference goes.</p>
      ${one('source', 'Source connector')}
      ${one('sink', 'Sink connector')}
    </details>`;
}

function shown(config, infos) {
  const {name} = config;
  const secrets = Object.keys(secretsOf(config, infos)).map(setting =>
    [setting, isKept(config[setting]) ? config[setting] : `\${file:/path/to/secrets.properties:${setting}}`]);
  return JSON.stringify({name, config: {...config, ...Object.fromEntries(secrets)}}, null, 2);
}

async function copy(button, words) {
  try {
    await navigator.clipboard.writeText(words);
    button.textContent = 'Copied';
  } catch {
    // Without https, browsers give pages no clipboard: the text is marked, and Ctrl+C does it.
    getSelection().selectAllChildren(button.closest('figure').querySelector('pre'));
    button.textContent = 'Selected: press Ctrl+C';
  }
}
