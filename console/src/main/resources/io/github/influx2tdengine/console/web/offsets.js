// Offsets of a source as Connect stores them: {partition: {server, bucket, measurement}, offset: {timestamp}}.

/** Nanoseconds since 1970 of an offset's time: RFC 3339, or that number itself. */
export function nanos(time) {
  const text = String(time);
  if (/^-?\d+$/.test(text)) {
    return BigInt(text);
  }
  const fraction = /\.(\d+)/.exec(text)?.[1] ?? '';
  return BigInt(Date.parse(`${text.slice(0, 19)}Z`)) * 1_000_000n + BigInt(fraction.padEnd(9, '0'));
}

/**
 * Those of the server and bucket that the source is set to now. Connect keeps those of former ones too, and the
 * connector refuses to have them altered.
 */
export function ofNow(offsets, settings) {
  const server = settings['server.name'] || (settings['influxdb.url'] ?? '').trim().replace(/\/$/, '');
  const its = offsets.filter(({partition}) => known(server, partition.server));
  const bucket = settings.bucket ?? '';
  const same = its.filter(({partition}) => known(bucket, partition.bucket));
  // On 1.x the policy may be left out, and only the server knows which one that is. Where there are several here, the
  // connector says so, and nothing is altered.
  return same.length ? same
    : its.filter(({partition}) => partition.bucket.slice(0, partition.bucket.lastIndexOf('/')) === bucket);
}

/** What a reference stands for, only the worker knows. */
const known = (setting, stored) => setting.includes('${') || setting === stored;
