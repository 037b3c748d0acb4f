// One line over the last hour.

import uPlot from './lib/uplot/uPlot.esm.js';

const DARK = matchMedia('(prefers-color-scheme: dark)');
const HEIGHT = 180;

export class Chart {
  #plot = null;
  #data = [[], []];
  #at = null;
  #format;
  #label;
  #watch = new ResizeObserver(() => this.#resize());
  #repaint = () => this.#build();

  constructor(label, format) {
    this.#label = label;
    this.#format = format;
    DARK.addEventListener('change', this.#repaint);
  }

  /** Draws into an element, which may be another one than the last time. */
  draw(element, times, values) {
    if (!element) {
      return;
    }
    this.#data = [times, values];
    if (element !== this.#at) {
      this.#watch.disconnect();
      this.#at = element;
      this.#watch.observe(element);
      this.#build();
    } else {
      this.#plot.setData(this.#data);
    }
  }

  #build() {
    if (!this.#at) {
      return;
    }
    this.#plot?.destroy();
    const style = getComputedStyle(this.#at);
    const ink = style.getPropertyValue('--quiet').trim();
    const grid = {stroke: style.getPropertyValue('--line').trim(), width: 1};
    const line = style.getPropertyValue('--accent').trim();
    this.#plot = new uPlot(
      {
        width: Math.max(200, this.#at.clientWidth),
        height: HEIGHT,
        // Times are UTC, as everywhere in the console.
        tzDate: seconds => uPlot.tzDate(new Date(seconds * 1000), 'Etc/UTC'),
        legend: {show: false},
        cursor: {drag: {x: false, y: false}, points: {show: false}},
        scales: {
          // Ten minutes at least, so that the first samples are no wall; and nothing is made of small noise.
          x: {range: (u, min, max) => {
            const end = max ?? Date.now() / 1000;
            return [Math.min(min ?? end, end - 600), end];
          }},
          y: {range: (u, min, max) => [0, Math.max(10, (max ?? 0) * 1.1)]},
        },
        axes: [
          {stroke: ink, grid, ticks: grid, size: 34, values: [
            [3600, '{HH}:{mm}', null, null, null, null, null, null, 1],
            [1, '{HH}:{mm}', null, null, null, null, null, null, 1],
          ]},
          {stroke: ink, grid, ticks: grid, size: 60, values: (u, values) => values.map(this.#format)},
        ],
        series: [{}, {label: this.#label, stroke: line, width: 2, fill: `${line}22`, spanGaps: false, points: {show: false}}],
      },
      this.#data,
      this.#at);
  }

  #resize() {
    if (this.#plot && this.#at) {
      this.#plot.setSize({width: Math.max(200, this.#at.clientWidth), height: HEIGHT});
    }
  }

  close() {
    DARK.removeEventListener('change', this.#repaint);
    this.#watch.disconnect();
    this.#plot?.destroy();
    this.#plot = null;
    this.#at = null;
  }
}
