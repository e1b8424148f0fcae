import { Option } from 'commander';
import { count } from './option-values.js';

/** `--rounds`, as every benchmark has it that measures in turns. */
export function roundsOption(rounds = 3): Option {
  return new Option('--rounds <n>', 'rounds of which the median counts').argParser(count).default(rounds);
}

/** `--seed`: equal seeds make equal corpora. */
export function seedOption(): Option {
  return new Option('--seed <text>', 'seed of the own corpus').default('trailhound');
}
