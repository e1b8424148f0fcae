/** Work on one record or batch, seconds: 0.5 ms to 1 s. */
export const processingSeconds: readonly number[] = [
  0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1,
];

/** A request to a destination or an answer of the API, seconds. */
export const requestSeconds: readonly number[] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** From event time (or delivery by AWS) to notification, seconds: CloudTrail itself is minutes late. */
export const endToEndSeconds: readonly number[] = [1, 5, 15, 30, 60, 120, 300, 600, 900, 1800];
