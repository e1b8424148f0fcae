import kafkajs from 'kafkajs';
import { describe, expect, it } from 'vitest';
import { isPassing } from './kafka-errors.js';

describe('an error of a client', () => {
  it.each([
    [new kafkajs.KafkaJSConnectionError('connection refused'), true],
    [
      new kafkajs.KafkaJSNumberOfRetriesExceeded(new kafkajs.KafkaJSConnectionError('refused'), {
        retryCount: 5,
        retryTime: 1,
      }),
      true,
    ],
    // Said of a broker that has just come back and elects; kafkajs calls it final.
    [
      new kafkajs.KafkaJSGroupCoordinatorNotFound('Failed to find group coordinator', { retryCount: 5, retryTime: 1 }),
      true,
    ],
    [new kafkajs.KafkaJSSASLAuthenticationError('wrong password'), false],
    [new Error('a bug'), false],
  ])('%s passes by itself: %s', (error, expected) => {
    expect(isPassing(error)).toBe(expected);
  });
});
