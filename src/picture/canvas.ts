import { createRequire } from 'node:module';
import type { SKRSContext2D } from '@napi-rs/canvas';
import type { ChartConfiguration } from 'chart.js';
import { COLOURS, FONT, SIZE } from './style.ts';

/** Loaded with the first picture: who draws none pays nothing for it. */
async function load() {
  const [canvas, chart] = await Promise.all([import('@napi-rs/canvas'), import('chart.js')]);
  const { Chart, BarController, BarElement, LineController, LineElement, PointElement } = chart;
  const { CategoryScale, LinearScale, Legend, Title, SubTitle } = chart;
  Chart.register(BarController, BarElement, LineController, LineElement, PointElement);
  Chart.register(CategoryScale, LinearScale, Legend, Title, SubTitle);
  const { resolve } = createRequire(import.meta.url);
  for (const face of ['DejaVuSans', 'DejaVuSans-Bold'])
    canvas.GlobalFonts.registerFromPath(resolve(`dejavu-fonts-ttf/ttf/${face}.ttf`), FONT);
  return { Chart, createCanvas: canvas.createCanvas };
}
let loading: ReturnType<typeof load> | undefined;

/** A chart as PNG. Throws where the canvas is not there for this platform, or was left out as an optional package. */
export async function png(config: ChartConfiguration): Promise<Uint8Array> {
  loading ??= load();
  const { Chart, createCanvas } = await loading;
  const canvas = createCanvas(SIZE.width, SIZE.height);
  const paper = {
    id: 'paper',
    beforeDraw({ ctx }: { readonly ctx: SKRSContext2D }) {
      ctx.fillStyle = COLOURS.paper;
      ctx.fillRect(0, 0, SIZE.width, SIZE.height);
    },
  };
  const chart = new Chart(
    canvas as never,
    {
      ...config,
      options: {
        ...config.options,
        animation: false,
        responsive: false,
        devicePixelRatio: SIZE.scale,
        events: [],
        color: COLOURS.ink,
        font: { family: FONT, size: 24 },
        layout: { padding: { left: 20, right: 36, top: 14, bottom: 14 } },
      },
      plugins: [paper, ...(config.plugins ?? [])],
    } as ChartConfiguration,
  );
  try {
    return await canvas.encode('png');
  } finally {
    chart.destroy();
  }
}
