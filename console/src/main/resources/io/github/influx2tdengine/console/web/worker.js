// Talks to the worker: Connect's own REST interface and the console's answers beside it.

const CONNECT = new URL('../', document.baseURI);
const CONSOLE = new URL('api/', document.baseURI);

/** What the worker, or the way to it, said no with. */
export class Problem extends Error {
  constructor(message, status) {
    super(message);
    this.status = status;
  }

  /** Whether no worker was there to say anything. */
  get lost() {
    return this.status === 0;
  }
}

/** Since when no request has been answered; null while they are. */
export const link = {lostSince: null, onchange: () => {}};

function reached(yes) {
  if (yes === (link.lostSince === null)) {
    return;
  }
  link.lostSince = yes ? null : new Date();
  link.onchange();
}

async function call(base, method, path, body, patience = 20_000) {
  const request = {
    method,
    headers: {Accept: 'application/json'},
    cache: 'no-store',
    signal: AbortSignal.timeout(patience),
  };
  if (method !== 'GET') {
    request.headers['Content-Type'] = 'application/json';
  }
  if (body !== undefined) {
    request.body = JSON.stringify(body);
  }
  let response;
  try {
    response = await fetch(new URL(path, base), request);
  } catch (e) {
    // A worker that is busy is there; one that refuses the connection is not.
    if (e.name === 'TimeoutError') {
      throw new Problem(
        `The worker did not answer within ${Math.round(patience / 1000)} s. It may be joining its group; try again.`, 504);
    }
    reached(false);
    throw new Problem('The worker does not answer. Nothing was lost; try again when it is back.', 0);
  }
  reached(true);
  const text = await response.text();
  let answer = null;
  try {
    answer = text ? JSON.parse(text) : null;
  } catch {
    answer = null;
  }
  if (!response.ok) {
    throw new Problem(answer?.message ?? `The worker answered ${response.status} ${response.statusText}.`, response.status);
  }
  return answer;
}

const name = encodeURIComponent;

export const worker = {
  about: () => call(CONSOLE, 'GET', 'worker'),
  sources: () => call(CONSOLE, 'GET', 'sources', undefined, 8_000),
  source: source => call(CONSOLE, 'GET', `sources/${name(source)}`, undefined, 8_000),
  refused: source => call(CONSOLE, 'GET', `sources/${name(source)}/refused`),
  settings: source => call(CONSOLE, 'GET', `sources/${name(source)}/settings`),
  keepSecrets: (connector, typed, kept = []) =>
    call(CONSOLE, 'POST', `secrets/${name(connector)}`, {typed, kept}),
  forgetSecrets: connector => call(CONSOLE, 'DELETE', `secrets/${name(connector)}`),
  makeTopic: (topic, partitions, group) =>
    call(CONSOLE, 'PUT', `topics/${name(topic)}`, {partitions, group}, 60_000),
  topics: async source => (await call(CONSOLE, 'GET', `sources/${name(source)}/topics`)).topics,
  deleteTopics: source => call(CONSOLE, 'DELETE', `sources/${name(source)}/topics`, undefined, 60_000),

  plugins: () => call(CONNECT, 'GET', 'connector-plugins?connectorsOnly=true'),
  // Lists the plugin's own settings first, and then what every connector has, from its name on.
  ownSettings: async plugin => {
    const keys = (await call(CONNECT, 'GET', `connector-plugins/${name(plugin)}/config`)).map(key => key.name);
    return new Set(keys.slice(0, keys.indexOf('name')));
  },
  // A server that does not answer keeps the check for as long as its time-outs say.
  validate: config =>
    call(CONNECT, 'PUT', `connector-plugins/${name(config['connector.class'])}/config/validate`, config, 60_000),
  connectors: () => call(CONNECT, 'GET', 'connectors'),
  create: (connector, config) => call(CONNECT, 'POST', 'connectors', {name: connector, config}, 60_000),
  change: (connector, changes) =>
    call(CONNECT, 'PATCH', `connectors/${name(connector)}/config`, changes, 60_000),
  remove: connector => call(CONNECT, 'DELETE', `connectors/${name(connector)}`, undefined, 60_000),
  status: connector => call(CONNECT, 'GET', `connectors/${name(connector)}/status`),
  pause: connector => call(CONNECT, 'PUT', `connectors/${name(connector)}/pause`),
  resume: connector => call(CONNECT, 'PUT', `connectors/${name(connector)}/resume`),
  stop: connector => call(CONNECT, 'PUT', `connectors/${name(connector)}/stop`),
  restartFailed: connector =>
    call(CONNECT, 'POST', `connectors/${name(connector)}/restart?includeTasks=true&onlyFailed=true`),
  restartConnector: connector => call(CONNECT, 'POST', `connectors/${name(connector)}/restart`),
  restartTask: (connector, task) =>
    call(CONNECT, 'POST', `connectors/${name(connector)}/tasks/${task}/restart`),
  offsets: connector => call(CONNECT, 'GET', `connectors/${name(connector)}/offsets`, undefined, 60_000),
  alterOffsets: (connector, offsets) =>
    call(CONNECT, 'PATCH', `connectors/${name(connector)}/offsets`, {offsets}, 60_000),
  forgetOffsets: connector =>
    call(CONNECT, 'DELETE', `connectors/${name(connector)}/offsets`, undefined, 60_000),
};

/** Waits until a connector and all its tasks have stopped: only then may its offsets be changed. */
export async function stopped(connector) {
  await worker.stop(connector);
  const deadline = Date.now() + 60_000;
  for (;;) {
    const status = await worker.status(connector);
    if (status.connector.state === 'STOPPED' && status.tasks.length === 0) {
      return;
    }
    if (Date.now() > deadline) {
      throw new Problem(`${connector} did not stop within a minute.`, 504);
    }
    await new Promise(resolve => setTimeout(resolve, 300));
  }
}
