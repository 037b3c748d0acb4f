// Asks back before something is changed that cannot be taken back.

import {html, nothing} from './lib/lit-html/lit-html.js';

class Dialog {
  #open = null;
  onchange = () => {};

  /**
   * Opens a dialog.
   * @param question {title, body (a template), action (the button's words), danger, run}
   *   run is called with the form when the button is pressed; while it runs the dialog stays, and when
   *   it throws, the dialog says why and stays too.
   */
  ask(question) {
    this.#open = {...question, busy: '', problem: ''};
    this.onchange();
    queueMicrotask(() => queueMicrotask(() => document.querySelector('dialog')?.showModal()));
  }

  #close() {
    document.querySelector('dialog')?.close();
    this.#open = null;
    this.onchange();
  }

  async #run(event) {
    event.preventDefault();
    const open = this.#open;
    if (open.busy) {
      return;
    }
    const step = words => {
      open.busy = words;
      this.onchange();
    };
    open.problem = '';
    step('Working…');
    try {
      await open.run(new FormData(event.target), step);
      this.#close();
    } catch (e) {
      open.problem = e.message;
      step('');
    }
  }

  template() {
    const open = this.#open;
    if (!open) {
      return nothing;
    }
    return html`
      <dialog aria-labelledby="dialog-title" @cancel=${event => (open.busy ? event.preventDefault() : this.#close())}>
        <form @submit=${event => this.#run(event)}>
          <h2 id="dialog-title">${open.title}</h2>
          ${open.body}
          <div role="alert">${open.problem ? html`<p class="banner bad">${open.problem}</p>` : nothing}</div>
          <div class="buttons">
            <span role="status" class="quiet">${open.busy}</span>
            <button type="button" ?disabled=${open.busy !== ''} @click=${() => this.#close()}>Cancel</button>
            <button class=${open.danger ? 'danger' : 'primary'} ?disabled=${open.busy !== ''}>${open.action}</button>
          </div>
        </form>
      </dialog>`;
  }
}

export const dialog = new Dialog();
