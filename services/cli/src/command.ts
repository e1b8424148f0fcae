import type { Command } from 'commander';
import type { Io } from './io.js';

export type SetExitCode = (code: number) => void;

/** Adds one subcommand of `trailhound` to its parent. */
export type AddCommand = (parent: Command, io: Io, setExitCode: SetExitCode) => void;
