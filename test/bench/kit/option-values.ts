import { InvalidArgumentError } from 'commander';

/** Seconds, 0 among them, as an option's value. Throws InvalidArgumentError, which commander reports. */
export function seconds(text: string): number {
  if (!/^\d{1,4}(?:\.\d{1,3})?$/.test(text)) throw new InvalidArgumentError('give a number of seconds, such as 2.5.');
  return Number(text);
}

/** A whole number of at least 1, as an option's value. Throws InvalidArgumentError, which commander reports. */
export function count(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('give a whole number of at least 1.');
  return Number(text);
}
