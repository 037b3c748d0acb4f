// Numbers, times and spans as people read them. Times are UTC everywhere.

const WHOLE = new Intl.NumberFormat('en', {maximumFractionDigits: 0});
const SHORT = new Intl.NumberFormat('en', {notation: 'compact', maximumSignificantDigits: 3});

export const whole = value => (value === null || value === undefined ? '–' : WHOLE.format(value));
export const short = value => SHORT.format(value);

/** Seconds in the largest unit that fits: 12 s, 5 min, 3 h, 2 d. */
export function span(seconds) {
  if (seconds === null || seconds === undefined) {
    return '–';
  }
  if (seconds < 120) {
    return `${Math.floor(seconds)} s`;
  }
  if (seconds < 7200) {
    return `${Math.floor(seconds / 60)} min`;
  }
  return seconds < 172_800 ? `${Math.floor(seconds / 3600)} h` : `${WHOLE.format(Math.floor(seconds / 86_400))} d`;
}

/** 2026-01-01 10:14:05, from RFC 3339 or a Date. */
export function moment(time) {
  if (!time) {
    return '–';
  }
  const text = time instanceof Date ? time.toISOString() : String(time);
  return text.slice(0, 19).replace('T', ' ');
}

export const clock = date => date.toISOString().slice(11, 19);

export const percent = share => (share === null || share === undefined ? '' : `${Math.floor(share * 100)} %`);

export const plural = (count, one, many = `${one}s`) => `${whole(count)} ${count === 1 ? one : many}`;
