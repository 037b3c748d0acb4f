// What was filled in, and the two connector configurations it makes.

export const SOURCE_CLASS = 'io.github.influx2tdengine.source.InfluxSourceConnector';
export const SINK_CLASS = 'io.github.influx2tdengine.sink.TdengineSinkConnector';

const STORED = 'influx2tdengine.draft';

/** What makes the two halves fit each other; all of it can be changed under Advanced. */
const PAIR_SOURCE = {
  'tasks.max': '2',
  'record.format': 'block',
  'record.points.max': '1000',
  'metrics.per.measurement': 'true',
  'key.converter': 'org.apache.kafka.connect.storage.StringConverter',
  'value.converter': 'org.apache.kafka.connect.converters.ByteArrayConverter',
  'header.converter': 'org.apache.kafka.connect.storage.StringConverter',
  'exactly.once.support': 'required',
  'transaction.boundary': 'connector',
};
const PAIR_SINK = {
  'tasks.max': '2',
  'key.converter': 'org.apache.kafka.connect.storage.StringConverter',
  'value.converter': 'org.apache.kafka.connect.converters.ByteArrayConverter',
  'header.converter': 'org.apache.kafka.connect.storage.StringConverter',
  'errors.tolerance': 'all',
  'errors.deadletterqueue.topic.replication.factor': '-1',
  'errors.deadletterqueue.context.headers.enable': 'true',
};

/** As many as the sink can have tasks to share its work. */
export const PARTITIONS = 4;

export function emptyDraft() {
  return {
    name: '',
    address: '', tdUser: 'root', tdPassword: '', database: '',
    protocol: 'http', host: '', port: '8086', portTyped: false,
    tab: '1', version1: '1', user: '', password: '', version2: '2', org: '', token: '',
    bucket: '', measurements: [], begin: '', earliest: false, end: '',
    source: {...PAIR_SOURCE}, sink: {...PAIR_SINK},
  };
}

const SECRETS = ['tdPassword', 'password', 'token'];

/** Keeps a draft for a page that is loaded again; passwords and tokens only as long as the page lives. */
export function store(draft) {
  const kept = {...draft};
  for (const secret of SECRETS) {
    kept[secret] = '';
  }
  for (const side of ['source', 'sink']) {
    kept[side] = Object.fromEntries(
      Object.entries(draft[side]).filter(([name]) => !/password|token|secret|jaas|key/i.test(name) || name === 'key.converter'));
  }
  sessionStorage.setItem(STORED, JSON.stringify(kept));
}

export function stored() {
  try {
    return {...emptyDraft(), ...JSON.parse(sessionStorage.getItem(STORED) ?? '{}')};
  } catch {
    return emptyDraft();
  }
}

export const forget = () => sessionStorage.removeItem(STORED);

/** The port that goes with a protocol, where none was typed. */
export const usualPort = protocol => (protocol === 'https' ? '8088' : '8086');

export const sourceName = draft => `${draft.name.trim()}-source`;
export const sinkName = draft => `${draft.name.trim()}-sink`;

/** One topic for each data source: two buckets of one name on two servers are two. */
export const topicOf = draft => draft.source.topic ?? `influx.${draft.name.trim()}`;

/** What keeps the pair from sharing a topic; empty where nothing does. */
export const topicFault = draft => (/[{}]/.test(topicOf(draft))
  ? 'One topic by its name, without { and }: the sink reads the one that stands here, and no other.' : '');

/** A measurement's name in a list, as the connector takes it: a comma or backslash has a backslash before it. */
const listed = name => name.replaceAll('\\', '\\\\').replaceAll(',', '\\,');

function influxUrl(draft) {
  const host = draft.host.trim();
  if (!host) {
    return '';
  }
  // A bare IPv6 address needs its brackets.
  const named = host.includes(':') && !host.startsWith('[') && !host.includes('/') ? `[${host}]` : host;
  const port = draft.port.trim();
  const slash = named.indexOf('/');
  return slash < 0
    ? `${draft.protocol}://${named}${port ? `:${port}` : ''}`
    : `${draft.protocol}://${named.slice(0, slash)}${port ? `:${port}` : ''}${named.slice(slash)}`;
}

function tdengineUrl(draft) {
  const address = draft.address.trim();
  if (!address || /^jdbc:/i.test(address)) {
    return address;
  }
  return `jdbc:TAOS-WS://${address}`;
}

/** 2026-01-01T00:00:00 as the browser has it, to RFC 3339 in UTC. */
const utc = local => (local ? `${local.length === 16 ? `${local}:00` : local}Z` : '');

function filled(settings) {
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== '' && value !== undefined));
}

export function sourceConfig(draft) {
  const first = draft.tab === '1';
  return filled({
    name: sourceName(draft),
    'connector.class': SOURCE_CLASS,
    ...draft.source,
    topic: topicOf(draft),
    'influxdb.url': influxUrl(draft),
    'influxdb.version': first ? draft.version1 : draft.version2,
    'influxdb.user': first ? draft.user.trim() : '',
    'influxdb.password': first ? draft.password : '',
    'influxdb.org': first ? '' : draft.org.trim(),
    'influxdb.token': first ? '' : draft.token.trim(),
    bucket: draft.bucket,
    measurements: draft.measurements.map(listed).join(','),
    'begin.time': draft.earliest ? 'earliest' : utc(draft.begin),
    'end.time': utc(draft.end),
  });
}

export function sinkConfig(draft) {
  const topic = topicOf(draft);
  return filled({
    name: sinkName(draft),
    'connector.class': SINK_CLASS,
    topics: topic,
    'errors.deadletterqueue.topic.name': `${topic}.refused`,
    ...draft.sink,
    'tdengine.url': tdengineUrl(draft),
    'tdengine.user': draft.tdUser.trim(),
    'tdengine.password': draft.tdPassword,
    database: draft.database.trim(),
  });
}

/** Where the form shows what a connector says of a setting; others are shown under Advanced. */
export const FIELD_OF = {
  source: {
    name: 'name', 'influxdb.url': 'host', 'influxdb.version': 'version', 'influxdb.user': 'user',
    'influxdb.password': 'password', 'influxdb.org': 'org', 'influxdb.token': 'token',
    bucket: 'bucket', measurements: 'measurements', 'begin.time': 'begin', 'end.time': 'end',
  },
  sink: {
    name: 'name', 'tdengine.url': 'address', 'tdengine.user': 'tdUser', 'tdengine.password': 'tdPassword',
    database: 'database',
  },
};

/** Stand for what is not filled in yet, so that a connector looks at the rest; their own faults are not shown. */
const PLACEHOLDERS = {
  source: {name: 'console-check', 'influxdb.url': '', bucket: 'console_check', 'begin.time': '1970-01-01T00:00:00Z'},
  sink: {name: 'console-check', 'tdengine.url': '', database: 'console_check'},
};

/** A configuration that can be checked already, and the settings in it that were made up. */
export function checkable(side, config, draft) {
  const made = {};
  for (const [name, value] of Object.entries(PLACEHOLDERS[side])) {
    const missing = name === 'name' ? !draft.name.trim() : config[name] === undefined;
    if (missing && value) {
      made[name] = value;
    }
  }
  if (made.name) {
    made[side === 'source' ? 'topic' : 'topics'] = 'influx.console-check';
    if (side === 'sink') {
      made['errors.deadletterqueue.topic.name'] = 'influx.console-check.refused';
    }
  }
  return {config: {...config, ...made}, made: Object.keys(made)};
}

/** The faults that Connect's validate found: messages by setting, without the setting's name before them. */
export function faults(answer) {
  const found = {};
  for (const {value} of answer.configs) {
    if (value.errors.length) {
      found[value.name] = [...new Set(value.errors.map(error => sentence(value.name, error)))].join(' ');
    }
  }
  return found;
}

function sentence(setting, message) {
  if (/^Missing required configuration/.test(message)) {
    return 'Required.';
  }
  const bare = message.startsWith(`${setting}: `) ? message.slice(setting.length + 2) : message;
  return bare.charAt(0).toUpperCase() + bare.slice(1);
}

/** What goes into a secrets file instead of the configuration. */
export function secretsOf(config, infos) {
  const passwords = new Set(
    infos.filter(info => info.definition.type === 'PASSWORD').map(info => info.definition.name));
  return Object.fromEntries(Object.entries(config).filter(([name]) => passwords.has(name)));
}
