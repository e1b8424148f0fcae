import type { Report, Section, Target } from '../kit/report.js';
import { rate, ratio } from '../kit/table.js';
import type { BareFigures } from './bare-loop.js';
import type { NotifierFigures } from './measure-notifier.js';

/** What the issue asks for. */
export const wantedPerSecond = 2_000;
/** What the others' delay has to stay under. */
const wantedP99Ms = 2_000;
/** Of the rate asked for; less, and the rate was not really tried. */
const publishedShare = 0.95;

/** All trials on one ground, in their order. */
export interface GroundTrials {
  readonly description: string;
  readonly trials: readonly NotifierFigures[];
}

/** Nothing was lost or late, and the alerts really came at that rate. */
export function isCarried({ deliveries, wanted, p99Ms, published, load }: NotifierFigures): boolean {
  return deliveries >= wanted && p99Ms < wantedP99Ms && published >= load.perSecond * publishedShare;
}

export function notifyReport(grounds: readonly GroundTrials[], bare: BareFigures): Report {
  const sections = grounds.map((ground) => sectionOf(ground, bare));
  const targets = grounds.flatMap(({ trials }) => targetOf(trials));
  return { name: 'notify', title: 'Delivering alerts', sections, targets };
}

function sectionOf({ description, trials }: GroundTrials, bare: BareFigures): Section {
  const [first] = trials;
  return {
    title: `Beside destinations that hang: ${first?.ground ?? ''}`,
    text: [
      ...(first ? [loadText(first)] : []),
      `On ${description}.`,
      `A loop that only posts makes ${rate(bare.perSecond)} deliveries a second here, of ${ms(bare.cpuMs)} processor time each.`,
    ],
    table: {
      headings: ['alerts/s', 'deliveries/s', 'processor', 'of the bare loop', 'p50', 'p99', 'longest', 'missing', ''],
      rows: trials
        .toSorted((a, b) => a.load.perSecond - b.load.perSecond)
        .map((figures) => [
          ...[rate(figures.load.perSecond), rate(figures.perSecond), ms(figures.cpuMs)],
          ratio(figures.cpuMs, bare.cpuMs),
          ...[`${figures.p50Ms}ms`, `${figures.p99Ms}ms`, `${figures.maxMs}ms`],
          String(Math.max(0, figures.wanted - figures.deliveries)),
          isCarried(figures) ? 'carried' : 'not carried',
        ]),
    },
  };
}

function loadText({ load: { destinations, hanging, seconds } }: NotifierFigures): string {
  return `${destinations} webhooks of which ${hanging} never answer, ${seconds} s of alerts, each to one of them in turn; delays are those of the others.`;
}

/** Met at the rate asked for, or by the highest this machine reaches; what it reaches is said. */
function targetOf(trials: readonly NotifierFigures[]): readonly Target[] {
  const [first] = trials;
  if (first === undefined) return [];
  const best = Math.max(0, ...trials.filter(isCarried).map(({ load }) => load.perSecond));
  return [
    {
      what: `alerts a second beside ${first.load.hanging} of ${first.load.destinations} destinations that hang, the others' 99th percentile under 2 s: ${first.ground}`,
      wanted: `${wantedPerSecond.toLocaleString('en')}, or the highest this machine reaches`,
      measured: best === 0 ? 'no rate was carried' : highest(best),
      isMet: best > 0,
    },
  ];
}

function highest(perSecond: number): string {
  const reached = perSecond.toLocaleString('en');
  return perSecond >= wantedPerSecond ? reached : `${reached}, the highest of this machine`;
}

function ms(milliseconds: number): string {
  return `${milliseconds.toFixed(2)}ms`;
}
