import { parentPort, workerData } from 'node:worker_threads';

// A thread for tests: echoes, fails, dies or hangs, as it is asked.

parentPort.on('message', ({ id, question }) => {
  if (question === 'die') process.exit(3);
  if (question === 'hang') return;
  if (question === 'fail') parentPort.postMessage({ id, failed: 'as asked' }, []);
  else parentPort.postMessage({ id, answer: `${workerData.name}: ${question}` }, []);
});
