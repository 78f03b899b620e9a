import type { SKRSContext2D } from '@napi-rs/canvas';
import type { ChartConfiguration } from 'chart.js';
import type { Bar } from './bars.ts';
import { COLOURS, drawable, FONT, figure, MARKS, wrapped } from './style.ts';

/** Of a label, so that the bars keep half of the width. */
const MAX_LABEL = 36;

export function barChart(bars: readonly Bar[]): ChartConfiguration {
  return {
    type: 'bar',
    data: {
      labels: bars.map(labelOf),
      datasets: [
        { data: bars.map(({ nodes }) => nodes), backgroundColor: MARKS[0].colour, maxBarThickness: 40 },
      ],
    },
    options: {
      indexAxis: 'y',
      plugins: { legend: { display: false } },
      scales: {
        x: { display: false, beginAtZero: true, grace: '8%' },
        y: {
          border: { display: false },
          grid: { display: false },
          ticks: { color: COLOURS.ink, font: { family: FONT, size: 18 } },
        },
      },
    },
    plugins: [numbers(bars)],
  };
}

function labelOf({ label, shared }: Bar): string[] {
  return shared ? [drawable(label, MAX_LABEL), drawable(shared, MAX_LABEL)] : [...wrapped(label, MAX_LABEL)];
}

interface Drawn {
  readonly ctx: SKRSContext2D;
  getDatasetMeta(dataset: number): { readonly data: readonly { readonly x: number; readonly y: number }[] };
}

/** Each bar says its number itself. */
function numbers(bars: readonly Bar[]) {
  return {
    id: 'numbers',
    afterDatasetsDraw(chart: Drawn) {
      const { ctx } = chart;
      ctx.font = `bold 24px ${FONT}`;
      ctx.fillStyle = COLOURS.ink;
      ctx.textBaseline = 'middle';
      for (const [place, { x, y }] of chart.getDatasetMeta(0).data.entries())
        ctx.fillText(figure(bars[place]?.nodes ?? 0), x + 10, y);
    },
  };
}
