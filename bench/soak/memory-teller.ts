// Loaded into the bot before its own program, with --expose-gc: tells how much of it is still in use, when it is asked.
process.on('message', () => {
  globalThis.gc?.();
  globalThis.gc?.();
  const { heapUsed, external, rss } = process.memoryUsage();
  process.send?.({ heapUsed, external, rss });
});
