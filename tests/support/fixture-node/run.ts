import { parseArgs } from 'node:util';
import { ONE } from './pool.ts';
import { startFixtureNode } from './node.ts';
import { missingMetadata } from './blob.ts';

// A fixture node for a person: npm run fixture-node -- --port 9944 --fund ADDRESS

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '9944' },
    metadata: { type: 'string', default: '424' },
    subnets: { type: 'string', default: '128' },
    validators: { type: 'string', default: '64' },
    seed: { type: 'string', default: '1' },
    'block-ms': { type: 'string', default: '12000' },
    fund: { type: 'string', multiple: true, default: [] },
  },
});

const missing = missingMetadata();
if (missing) throw new Error(missing.replace('skipped: ', ''));
const node = await startFixtureNode({
  port: Number(values.port),
  metadata: values.metadata === '393' ? 393 : 424,
  subnets: Number(values.subnets),
  validators: Number(values.validators),
  seed: Number(values.seed),
  blockMs: Number(values['block-ms']),
  balances: Object.fromEntries(values.fund.map((address) => [address, 1_000n * ONE])),
});
console.error(`A simulated Subtensor node, spec ${node.head().specVersion}, is at ${node.url}`);
console.error(
  'Its pools are simple ones: it shows how Adit behaves, not what the chain would pay.',
);
console.error(`ADIT_CHAIN_ENDPOINTS=${node.url} ADIT_CHAIN_GENESIS=${node.genesis} npm start`);
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void node.close().then(() => process.exit(0)));
}
