import type { Parsed } from '@trailhound/contracts';
import { expect, it } from 'vitest';
import { loadContent } from '../revisions/load-content.js';
import { noContent, type RulesContent } from '../revisions/rules-content.js';
import { addSuppression, endSuppression, removeSuppression, replaceSuppression } from './edit-suppressions.js';
import { judgeEdit } from './judge-edit.js';

const nowMs = Date.UTC(2026, 0, 15);
const keys = {
  id: 'bot',
  rules: ['burst'],
  when: 'user = "deploy-bot"',
  reason: 'It probes: its own "permissions".',
  owner: 'platform@example.com',
  until: '2026-02-01',
};
const neighbour = `# of the scanner
- id: scanner
  rules: ["*"]
  when: sourceIPAddress = "192.0.2.1"
  reason: Ours.
  owner: sec@example.com
  until: 2026-03-01
- id: other
  rules: [burst]
  when: user = "x"
  reason: Theirs.
  owner: sec@example.com
  from: 2026-02-01
  until: 2026-03-01
`;
const content: RulesContent = { ...noContent, suppressions: [{ path: 'mute.yaml', text: neighbour }] };
const load = (given: RulesContent) => loadContent(given, nowMs);
const done = (edited: Parsed<RulesContent>): RulesContent => {
  if (!edited.ok) throw new Error(JSON.stringify(edited.problems));
  return edited.value;
};
const one = (id: string, given = content) => {
  const found = load(given).suppressions.find((suppression) => suppression.id === id);
  if (found === undefined) throw new Error(`no suppression ${id}`);
  return found;
};
const judged = (after: RulesContent, id: string, force = false) =>
  judgeEdit(load(content), load(after), { only: { suppressions: id }, force });

it('a new suppression says what was sent', () => {
  const after = done(addSuppression(content, keys));
  expect(judged(after, 'bot')).toEqual([]);
  expect(one('bot', after)).toMatchObject({ rules: ['burst'], reason: keys.reason, untilMs: Date.UTC(2026, 1, 1) });
});

it.each([
  ['without an end', undefined],
  ['of over 90 days', '2026-04-16'],
])('one %s is refused with what to do, unless it is wanted', (_, until) => {
  const after = done(addSuppression(content, { ...keys, until }));
  expect(judged(after, 'bot')).toMatchObject([
    { code: 'SUPPRESSION_ENDLESS', fix: expect.stringContaining('force=true'), place: { line: 1 } },
  ]);
  expect(judged(after, 'bot', true)).toEqual([]);
});

it('one said anew keeps nothing of what it was, and its neighbours and comments stay', () => {
  const after = done(
    replaceSuppression(content, one('scanner'), { ...keys, id: 'scanner', packs: ['p'], until: '2026-02-02' }),
  );
  expect(judged(after, 'scanner')).toEqual([]);
  expect(one('scanner', after)).toMatchObject({ rules: ['burst'], packs: ['p'], owner: 'platform@example.com' });
  expect(after.suppressions[0]?.text).toContain('# of the scanner');
});

it('one that is ended mutes until now and no longer; one that has not begun is gone', () => {
  const ended = done(endSuppression(content, one('scanner'), nowMs));
  expect(one('scanner', ended).untilMs).toBe(nowMs);
  expect(done(endSuppression(ended, one('scanner', ended), nowMs + 5))).toBe(ended);
  const gone = done(endSuppression(content, one('other'), nowMs));
  expect(load(gone).suppressions.map(({ id }) => id)).toEqual(['scanner']);
});

it('one that is removed takes its file with it when it was the last', () => {
  const left = done(removeSuppression(content, one('other')));
  expect(judged(left, 'other')).toEqual([]);
  expect(done(removeSuppression(left, one('scanner', left))).suppressions).toEqual([]);
});
