// What is asked back before it is done: reading again from a time, and deleting.

import {html, nothing} from './lib/lit-html/lit-html.js';
import {dialog} from './dialog.js';
import {nanos, ofNow} from './offsets.js';
import {moment, plural} from './words.js';
import {stopped, worker} from './worker.js';

const both = source => [source.source, source.sink].filter(Boolean);

/**
 * Asks from when, and sets the source back.
 * measurements: names to choose from; done is called with a sentence when it is.
 */
export function askReadAgain(source, measurements, done) {
  dialog.ask({
    title: `Read ${source.name} again from a time`,
    action: 'Read again',
    body: html`
      <p>Reading stops, goes back to that time and goes on from there. Rows that TDengine has already are written once
        more with the same values; none is doubled. What is not read that far yet stays where it is.</p>
      <div class="field">
        <label for="again-from">From (UTC) <span class="required">required</span></label>
        <input id="again-from" name="from" type="datetime-local" step="1" required>
      </div>
      <div class="field">
        <label for="again-measurement">Measurement</label>
        <select id="again-measurement" name="measurement">
          <option value="">all that have been read</option>
          ${measurements.map(name => html`<option value=${name}>${name}</option>`)}
        </select>
      </div>`,
    run: async (form, step) => {
      const time = form.get('from');
      const from = `${time.length === 16 ? `${time}:00` : time}.000000000Z`;
      done(await readAgain(source, from, form.get('measurement'), step));
    },
  });
}

async function readAgain(source, from, only, step) {
  const before = (await worker.status(source.source)).connector.state;
  const {settings} = (await worker.settings(source.name)).find(({name}) => name === source.source);
  try {
    step('Stopping…');
    await stopped(source.source);
    step('Setting the time…');
    const {offsets} = await worker.offsets(source.source);
    const wanted = ofNow(offsets, settings).filter(({partition, offset}) => offset && (!only || partition.measurement === only));
    if (wanted.length === 0) {
      throw new Error('Nothing has been read yet, so there is nothing to go back from.');
    }
    // Setting one forward would leave out what lies between.
    const back = wanted.filter(({offset}) => nanos(offset.timestamp) > nanos(from));
    if (back.length === 0) {
      throw new Error(`Nothing has been read as far as ${moment(from)} yet.`);
    }
    await worker.alterOffsets(source.source, back.map(({partition}) => ({partition, offset: {timestamp: from}})));
    return `${plural(back.length, 'measurement')} ${back.length === 1 ? 'is' : 'are'} read again from ${moment(from)}.`;
  } finally {
    // Whatever went wrong, it is left as it was found.
    if (before === 'PAUSED') {
      await worker.pause(source.source);
    } else if (before !== 'STOPPED') {
      step('Going on…');
      await worker.resume(source.source);
    }
  }
}

/** Asks back, and deletes connectors, offsets, topics and passwords. */
export async function askDelete(source) {
  const topics = await worker.topics(source.name);
  dialog.ask({
    title: `Delete ${source.name}`,
    action: 'Delete',
    danger: true,
    body: html`
      <p>Its connectors ${both(source).join(' and ')} are removed. What TDengine has, stays, and so does InfluxDB’s
        data.</p>
      <div class="tick">
        <input type="checkbox" id="forget" name="forget" checked>
        <label for="forget">Forget how far it was read and written${topics.length ? html`, and delete
          ${topics.length === 1 ? 'topic' : 'topics'} ${topics.join(' and ')} in Kafka with what is not written yet` : ''}.
          One of the same name then begins anew; otherwise it goes on where this one was.</label>
      </div>
      ${topics.length ? nothing : html`
        <p class="quiet">No topic is deleted: it has none that no other connector uses.</p>`}`,
    run: async (form, step) => {
      await remove(source, form.get('forget') !== null, step);
      location.hash = '#/';
    },
  });
}

async function remove(source, forget, step) {
  if (forget) {
    step('Stopping…');
    for (const connector of both(source)) {
      await unlessGone(stopped(connector));
    }
    if (source.source) {
      // Before the topics go: should anything fail from here on, whoever resumes it reads all of it again. With the
      // topics gone and these offsets still there, what was not written would be left out.
      step('Forgetting how far it was read…');
      await unlessGone(worker.forgetOffsets(source.source));
    }
    step('Deleting its topics…');
    await unlessGone(worker.deleteTopics(source.name));
  }
  for (const connector of both(source)) {
    step(`Removing ${connector}…`);
    if (forget && connector === source.sink) {
      await unlessGone(worker.forgetOffsets(connector));
    }
    await unlessGone(worker.remove(connector));
    await worker.forgetSecrets(connector);
  }
}

/** Someone else may have been faster. */
async function unlessGone(work) {
  try {
    await work;
  } catch (e) {
    if (e.status !== 404) {
      throw e;
    }
  }
}
