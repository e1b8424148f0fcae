import kafkajs from 'kafkajs';
import { describe, expect, it } from 'vitest';
import { isPassing } from './kafka-errors.js';

const refused = new kafkajs.KafkaJSConnectionError('connection refused');
// Said of a broker that has just come back and elects; kafkajs calls it final.
const notElected = Object.assign(new Error('Failed to find group coordinator'), {
  ...{ name: 'KafkaJSGroupCoordinatorNotFound', retriable: false },
});

describe('an error of a client', () => {
  it.each([
    [refused, true],
    [Object.assign(new Error('retries are over', { cause: refused }), { retriable: false }), true],
    [notElected, true],
    [new kafkajs.KafkaJSNonRetriableError('wrong password'), false],
    [new Error('a bug'), false],
  ])('%s passes by itself: %s', (error, expected) => {
    expect(isPassing(error)).toBe(expected);
  });
});
