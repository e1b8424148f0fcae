import { writeFileSync } from 'node:fs';
import { startKafka } from '@trailhound/testkit/launchers';
import { testService } from '@trailhound/testkit/vitest';
import { expect, it } from 'vitest';
import { call } from '../../testing/captured-io.js';
import { sampleFolder } from '../../testing/sample-folder.js';

const kafka = testService(() => startKafka());

const rule = (id: string, eventName: string) => `id: ${id}\ncondition: eventName = "${eventName}"\n`;
const mute = (until: string) => `id: bot\nrules: [a]\nwhen: user = "bot"\nreason: r\nowner: o\n${until}`;

it('rules are pushed, listed and rolled back; what is refused changes nothing and says why', async () => {
  const at = sampleFolder({
    'rules/a.yaml': rule('a', 'X'),
    'rules/b.yaml': rule('b', 'X'),
    'mute/m.yaml': '# none\n',
  });
  const config = at('trailhound.yaml');
  writeFileSync(
    config,
    `rules: ['${at('rules')}']\nkafka: { brokers: ['${kafka.get().address}'], createTopics: true, topicPrefix: push. }\n`,
  );
  const rules = (verb: string, ...more: string[]) => call(['rules', verb, '--config', config, ...more]);

  expect(await rules('revisions')).toMatchObject({ exitCode: 0, stdout: '', stderr: 'nothing was pushed yet\n' });
  const first = await rules('push', '--note', 'the beginning');
  expect(first).toMatchObject({ exitCode: 0, lines: ['+ a', '+ b'] });
  expect(first.stderr).toContain('revision 1: 2 rules added');
  expect((await rules('push')).stderr).toContain('revision 1 has this content already');

  // A dry run shows the difference and changes nothing.
  writeFileSync(at('rules/a.yaml'), rule('a', 'Y'));
  writeFileSync(at('rules/b.yaml'), '# gone\n');
  const dry = await rules('push', '--dry-run');
  expect(dry).toMatchObject({ exitCode: 0, lines: ['~ a', '- b'] });
  expect(dry.stderr).toContain('1 rule changed, 1 removed; nothing was pushed');

  // One broken rule refuses all, with its place.
  writeFileSync(at('rules/c.yaml'), 'id: c\ncondition: eventName =\n');
  const broken = await rules('push');
  expect(broken.exitCode).toBe(1);
  expect(broken.stderr).toMatch(/c\.yaml:2:\d+: error [\w-]+ rule c/);
  expect(broken.stderr).toContain('nothing was pushed');
  writeFileSync(at('rules/c.yaml'), rule('c', 'Z'));

  // A suppression without an end needs --force, once.
  writeFileSync(at('mute/m.yaml'), mute(''));
  const withMute = ['--suppressions', at('mute')];
  const endless = await rules('push', ...withMute);
  expect(endless.exitCode).toBe(1);
  expect(endless.stderr).toContain('W-NO-END the suppression has no end');
  expect(await rules('push', ...withMute, '--force')).toMatchObject({
    exitCode: 0,
    lines: ['+ c', '~ a', '- b', '+ suppression bot'],
  });
  writeFileSync(at('rules/d.yaml'), rule('d', 'Z'));
  expect((await rules('push', ...withMute, '--format', 'json')).json()).toMatchObject([
    { outcome: 'pushed', revision: 3, changes: { rules: { added: 1, names: { added: ['d'] } } } },
  ]);

  // Nothing at all is most likely a mistake.
  expect(await rules('push', at('mute/none'))).toMatchObject({ exitCode: 2 });
  const none = await rules('push', at('rules/b.yaml'));
  expect(none).toMatchObject({ exitCode: 1 });
  expect(none.stderr).toContain('--force pushes none at all');

  expect((await rules('rollback', '9')).stderr).toContain('there is no revision 9 to bring back: there are 1 to 3');
  const back = await rules('rollback', '1', '--note', 'too noisy');
  expect(back).toMatchObject({ exitCode: 0, lines: ['+ b', '~ a', '- c', '- d', '- suppression bot'] });
  expect((await rules('revisions', '--format', 'ndjson')).json()).toMatchObject([
    { revision: 4, rollbackTo: 1, note: 'too noisy', rules: 2, suppressions: 0 },
    { revision: 3, rules: 3, suppressions: 1 },
    { revision: 2, by: expect.stringContaining('@') },
    { revision: 1, note: 'the beginning', from: at('rules') },
  ]);
  const [, , newest = ''] = (await rules('revisions')).lines;
  expect(newest.split(/ {2,}/).slice(0, 1)).toEqual(['4']);
}, 180_000);

it('without Kafka in the configuration there is nothing to push to, and the folders are followed anyway', async () => {
  const at = sampleFolder({ 'trailhound.yaml': 'rules: [./rules]\n' });
  const { exitCode, stderr } = await call(['rules', 'push', '--config', at('trailhound.yaml')]);
  expect(exitCode).toBe(2);
  expect(stderr).toContain('`trailhound up` follows the folders in `rules:` by itself');
});
