// node tests/peers/chopsticks-node.mjs (after `npm install` in tests/peers): runs the runtime of a
// real Substrate chain, Rococo's asset hub, from its genesis on the loopback. Prints one line of
// JSON, {"url"}, when it listens; ends when its stdin ends.
import { BuildBlockMode, setupWithServer } from '@acala-network/chopsticks';
import { rococo_v2_2_asset_hub as specification } from '@substrate/connect-known-chains';

const node = await setupWithServer({
  genesis: JSON.parse(specification),
  'build-block-mode': BuildBlockMode.Instant,
  'mock-signature-host': false,
  host: '127.0.0.1',
  port: 0,
});
process.stdout.write(`${JSON.stringify({ url: `ws://${node.addr}` })}\n`);
process.stdin.resume();
process.stdin.on('end', () => node.close().finally(() => process.exit(0)));
