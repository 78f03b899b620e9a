import type { ChartConfiguration } from 'chart.js';
import type { AnswerFile } from '../core/command.ts';
import type { FleetPoint } from '../core/fleet-point.ts';
import { type FleetReport, isHeld } from '../core/fleet-report.ts';
import { barChart } from './bar-chart.ts';
import { barsAlt, barsOf } from './bars.ts';
import { png } from './canvas.ts';
import { lineChart } from './line-chart.ts';
import { linesAlt, linesOf, ofCauses } from './lines.ts';
import { COLOURS, drawable, FONT, figure, moment, wrapped } from './style.ts';

/** Fewer moments are no line. */
const FEWEST_POINTS = 3;
/** docs.slack.dev, files.getUploadURLExternal. */
const MAX_ALT = 1000;

/**
 * A fleet as a picture: its troubles over time where there is a past to show, else who is in trouble now. `points` are
 * the oldest first. The words beside it tell the same. @throws where this machine cannot draw
 */
export async function drawFleet(report: FleetReport, points: readonly FleetPoint[]): Promise<AnswerFile> {
  const troubled = report.nodes.filter((node) => !isHeld(node)).length;
  const of = report.filter
    ? `${figure(report.shown)} nodes (${report.filter.meant})`
    : `${figure(report.total)} nodes`;
  const title = `${report.cloud}: ${figure(troubled)} of ${of} in trouble`;
  const at = new Date(report.at).toISOString();
  const { chart, what, alt } =
    points.length >= FEWEST_POINTS && !report.filter ? ofPast(points, title) : ofNow(report, title);
  return {
    filename: `${report.cloud.replace(/[^\w.-]+/g, '_').slice(0, 80)}-fleet-${at.replace(/[-:]|\.\d+/g, '')}.png`,
    title: drawable(title, 150),
    content: await png(withTitle(chart, title, `${what} · ${moment(at)}`)),
    alt: drawable(alt, MAX_ALT),
  };
}

interface Drawing {
  readonly chart: ChartConfiguration;
  /** What it shows, for the line below the title. */
  readonly what: string;
  readonly alt: string;
}

function ofNow(report: FleetReport, title: string): Drawing {
  const found = barsOf(report);
  const { bars, rest } = found;
  const what =
    rest.groups > 0
      ? `the ${bars.length} largest of ${bars.length + rest.groups} groups, by cause`
      : 'by cause, and by what its nodes share';
  return { chart: barChart(bars), what, alt: barsAlt(title, found) };
}

function ofPast(points: readonly FleetPoint[], title: string): Drawing {
  const found = linesOf(points);
  const { lines, causes } = found;
  const what = ofCauses(lines.length, causes).toLowerCase();
  return { chart: lineChart(points, lines), what, alt: linesAlt(title, points, found) };
}

function withTitle(chart: ChartConfiguration, title: string, subtitle: string): ChartConfiguration {
  const words = (
    text: string,
    max: number,
    size: number,
    weight: 'bold' | 'normal',
    color: string,
    bottom: number,
  ) => ({
    display: true,
    align: 'start' as const,
    text: [...wrapped(text, max)],
    color,
    font: { family: FONT, size, weight },
    padding: { bottom },
  });
  return {
    ...chart,
    options: {
      ...chart.options,
      plugins: {
        ...chart.options?.plugins,
        title: words(title, 40, 30, 'bold', COLOURS.ink, 2),
        subtitle: words(subtitle, 66, 20, 'normal', COLOURS.faint, 14),
      },
    },
  };
}
