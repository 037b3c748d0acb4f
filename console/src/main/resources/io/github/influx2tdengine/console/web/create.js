// Makes a data source's connectors, and what they need.

import {PARTITIONS, secretsOf} from './draft.js';
import {worker} from './worker.js';

/**
 * Makes all of it or nothing: passwords, topic, sink, source.
 * infos: of each side, tell which settings are secrets; step is told what is being done.
 */
export async function create({source, sink, infos, step}) {
  const undo = [];
  try {
    step('Keeping the passwords…');
    for (const [side, config] of [['source', source], ['sink', sink]]) {
      const secrets = secretsOf(config, infos[side]);
      if (Object.keys(secrets).length) {
        undo.push(() => worker.forgetSecrets(config.name));
        Object.assign(config, await worker.keepSecrets(config.name, secrets));
      }
    }
    step('Making the topic…');
    await worker.makeTopic(source.topic, PARTITIONS, sink['consumer.override.group.id'] ?? `connect-${sink.name}`);
    step('Starting the sink…');
    await worker.create(sink.name, sink);
    undo.push(() => worker.remove(sink.name));
    step('Starting the source…');
    await worker.create(source.name, source);
  } catch (e) {
    for (const back of undo.reverse()) {
      await back().catch(() => {});
    }
    throw e;
  }
}

/** Waits until the worker's console has seen it, two seconds at most: then its page has something to show. */
export async function seen(name) {
  for (let tries = 0; tries < 10; tries++) {
    if ((await worker.sources()).sources.some(source => source.name === name)) {
      return;
    }
    await new Promise(resolve => setTimeout(resolve, 500));
  }
}
