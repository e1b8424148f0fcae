import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { consoleUrl, controls, digestOf, hostileNotice, hostileRuns, richAlert } from '../../testing/hostile-alerts.js';
import { renderMail } from './render.js';

describe('a mail', () => {
  it('says the same as text and as HTML', () => {
    expect(renderMail({ notice: 'fired', alert: richAlert }, consoleUrl)).toMatchSnapshot();
  });

  it('lists the alerts of a digest and counts those it has no room for', () => {
    expect(renderMail({ notice: 'digest', digest: digestOf(richAlert, 214) }, consoleUrl)).toMatchSnapshot();
  });

  it('case 55: has one line of subject, and no markup but its own, whatever the alert holds', () => {
    fc.assert(
      fc.property(hostileNotice, (notice) => {
        const { subject, text, html } = renderMail(notice, consoleUrl);
        expect(subject).toMatch(/^[^\p{Cc}]{1,180}$/u);
        expect(text.split('\n').filter((line) => controls.test(line))).toEqual([]);
        const tags = new Set(html.match(/<[^>]*>/g)?.map((tag) => tag.replace(/^<(\/?[!a-z0-9]+).*$/s, '$1')));
        const ours = ['!doctype', 'html', 'body', 'h2', 'h3', 'p', 'table', 'tr', 'td', 'b', 'code', 'a'];
        expect([...tags].filter((tag) => !ours.includes(tag.replace('/', '')))).toEqual([]);
        for (const [, href = ''] of html.matchAll(/href="([^"]*)"/g)) expect(href).toMatch(/^https?:\/\//);
        expect(html.replace(/&(amp|lt|gt|quot|#39);/g, '')).not.toContain('&');
      }),
      hostileRuns,
    );
  });
});
