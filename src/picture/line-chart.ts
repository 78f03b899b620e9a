import type { ChartConfiguration } from 'chart.js';
import type { FleetPoint } from '../core/fleet-point.ts';
import type { Line } from './lines.ts';
import { COLOURS, day, drawable, FONT, figure, MARKS } from './style.ts';

const HOUR_MS = 3600_000;
const STEPS = [0.25, 1, 3, 6, 12, 24, 48, 168, 720].map((hours) => hours * HOUR_MS);
const MOST_TICKS = 6;
/** A mark on each of many points would hide the line. */
const MOST_MARKS = 12;
const MAX_LABEL = 50;

/** `points` are the oldest first, and give the times. */
export function lineChart(points: readonly FleetPoint[], lines: readonly Line[]): ChartConfiguration {
  const times = points.map(({ at }) => Date.parse(at));
  const [first = 0, last = 0] = [times[0], times.at(-1)];
  const axis = { border: { display: false }, grid: { color: COLOURS.grid } };
  const small = { color: COLOURS.faint, font: { family: FONT, size: 18 } };
  return {
    type: 'line',
    data: { datasets: lines.map((line, place) => dataset(line, place, times)) },
    options: {
      plugins: {
        legend: {
          position: 'bottom',
          align: 'start',
          labels: {
            usePointStyle: true,
            color: COLOURS.ink,
            font: { family: FONT, size: 18 },
            padding: 10,
          },
        },
      },
      scales: {
        x: {
          ...axis,
          type: 'linear',
          min: first,
          max: last,
          afterBuildTicks: (scale) => {
            scale.ticks = ticksBetween(first, last).map((value) => ({ value }));
          },
          ticks: { ...small, maxRotation: 0, callback: (value) => tickWords(Number(value), last - first) },
        },
        y: { ...axis, beginAtZero: true, ticks: { ...small, precision: 0 } },
      },
    },
  };
}

function dataset({ label, nodes }: Line, place: number, times: readonly number[]) {
  const { colour, dash, point } = MARKS[place % MARKS.length] ?? MARKS[0];
  const every = Math.ceil(nodes.length / MOST_MARKS);
  return {
    label: `${drawable(label, MAX_LABEL)}: ${figure(nodes.at(-1) ?? 0)}`,
    data: nodes.map((value, index) => ({ x: times[index] ?? 0, y: value })),
    clip: false as const,
    borderColor: colour,
    backgroundColor: colour,
    borderWidth: 4,
    borderDash: [...dash],
    pointStyle: point,
    pointRadius: nodes.map((_, index) => (index % every === 0 || index === nodes.length - 1 ? 7 : 0)),
    pointBorderWidth: 3,
  };
}

function ticksBetween(first: number, last: number): readonly number[] {
  const step = STEPS.find((one) => (last - first) / one <= MOST_TICKS) ?? STEPS.at(-1) ?? HOUR_MS;
  const from = Math.ceil(first / step) * step;
  const count = Math.max(0, Math.floor((last - from) / step) + 1);
  return Array.from({ length: count }, (_, place) => from + place * step);
}

function tickWords(ms: number, span: number): string {
  const clock = new Date(ms).toISOString().slice(11, 16);
  return span > 48 * HOUR_MS || clock === '00:00' ? day(ms) : clock;
}
