import { testLogger } from '@trailhound/testkit/vitest';
import { describe, expect, it } from 'vitest';
import { Reachability } from './reachability.js';

const refused = new Error('connect ECONNREFUSED');
const loading = Object.assign(new Error('the coordinator is loading'), { type: 'GROUP_LOAD_IN_PROGRESS' });

function at() {
  const time = { nowMs: 1_000 };
  const logger = testLogger();
  const said = () =>
    logger.entries.filter(({ level }) => level !== 'debug').map(({ level, message }) => [level, message]);
  return { time, said, reachability: new Reachability(logger, () => time.nowMs) };
}

describe('brokers that cannot be used', () => {
  it('are named once, however often they fail, and once when they are back', () => {
    const { time, said, reachability } = at();
    for (let attempt = 0; attempt < 5; attempt += 1) reachability.failed(refused);
    time.nowMs += 5_000;
    reachability.answered();
    reachability.answered();
    expect(said()).toEqual([
      ['warn', 'Kafka cannot be reached; waiting until it can, nothing is dropped'],
      ['info', 'Kafka is reachable again'],
    ]);
  });

  it('and are back are no new incident where an attempt of the time before fails late', () => {
    const { time, said, reachability } = at();
    reachability.failed(refused);
    time.nowMs += 5_000;
    reachability.answered();
    time.nowMs += 200;
    reachability.failed(refused);
    reachability.answered();
    expect(said()).toHaveLength(2);
  });

  it('again after they were back are named again, soon after that once they have been away for ten seconds', () => {
    const { time, said, reachability } = at();
    reachability.failed(refused);
    reachability.answered();
    reachability.failed(refused);
    time.nowMs += 10_000;
    reachability.failed(refused);
    expect(said()).toHaveLength(3);
    reachability.answered();
    time.nowMs += 10_000;
    reachability.failed(refused);
    expect(said()).toHaveLength(5);
  });

  it('that answer "not yet" are no incident before ten seconds', () => {
    const { time, said, reachability } = at();
    reachability.failed(loading);
    time.nowMs += 9_999;
    reachability.failed(loading);
    expect(said()).toEqual([]);
    time.nowMs += 1;
    reachability.failed(loading);
    reachability.failed(loading);
    expect(said()).toEqual([['warn', expect.stringMatching(/does not do what is asked/)]]);
  });

  it('that answered "not yet" and then did leave no word', () => {
    const { said, reachability } = at();
    reachability.failed(loading);
    reachability.answered();
    expect(said()).toEqual([]);
  });
});
