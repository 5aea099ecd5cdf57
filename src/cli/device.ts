import { AppError } from '../shared/errors.ts';
import { coordinatorUrl, positiveNumber, readArguments } from './headless/arguments.ts';
import { startDevice } from './headless/device.ts';
import { type Report, runCommand, say } from './headless/output.ts';

// npm run device -- --coordinator URL [--name NAME] [--subnet SLUG] [--strength 0.1..1]
//                   [--fake-share 0..1] [--seconds N] [--json]
// A device without a browser that mines on this machine's processor. With --fake-share it makes
// up that share of its answers, to show how cheating is caught. ADIT_DEMO_TOKEN marks it as demo.

const { values } = readArguments({
  options: {
    coordinator: { type: 'string' },
    name: { type: 'string', default: 'headless' },
    subnet: { type: 'string', default: 'score' },
    strength: { type: 'string', default: '1' },
    'fake-share': { type: 'string', default: '0' },
    seconds: { type: 'string' },
    out: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});

async function device(): Promise<Report> {
  const { coordinator, name, subnet } = values;
  if (!coordinator) throw new AppError('input.malformed', 'name a coordinator: --coordinator URL');
  const fakeShare = Number(values['fake-share']);
  if (!(fakeShare >= 0 && fakeShare <= 1)) {
    throw new AppError('input.malformed', '--fake-share takes a number from 0 to 1');
  }
  const seconds = values.seconds === undefined ? null : positiveNumber('seconds', values.seconds);
  let said = '';
  const { deviceKey, loop } = await startDevice({
    url: coordinatorUrl(coordinator),
    subnet,
    name,
    strength: positiveNumber('strength', values.strength),
    fakeShare,
    demoToken: process.env['ADIT_DEMO_TOKEN'],
    onView: ({ reason }) => {
      if (reason.code === said || reason.code === 'working') return;
      said = reason.code;
      if (!['claiming', 'submitting'].includes(said))
        say(`${name}: ${said} ${reason.values['message'] ?? ''}`);
    },
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => loop.stop());
  if (seconds !== null) setTimeout(() => loop.finish(), seconds * 1000);
  await loop.ended;
  const { totals, msPerItem, recent, error } = loop.view();
  if (error) throw new AppError(error.code, error.message);
  return { summary: { deviceKey, ...totals, msPerItem }, raw: { deviceKey, totals, recent } };
}

await runCommand({ json: values.json, out: values.out }, device);
