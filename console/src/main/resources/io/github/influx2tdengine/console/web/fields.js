// Labelled inputs. Every one has a label, its hint and its error beside it, and says so to screen readers.

import {html, nothing} from './lib/lit-html/lit-html.js';
import {live} from './lib/lit-html/directives/live.js';
import {repeat} from './lib/lit-html/directives/repeat.js';

/** The same hint would be read at every stop: only what belongs to the field. */
const described = field =>
  [field.hint ? `${field.id}-hint` : '', field.error ? `${field.id}-error` : ''].filter(Boolean).join(' ') || nothing;

function around(field, control) {
  return html`
    <div class="field ${field.wide ? 'wide' : ''}">
      <label for=${field.id}>${field.label}${field.required ? html` <span class="required">required</span>` : nothing}</label>
      ${control}
      ${field.error ? html`<p class="error" id="${field.id}-error">${field.error}</p>` : nothing}
      ${field.hint ? html`<p class="hint" id="${field.id}-hint">${field.hint}</p>` : nothing}
    </div>`;
}

/**
 * A line of text. field: {id, label, value, set, type?, hint?, error?, required?, choices?, placeholder?, mono?}.
 * With choices the browser offers them; others may be typed.
 */
export function text(field) {
  const choices = field.choices?.length ? `${field.id}-choices` : nothing;
  return around(field, html`
    <input id=${field.id} type=${field.type ?? 'text'} .value=${live(field.value ?? '')}
      step=${field.type === 'datetime-local' ? '1' : nothing}
      placeholder=${field.placeholder ?? nothing} list=${choices} ?disabled=${field.disabled}
      autocomplete=${field.type === 'password' ? 'new-password' : 'off'} spellcheck="false" autocapitalize="none"
      aria-required=${field.required ? 'true' : nothing} aria-invalid=${field.error ? 'true' : nothing}
      aria-describedby=${described(field)}
      @input=${event => field.set(event.target.value)}
      @change=${field.changed ? event => field.changed(event.target.value) : nothing}>
    ${field.choices?.length
      ? html`<datalist id=${choices}>${field.choices.map(choice => html`<option value=${choice}></option>`)}</datalist>`
      : nothing}`);
}

/** One of a few. field.options: [[value, words], …]. */
export function choice(field) {
  return around(field, html`
    <select id=${field.id} .value=${live(field.value)} ?disabled=${field.disabled}
      aria-invalid=${field.error ? 'true' : nothing} aria-describedby=${described(field)}
      @change=${event => field.set(event.target.value)}>
      ${field.options.map(([value, words]) => html`<option value=${value} ?selected=${value === field.value}>${words}</option>`)}
    </select>`);
}

/** Yes or no. */
export function tick(field) {
  return html`
    <div class="tick">
      <input type="checkbox" id=${field.id} name=${field.name ?? nothing} .checked=${live(field.value)}
        @change=${event => field.set?.(event.target.checked)}>
      <label for=${field.id}>${field.label}</label>
    </div>`;
}

/** More than this at once make a browser slow, and nobody reads them. */
const SHOWN = 200;

/**
 * Several of a list. field: {id, legend, hint, all (words for none chosen), options, chosen (a Set), search, setSearch, set, error}.
 * What is chosen stays in view, also when the server does not have it (any more).
 */
export function several(field) {
  const search = field.search.trim().toLowerCase();
  const options = [...new Set([...field.chosen, ...field.options])];
  const found = options.filter(option => option.toLowerCase().includes(search));
  const toggle = (option, on) => {
    const chosen = new Set(field.chosen);
    on ? chosen.add(option) : chosen.delete(option);
    field.set(chosen);
  };
  const typed = field.search.trim();
  return html`
    <fieldset class="several field wide" aria-describedby="${field.id}-hint">
      <legend>${field.legend}</legend>
      <p class="hint" id="${field.id}-hint">${field.hint}</p>
      <label class="unseen" for="${field.id}-search">Search ${field.legend.toLowerCase()}</label>
      <input id="${field.id}-search" type="search" placeholder="Search" autocomplete="off" spellcheck="false"
        .value=${live(field.search)} @input=${event => field.setSearch(event.target.value)}>
      <p class="quiet" role="status">${field.chosen.size === 0 ? field.all : `${field.chosen.size} of ${options.length} chosen`}
        ${field.chosen.size ? html`<button type="button" class="plain" @click=${() => field.set(new Set())}>Choose none</button>` : nothing}</p>
      ${found.length || typed ? html`
        <div class="options" tabindex="0" role="group" aria-label=${field.legend}>
          ${repeat(found.slice(0, SHOWN), option => option, option => html`
            <label class="option"><input type="checkbox" .checked=${live(field.chosen.has(option))}
              @change=${event => toggle(option, event.target.checked)}> <span>${option}</span></label>`)}
          ${found.length > SHOWN ? html`<p class="quiet">and ${found.length - SHOWN} more; search for them</p>` : nothing}
          ${typed && !options.includes(typed) ? html`
            <p><button type="button" class="plain" @click=${() => toggle(typed, true)}>Add “${typed}”, which the server does not list</button></p>` : nothing}
        </div>` : nothing}
      ${field.error ? html`<p class="error">${field.error}</p>` : nothing}
    </fieldset>`;
}

/** An id that a page can have, of a setting's name. */
export const idOf = (side, setting) => `${side}-${setting.replaceAll('.', '-')}`;

/**
 * A connector's setting, from its own definition. value undefined: not set, the default counts.
 * info: what Connect's validate says of the setting.
 */
export function setting(side, info, value, error, set) {
  const {name, type, default_value: fallback, documentation, display_name: shown, required} = info.definition;
  const choices = (info.value.recommended_values ?? []).map(String);
  const field = {
    id: idOf(side, name),
    label: name,
    hint: shown && shown !== name && shown !== documentation ? `${shown}. ${documentation}` : documentation,
    error,
    required,
    value: value ?? '',
    set: typed => set(typed === '' ? undefined : typed),
  };
  if (type === 'PASSWORD') {
    const kept = value !== undefined && value !== '';
    return text({...field, type: 'password', value: kept && !isKept(value) ? value : '',
      placeholder: isKept(value) ? 'kept as it is' : 'none'});
  }
  if (type === 'BOOLEAN') {
    const usual = fallback === null ? 'not set' : `default: ${fallback}`;
    return choice({...field, options: [['', usual], ['true', 'true'], ['false', 'false']]});
  }
  return text({...field, choices, placeholder: fallback === null || fallback === '' ? '' : `default: ${fallback}`});
}

/** Whether a value is not the secret itself: hidden by the worker, or a reference to where it is kept. */
export const isKept = value => value === '[hidden]' || /^\$\{[^{}$]+:[^{}$]+\}$/.test(value ?? '');

/**
 * A connector's settings: its own by group, then what Connect gives every connector; each group folded.
 * settings: {side, infos, own (names), values (by name), errors (by name), set(name, value), search}.
 */
export function groups({infos, own, ...more}) {
  const shown = infos.filter(info => info.definition.documentation);
  const [its, every] = [true, false].map(of => shown.filter(info => own.has(info.definition.name) === of));
  return html`
    ${grouped({infos: its, ...more})}
    <h4>Connect’s own</h4>
    ${grouped({infos: every, ...more})}`;
}

function grouped({side, infos, values, errors, set, search}) {
  const wanted = search.trim().toLowerCase();
  const byGroup = new Map();
  for (const info of infos) {
    const {name, documentation, group} = info.definition;
    const shown = info.value.visible !== false || values[name] !== undefined;
    if (shown && (!wanted || name.toLowerCase().includes(wanted) || (documentation ?? '').toLowerCase().includes(wanted))) {
      const key = group || 'Converters';
      byGroup.set(key, [...(byGroup.get(key) ?? []), info]);
    }
  }
  return html`${repeat([...byGroup], ([group]) => group, ([group, its]) => {
    const faults = its.filter(info => errors[info.definition.name]).length;
    const set_ = its.filter(info => values[info.definition.name] !== undefined).length;
    return html`
      <details class="group" ?open=${faults > 0 || wanted !== ''}>
        <summary>${group.replace(/^\d+ /, '')} <span class="quiet">${its.length}${set_ ? `, ${set_} set` : ''}</span>
          ${faults ? html`<span class="bad-text">${faults} to mend</span>` : nothing}</summary>
        <div class="fields">
          ${repeat(its.sort((a, b) => a.definition.order - b.definition.order), info => info.definition.name, info =>
            setting(side, info, values[info.definition.name], errors[info.definition.name],
              value => set(info.definition.name, value)))}
        </div>
      </details>`;
  })}
  ${byGroup.size === 0 ? html`<p class="quiet">None has “${search}” in its name or text.</p>` : nothing}`;
}

/** Puts the keyboard at the first fault on the page. */
export function focusFault() {
  requestAnimationFrame(() => {
    const fault = document.querySelector('main [aria-invalid="true"]');
    fault?.closest('details')?.setAttribute('open', '');
    (fault ?? document.querySelector('main .banner.bad'))?.scrollIntoView({block: 'center'});
    fault?.focus();
  });
}
