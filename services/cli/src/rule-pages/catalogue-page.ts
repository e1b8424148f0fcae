import type { RuleDescription } from '@trailhound/rules';
import { html, link, type Markup } from './html.js';
import { page } from './page.js';
import { attackUrl, table } from './rule-page.js';

/** The first page: every rule, searchable by title, id and API call, and what they cover. */
export function cataloguePage(rules: readonly RuleDescription[], hrefOf: (id: string) => string | undefined): string {
  const named = (id: string) => link(hrefOf(id) ?? '', id);
  const byKey = (keys: (rule: RuleDescription) => readonly string[]) => grouped(rules, keys);
  const coverage = (groups: ReadonlyMap<string, readonly RuleDescription[]>, head: (key: string) => Markup) =>
    table(
      ['', 'Rules'],
      [...groups].map(([key, own]) => [head(key), html`${own.map((rule) => html`${named(rule.id)} `)}`]),
    );
  const techniques = byKey(({ frameworks }) => frameworks.attackTechniques);
  const cis = byKey(({ frameworks }) => frameworks.cis);
  const events = byKey(({ eventNames }) => eventNames);
  const body = html`<h1>Detection rules</h1>
<p class="facts">${rules.length} rules, ${rules.filter(({ enabled }) => enabled).length} turned on · ${techniques.size} ATT&amp;CK techniques · ${cis.size} CIS controls · ${events.size} event names</p>
<p><input type="search" id="search" placeholder="Search by API call, title, id or pack, such as StopLogging" aria-label="Search rules"></p>
<table id="rules"><thead><tr><th>Rule</th><th>Severity</th><th>Language</th><th>Pack</th><th>Event names</th></tr></thead><tbody>
${rules.map((rule) => html`<tr><td>${link(hrefOf(rule.id) ?? '', rule.title)}<br><code class="dim">${rule.id}</code></td><td><span class="severity ${rule.severity}">${rule.severity}</span></td><td>${rule.language}</td><td>${rule.pack ?? ''}</td><td>${rule.eventNames.join(', ')}</td></tr>`)}
</tbody></table>
<h2 id="attack">MITRE ATT&amp;CK</h2>${coverage(techniques, (id) => link(attackUrl(id), id))}
<h2 id="cis">CIS AWS Foundations</h2>${coverage(cis, (id) => html`${id}`)}
<h2 id="events">Event names</h2>${coverage(events, (name) => html`<code>${name}</code>`)}`;
  return page('Detection rules', body, filterScript);
}

/** Hides the rows without the words typed. */
const filterScript = `
const rows = [...document.querySelectorAll('#rules tbody tr')].map((row) => [row, row.textContent.toLowerCase()]);
document.getElementById('search').addEventListener('input', (event) => {
  const words = event.target.value.toLowerCase().split(/\\s+/);
  for (const [row, text] of rows) row.hidden = !words.every((word) => text.includes(word));
});`;

function grouped(
  rules: readonly RuleDescription[],
  keys: (rule: RuleDescription) => readonly string[],
): ReadonlyMap<string, readonly RuleDescription[]> {
  const groups = new Map<string, RuleDescription[]>();
  for (const rule of rules) for (const key of keys(rule)) groups.set(key, [...(groups.get(key) ?? []), rule]);
  return new Map([...groups].sort(([a], [b]) => a.localeCompare(b, 'en', { numeric: true })));
}
