import type { RuleDescription } from '@trailhound/rules';
import { html, link, type Markup } from './html.js';
import { page } from './page.js';

/** A rule's page. `hrefOf` answers where another rule's page is; undefined where it has none. */
export function rulePage(rule: RuleDescription, hrefOf: (id: string) => string | undefined): string {
  const facts = [
    rule.language,
    rule.pack && `pack ${rule.pack}`,
    `${rule.file}:${rule.line}`,
    !rule.enabled && 'turned off',
  ]
    .filter(Boolean)
    .join(' · ');
  const { attackTechniques, attackTactics, cis } = rule.frameworks;
  const index = hrefOf('');
  const body = html`${index === undefined ? '' : html`<p>${link(index, 'All rules')}</p>`}
<p><span class="severity ${rule.severity}">${rule.severity}</span> <code>${rule.id}</code></p>
<h1>${rule.title}</h1>
<p class="facts">${facts}</p>
${rule.description === undefined ? '' : html`<p>${rule.description}</p>`}
<h2>Condition</h2>
<pre>${rule.condition.join('\nand ')}</pre>
<details><summary>As written</summary><pre>${rule.source}</pre></details>
<p>Counting: ${rule.counting}.</p>
${section(
  'Exclusions',
  rule.exclusions.length > 0 &&
    table(
      ['Field', 'Kind', 'Excluded values'],
      rule.exclusions.map(({ field, operator, values }) => [html`<code>${field}</code>`, operator, values.join(', ')]),
    ),
)}
${section(
  'Indicators',
  rule.indicators.length > 0 &&
    table(
      ['Field', 'Kind', 'Values', 'Other rules'],
      rule.indicators.map(({ field, operator, values, usedByOthers }) => [
        html`<code>${field}</code>`,
        operator,
        values.join(', '),
        String(usedByOthers),
      ]),
    ),
)}
${section('Rules watching the same event names', rule.watchingTheSame.length > 0 && html`<ul>${rule.watchingTheSame.map((id) => html`<li>${ruleLink(id, hrefOf)}</li>`)}</ul>`)}
${section(
  'Output fields',
  table(
    ['Field', 'Source'],
    rule.outputFields.map(({ name, source }) => [html`<code>${name}</code>`, html`<code>${source}</code>`]),
  ),
)}
${section('Coverage', html`<p>MITRE ATT&amp;CK: ${attackLinks([...attackTactics, ...attackTechniques])}<br>CIS AWS Foundations: ${cis.join(', ') || 'none named'}<br>Tests: ${rule.tests}</p>`)}
${section('False positives', rule.falsePositives.length > 0 && html`<ul>${rule.falsePositives.map((text) => html`<li>${text}</li>`)}</ul>`)}
${section('Runbook', rule.runbook !== undefined && html`<p>${link(rule.runbook, rule.runbook)}</p>`)}
${section('References', rule.references.length > 0 && html`<ul>${rule.references.map((text) => html`<li>${link(text, text)}</li>`)}</ul>`)}`;
  return page(rule.title, body);
}

export function table(headings: readonly string[], rows: readonly (readonly (string | Markup)[])[]): Markup {
  return html`<table><thead><tr>${headings.map((heading) => html`<th>${heading}</th>`)}</tr></thead><tbody>${rows.map((row) => html`<tr>${row.map((cell) => html`<td>${cell}</td>`)}</tr>`)}</tbody></table>`;
}

function section(title: string, content: Markup | false): Markup {
  return content === false ? html`` : html`<h2>${title}</h2>${content}`;
}

function ruleLink(id: string, hrefOf: (id: string) => string | undefined): Markup {
  const href = hrefOf(id);
  return href === undefined ? html`<code>${id}</code>` : link(href, id);
}

function attackLinks(ids: readonly string[]): Markup {
  if (ids.length === 0) return html`none named`;
  return html`${ids.map((id) => html`${link(attackUrl(id), id)} `)}`;
}

/** MITRE's address of a tactic or technique; a sub-technique's dot is a slash. */
export function attackUrl(id: string): string {
  return id.startsWith('TA')
    ? `https://attack.mitre.org/tactics/${id}/`
    : `https://attack.mitre.org/techniques/${id.replace('.', '/')}/`;
}
