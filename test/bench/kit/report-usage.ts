// Loaded into a measured program with --import: says what it used, as JSON on descriptor 3, when it ends.
import { writeSync } from 'node:fs';

process.on('exit', () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  const used = { cpuSeconds: (userCPUTime + systemCPUTime) / 1e6, peakMemoryMiB: Math.round(maxRSS / 1024) };
  writeSync(3, JSON.stringify(used));
});
