import { readFileSync } from 'node:fs';
import { openEmbeddedStores } from '@trailhound/adapter-embedded';
import { createRulesState } from '@trailhound/matcher';
import { noContent, type RulesContent } from '@trailhound/rules';
import { systemClock } from '@trailhound/runtime';
import { describe, expect, it } from 'vitest';
import { call } from '../../testing/captured-io.js';
import { sampleFolder } from '../../testing/sample-folder.js';

const rule = 'id: stop\ncondition: eventName = "StopLogging"\n';
const content = (path: string, text: string): RulesContent => ({ ...noContent, rules: [{ path, text }] });

/** The data folder of an `up` that pushed these and ended. */
async function installation(...pushed: readonly RulesContent[]) {
  const at = sampleFolder({ 'trailhound.yaml': 'rules: [rules]\ndata: ./data\n', 'rules/a.yaml': rule });
  if (pushed.length === 0) return at;
  const stores = openEmbeddedStores(at('data'), { clock: systemClock });
  const state = createRulesState({ log: stores.log, clock: systemClock });
  const running = state.run();
  for (const one of pushed) {
    await state.push(one, { at: '2026-01-15T00:00:00.000Z', by: 'the folder watcher', from: 'rules' });
  }
  await state.stop();
  await running;
  await stores.close();
  return at;
}

describe('rules revisions of one process that does not run', () => {
  it('lists what was in force, newest first', async () => {
    const at = await installation(
      content('rules/a.yaml', rule),
      content('rules/a.yaml', rule.replace('Stop', 'Start')),
    );
    const { exitCode, json } = await call([
      ...['rules', 'revisions', '--config', at('trailhound.yaml'), '--format', 'ndjson'],
    ]);
    expect(exitCode).toBe(0);
    expect(json()).toMatchObject([
      { revision: 2, changes: { rules: { changed: 1 } } },
      { revision: 1, by: 'the folder watcher' },
    ]);
  });

  it('writes the files of one into a new folder, and over none that is there', async () => {
    const at = await installation(content('rules/own/a.yaml', rule), content('rules/own/a.yaml', 'id: other\n'));
    const args = ['rules', 'revisions', '--config', at('trailhound.yaml'), '--export', '1', '--to', at('back')];
    const { exitCode, lines } = await call(args);
    expect([exitCode, lines]).toEqual([0, [at('back/rules/rules/own/a.yaml')]]);
    expect(readFileSync(at('back/rules/rules/own/a.yaml'), 'utf8')).toBe(rule);
    expect(await call(args)).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('is there already') });
  });

  it('writes nothing outside of the folder', async () => {
    const at = await installation(content('../../out.yaml', rule));
    const args = ['rules', 'revisions', '--config', at('trailhound.yaml'), '--export', '1', '--to', at('back')];
    expect(await call(args)).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('leads out of') });
  });

  it('says where nothing was pushed, or no such revision is kept', async () => {
    const none = await installation();
    const listed = await call(['rules', 'revisions', '--config', none('trailhound.yaml')]);
    expect(listed).toMatchObject({ exitCode: 0, stderr: expect.stringContaining('nothing was pushed yet') });
    const at = await installation(content('rules/a.yaml', rule));
    const missing = await call([
      ...['rules', 'revisions', '--config', at('trailhound.yaml'), '--export', '9', '--to', at('back')],
    ]);
    expect(missing).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('there are 1 to 1') });
  });

  it('and a rollback, which the folders would undo, is refused with what to do', async () => {
    const at = await installation(content('rules/a.yaml', rule));
    const { exitCode, stderr } = await call(['rules', 'rollback', '1', '--config', at('trailhound.yaml')]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('rules revisions --export');
  });
});
