import { MissingPrerequisite } from '@trailhound/testkit/launchers';
import { expect, test } from 'vitest';
import { BenchFailure } from './failure.js';
import { needed, orSkipped } from './prerequisite.js';

const lacking = async (): Promise<never> => {
  throw new MissingPrerequisite('no Java');
};
const broken = async (): Promise<never> => {
  throw new TypeError('broken');
};

test('a benchmark that cannot be run on this machine ends with what is missing', async () => {
  await expect(needed(lacking)).rejects.toThrow(BenchFailure);
  await expect(needed(lacking)).rejects.toThrow('no Java');
  await expect(needed(broken)).rejects.toThrow(TypeError);
  expect(await needed(async () => 1)).toBe(1);
});

test('a part that cannot be run on this machine is skipped with a sentence, and a defect is no such thing', async () => {
  const said: string[] = [];
  const io = { say: (line: string) => void said.push(line) };
  expect(await orSkipped('redis', lacking, io)).toBeUndefined();
  expect(said).toEqual(['skipped, redis: no Java']);
  await expect(orSkipped('redis', broken, io)).rejects.toThrow(TypeError);
  expect(await orSkipped('redis', async () => 1, io)).toBe(1);
});
