// Loaded into a process before everything else (`node --import`): its wall clock is wrong from then on. Timers run on.
import process from 'node:process';

const RealDate = Date;
const startedMs = RealDate.now();
const shiftMs = Number(process.env.CHAOS_CLOCK_SHIFT_MS ?? 0) * (process.pid % 2 === 0 ? 1 : -1);
const jumpAfterMs = Number(process.env.CHAOS_CLOCK_JUMP_AFTER_MS ?? Number.POSITIVE_INFINITY);

function now() {
  const realMs = RealDate.now();
  return realMs - startedMs < jumpAfterMs ? realMs + shiftMs : realMs - shiftMs;
}

globalThis.Date = class ShiftedDate extends RealDate {
  constructor(...args) {
    if (args.length === 0) super(now());
    else super(...args);
  }

  static now() {
    return now();
  }
};
