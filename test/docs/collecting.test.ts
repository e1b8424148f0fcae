import { readFileSync } from 'node:fs';
import { parseConfig } from '@trailhound/runtime';
import { describe, expect, it } from 'vitest';

const page = readFileSync(new URL('../../docs/collecting.md', import.meta.url), 'utf8');
const blocks = (language: string) =>
  [...page.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'gm'))].map(([, text = '']) => text);

describe('docs/collecting.md', () => {
  it('shows configurations that are understood', () => {
    expect(blocks('yaml')).toHaveLength(4);
    for (const text of blocks('yaml')) {
      const parsed = parseConfig({
        file: { path: 'trailhound.yaml', text, folder: '/' },
        environment: {},
        workingDirectory: '/',
      });
      expect(parsed).toMatchObject({ ok: true });
    }
  });

  it('shows a policy that is JSON and allows nothing but what is called', () => {
    const [policy = '{}'] = blocks('json');
    const statements: { Action: string | string[] }[] = JSON.parse(policy).Statement;
    const actions = statements.flatMap(({ Action }) => Action);
    expect(actions.sort()).toEqual(
      [
        ...['kms:Decrypt', 's3:GetObject', 's3:GetObjectVersion', 'sqs:ChangeMessageVisibility'],
        ...['sqs:DeleteMessage', 'sqs:ReceiveMessage', 'sts:AssumeRole'],
      ].sort(),
    );
  });
});
