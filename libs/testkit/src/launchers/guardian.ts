// Runs one program and makes sure that it never outlives whoever started it: when this process's stdin closes, which
// happens however the parent ends, SIGKILL too, the program is told to stop and then killed.
// Usage: node guardian.ts LOG_FILE COMMAND [ARG …]; the first line on stdout is the program's pid.
import { spawn } from 'node:child_process';
import { openSync } from 'node:fs';
import { constants } from 'node:os';

const [logFile = '', command = '', ...args] = process.argv.slice(2);
const log = openSync(logFile, 'a');
const graceMs = 4000;

const program = spawn(command, args, { stdio: ['ignore', log, log] });
program.on('spawn', () => process.stdout.write(`${program.pid}\n`));
program.on('error', (error) => {
  process.stderr.write(`${command}: ${error.message}\n`);
  process.exit(127);
});
// As shells report it: 128 and the number of the signal.
program.on('exit', (code, signal) => process.exit(code ?? 128 + (signal ? constants.signals[signal] : 0)));

const stop = () => {
  program.kill('SIGTERM');
  program.kill('SIGCONT');
  setTimeout(() => program.kill('SIGKILL'), graceMs).unref();
};
process.stdin.resume();
process.stdin.on('end', stop);
process.stdin.on('error', stop);
process.on('SIGINT', () => undefined); // Ctrl-C reaches the whole group; the parent decides when to stop
process.on('SIGTERM', stop);
