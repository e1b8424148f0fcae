import type { Notice } from '@trailhound/contracts';
import { buildAlert, slackControls, slackObjection, slackTexts } from '@trailhound/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  consoleUrl,
  controls,
  digestOf,
  hostileNotice,
  hostileRuns,
  richAlert,
  textsOf,
} from '../../testing/hostile-alerts.js';
import { renderSlack, slackForms } from './render.js';

const at = '2026-03-01T10:05:00.000Z';
const notices: readonly Notice[] = [
  { notice: 'fired', alert: richAlert },
  { notice: 'test', alert: richAlert },
  {
    notice: 'changed',
    alert: richAlert,
    change: { version: 1, alertId: richAlert.id, state: 'closed', by: 'ana', note: 'a drill', at },
  },
  { notice: 'digest', digest: digestOf(richAlert, 214) },
  {
    notice: 'escalated',
    alert: richAlert,
    escalation: { route: 'soc', missed: [{ id: 'dlv_1', destination: 'pager' }], afterSeconds: 300 },
  },
  { notice: 'repeated', alert: richAlert, repetition: { number: 1, times: 3, everySeconds: 3_600 } },
  { notice: 'heartbeat', heartbeat: { route: 'routes[1]', at, everySeconds: 300 } },
];

describe('a Slack message', () => {
  it.each(notices)('about an alert that is $notice', (notice) => {
    expect(renderSlack(notice, 'full', consoleUrl)).toMatchSnapshot();
  });

  it.each(slackForms)('in the form %s', (form) => {
    expect(renderSlack({ notice: 'fired', alert: buildAlert() }, form, consoleUrl)).toMatchSnapshot();
  });

  it('case 53: is what Slack takes, with nothing in it that Slack acts on, whatever the alert holds', () => {
    fc.assert(
      fc.property(hostileNotice, fc.constantFrom(...slackForms), (notice, form) => {
        const message = { ...renderSlack(notice, form, consoleUrl) };
        expect(slackObjection(JSON.parse(JSON.stringify(message)))).toBeUndefined();
        expect(message.text.length).toBeLessThanOrEqual(4_000);
        const ours =
          /^<https:\/\/console\.example\/trailhound\/alerts(\/[0-9a-f]{64}|\?from=[\w.%-]+&amp;to=[\w.%-]+)\|Open>$/;
        const acted = slackTexts(message).flatMap(slackControls);
        expect(acted.filter((control) => !ours.test(control))).toEqual([]);
        const lines = textsOf(message).flatMap((text) => text.split('\n'));
        expect(lines.filter((line) => controls.test(line))).toEqual([]);
      }),
      hostileRuns,
    );
  });

  it('shows texts of records as code only, which no back quote ends', () => {
    const alert = buildAlert({ userAgent: '`*free*`', title: 'x' });
    const texts = slackTexts(renderSlack({ notice: 'fired', alert }, 'full'));
    expect(texts).toContain('*Client*\n`ˋ*free*ˋ`');
  });
});
