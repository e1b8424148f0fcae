import { type BacktestedRule, type BacktestReport, groupText } from '@trailhound/matcher/offline';
import { html, Markup } from '../rule-pages/html.js';
import { page } from '../rule-pages/page.js';
import { counted, countOf } from '../terminal/counted.js';

/** What a report's head says of the run. */
export interface BacktestFacts {
  readonly period: string;
  readonly inputs: string;
}

const chartWidth = 960;
const chartHeight = 160;

/** A report as one page that needs nothing else: it opens from a disk, without a network. */
export function backtestPage(report: BacktestReport, { period, inputs }: BacktestFacts): string {
  const { rules, noisiest, suppressions, records, alerts, muted } = report;
  const [loud, silent] = [rules.filter(isLoud), rules.filter((rule) => !isLoud(rule))];
  const body = html`<p class="facts">Backtest</p>
<h1>${countOf(alerts, 'alert')} from ${countOf(records, 'record')}</h1>
<p class="facts">${period} · ${inputs} · ${counted(muted)} more muted by suppressions</p>
${chart(report)}
<h2>Rules</h2>
<table><tr><th>Rule</th><th>Severity</th><th>Alerts</th><th>Muted</th><th>Most a day</th><th>By day</th></tr>
${loud.map(ruleRow)}</table>
${silent.length > 0 ? html`<p class="dim">${countOf(silent.length, 'rule')} without an alert: ${silent.map(({ id }) => id).join(', ')}</p>` : html``}
<h2>Noisiest groups</h2>
<table><tr><th>Alerts</th><th>Rule</th><th>Group</th></tr>
${noisiest.map((one) => html`<tr><td>${counted(one.alerts)}</td><td>${one.rule}</td><td>${one.group}</td></tr>`)}</table>
${suppressions.length > 0 ? mutedTable(suppressions) : html``}
<h2>Samples</h2>
${loud.filter(({ samples }) => samples.length > 0).map(sampleBlock)}`;
  return page('Backtest', html`<style>${new Markup(chartStyle)}</style>${body}`);
}

const chartStyle = `.chart { width: 100%; height: auto; margin: 1rem 0; } .seen { fill: #0a6c93; } .muted { fill: currentColor; opacity: .25; }
.chart text { font: 12px system-ui, sans-serif; fill: currentColor; opacity: .65; } .spark { height: 1.4rem; width: 9rem; } summary { cursor: pointer; }
@media (prefers-color-scheme: dark) { .seen { fill: #6cc5ea; } }`;

function isLoud({ alerts, muted }: BacktestedRule): boolean {
  return alerts + muted > 0;
}

/** Alerts a day of all rules together, muted ones above. */
function chart({ days, rules }: BacktestReport): Markup {
  if (days.length === 0) return html`<p class="dim">No alert in this period.</p>`;
  const perDay = days.map((_, day) => sum(rules.map(({ perDay }) => perDay[day] ?? { alerts: 0, muted: 0 })));
  const most = Math.max(1, ...perDay.map(({ alerts, muted }) => alerts + muted));
  const [first = '', last = ''] = [days[0], days.at(-1)];
  return html`<svg class="chart" viewBox="0 0 ${chartWidth} ${chartHeight + 40}" role="img" aria-label="alerts by day">
<text x="0" y="12">${counted(most)} a day</text><text x="${chartWidth}" y="12" text-anchor="end">pale: muted</text>
${perDay.map((one, at) => bar(one, { at, of: days.length, most, width: chartWidth, height: chartHeight, top: 18, day: days[at] ?? '' }))}
<line x1="0" x2="${chartWidth}" y1="${chartHeight + 18}" y2="${chartHeight + 18}" stroke="currentColor" opacity=".3"/>
<text x="0" y="${chartHeight + 36}">${first}</text>
<text x="${chartWidth}" y="${chartHeight + 36}" text-anchor="end">${days.length > 1 ? last : ''}</text></svg>`;
}

interface Counts {
  readonly alerts: number;
  readonly muted: number;
}

interface BarPlace {
  readonly at: number;
  readonly of: number;
  readonly most: number;
  readonly width: number;
  readonly height: number;
  readonly top: number;
  readonly day: string;
}

function bar({ alerts, muted }: Counts, { at, of, most, width, height, top, day }: BarPlace): Markup {
  const step = width / of;
  const wide = Math.max(0.5, Math.min(step * 0.8, 48));
  const x = (at * step + (step - wide) / 2).toFixed(2);
  const [seen, more] = [alerts, muted].map((count) => (count / most) * height);
  const base = top + height;
  const rect = (kind: string, y: number, high: number) =>
    html`<rect class="${kind}" x="${x}" y="${y.toFixed(2)}" width="${wide.toFixed(2)}" height="${high.toFixed(2)}"/>`;
  const [seenHigh, moreHigh] = [seen ?? 0, more ?? 0];
  return html`<g><title>${day}: ${countOf(alerts, 'alert')}, ${counted(muted)} muted</title>${rect('seen', base - seenHigh, seenHigh)}${rect('muted', base - seenHigh - moreHigh, moreHigh)}</g>`;
}

function ruleRow({ id, title, severity, alerts, muted, errors, perDay }: BacktestedRule): Markup {
  const most = Math.max(0, ...perDay.map((one) => one.alerts));
  const highest = Math.max(1, ...perDay.map((one) => one.alerts + one.muted));
  const place = { of: perDay.length, most: highest, width: 144, height: 22, top: 0, day: '' };
  const spark = html`<svg class="spark" viewBox="0 0 144 22" preserveAspectRatio="none" aria-hidden="true">${perDay.map((one, at) => bar(one, { ...place, at }))}</svg>`;
  const failed = errors > 0 ? html`<br><span class="dim">in error on ${countOf(errors, 'record')}</span>` : html``;
  return html`<tr><td>${id}<br><span class="dim">${title}</span>${failed}</td><td><span class="severity ${severity}">${severity}</span></td><td>${counted(alerts)}</td><td>${counted(muted)}</td><td>${counted(most)}</td><td>${spark}</td></tr>
`;
}

function mutedTable(suppressions: BacktestReport['suppressions']): Markup {
  return html`<h2>Muted by suppressions</h2>
<table><tr><th>Alerts</th><th>Suppression</th><th>Reason</th><th>Owner</th><th>Until</th></tr>
${suppressions.map((one) => html`<tr><td>${counted(one.alerts)}</td><td>${one.id}</td><td>${one.reason}</td><td>${one.owner}</td><td>${one.until ?? 'no end'}</td></tr>`)}</table>`;
}

function sampleBlock({ id, samples }: BacktestedRule): Markup {
  return html`<details><summary>${id}</summary>
<table><tr><th>When</th><th>Alert</th><th>Who</th><th>From</th><th>Why</th></tr>
${samples.map((alert) => html`<tr><td>${alert.firstEventTime}</td><td>${alert.title}<br><span class="dim">${groupText(alert)}, ${countOf(alert.count, 'record')}</span></td><td>${alert.actor.name}</td><td>${alert.sourceIPAddress ?? ''}</td><td>${alert.why.join('; ')}</td></tr>`)}</table></details>`;
}

function sum(counts: readonly Counts[]): Counts {
  return counts.reduce((all, { alerts, muted }) => ({ alerts: all.alerts + alerts, muted: all.muted + muted }), {
    alerts: 0,
    muted: 0,
  });
}
