import { InvalidArgumentError } from 'commander';

/** A whole number of at least 1, as an option's value. Throws InvalidArgumentError, which commander reports. */
export function count(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('give a whole number of at least 1.');
  return Number(text);
}
