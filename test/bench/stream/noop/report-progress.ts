/** Prints how many messages were done with every 50 ms, a JSON line each, until `total`; then ends the process. */
export function reportProgress(total: number): { add(count: number): void } {
  let count = 0;
  const print = (): void => {
    process.stdout.write(`${JSON.stringify({ atMs: performance.timeOrigin + performance.now(), count })}\n`);
  };
  const timer = setInterval(print, 50);
  return {
    add(more) {
      count += more;
      if (count < total) return;
      clearInterval(timer);
      print();
      process.stdout.write('', () => process.exit(0));
    },
  };
}
