// One line over the last hour.

import uPlot from './lib/uplot/uPlot.esm.js';
import {clock} from './words.js';

const DARK = matchMedia('(prefers-color-scheme: dark)');
const HEIGHT = 180;

export class Chart {
  #plot = null;
  #data = [[], []];
  #at = null;
  #readout = null;
  #format;
  #steps;
  #watch = new ResizeObserver(() => this.#resize());
  #repaint = () => this.#build();

  /**
   * @param format makes words of a value
   * @param steps between the lines of the grid, where round numbers are none: 60 s, not 50
   */
  constructor(format, steps) {
    this.#format = format;
    this.#steps = steps;
    DARK.addEventListener('change', this.#repaint);
  }

  /** Draws into an element, which may be another one than the last time; what lies under the pointer is told in readout. */
  draw(element, readout, times, values) {
    if (!element) {
      return;
    }
    this.#data = [times, values];
    this.#readout = readout;
    if (element !== this.#at) {
      this.#watch.disconnect();
      this.#at = element;
      this.#watch.observe(element);
      this.#build();
    } else {
      this.#plot.setData(this.#data);
    }
  }

  #tell(plot) {
    const {idx} = plot.cursor;
    const value = idx === null || idx === undefined ? null : this.#data[1][idx];
    if (this.#readout) {
      this.#readout.textContent = value === null || value === undefined || plot.cursor.left < 0
        ? '' : `at ${clock(new Date(this.#data[0][idx] * 1000))} UTC: ${this.#format(value)}`;
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
        cursor: {drag: {x: false, y: false}, y: false},
        hooks: {setCursor: [plot => this.#tell(plot)]},
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
          {stroke: ink, grid, ticks: grid, size: 64, ...(this.#steps ? {incrs: this.#steps} : {}),
            values: (u, values) => values.map(this.#format)},
        ],
        series: [{}, {stroke: line, width: 2, fill: `${line}22`, spanGaps: false, points: {show: false}}],
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
