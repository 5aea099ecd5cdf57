import * as v from 'valibot';
import { AppError } from '../../shared/errors.ts';
import { BoardWindow } from '../../protocol/board.ts';
import type { Hello } from '../../protocol/hello.ts';
import { LIMITS } from '../../protocol/limits.ts';
import { DeviceKey, Id, Sha256, Slug } from '../../protocol/primitives.ts';
import type { CoordinatorApp } from './app.ts';
import { parseParameter } from './body.ts';
import { createBriefCache } from './brief-cache.ts';
import type { HttpOptions } from './options.ts';

const BoardSubnet = v.optional(v.union([v.literal('all'), Slug]), 'all');
const Window = v.optional(BoardWindow, '24h');
const Limit = v.optional(
  v.pipe(
    v.string(),
    v.regex(/^\d{1,4}$/, 'must be a whole number'),
    v.transform(Number),
    v.minValue(1),
    v.maxValue(LIMITS.unitsPage),
  ),
  '20',
);

/** Many visitors ask for the same board: one answer serves them all for this long. */
const BRIEF_MS = 250;

/** Public reads: nobody signs, nothing changes. */
export function addReads(app: CoordinatorApp, options: HttpOptions): void {
  const { core, blobs, clock, facts } = options;
  const brief = createBriefCache(clock, BRIEF_MS);

  const subnets = () => brief('subnets', () => core.subnets());

  app.get('/v1/hello', async (c) => {
    const hello: Hello = { ...facts, timeMs: clock.now(), subnets: await subnets() };
    return c.json(hello);
  });

  app.get('/v1/blobs/:sha256', async (c) => {
    const sha256 = parseParameter('sha256', c.req.param('sha256'), Sha256);
    const access = await core.blobAccess(sha256);
    const bytes = access === 'owner' ? null : await blobs.get(sha256);
    if (!bytes) throw new AppError('blob.missing', `content ${sha256} is not here`);
    return c.body(bytes, 200, {
      'content-type': 'application/octet-stream',
      // No copy of a customer's item stays behind when the job is deleted.
      'cache-control':
        access === 'private' ? 'private, no-store' : 'public, max-age=31536000, immutable',
    });
  });

  app.get('/v1/devices/:deviceKey', async (c) => {
    const key = parseParameter('deviceKey', c.req.param('deviceKey'), DeviceKey);
    const device = await core.device(key);
    if (!device) throw new AppError('device.unknown', `device ${key} never registered here`);
    return c.json(device);
  });

  app.get('/v1/devices/:deviceKey/units', async (c) => {
    const key = parseParameter('deviceKey', c.req.param('deviceKey'), DeviceKey);
    const before = parseParameter('before', c.req.query('before'), v.optional(Id));
    const limit = parseParameter('limit', c.req.query('limit'), Limit);
    return c.json(await core.units(key, before ?? null, limit));
  });

  app.get('/v1/units/:unitId', async (c) => {
    const unitId = parseParameter('unitId', c.req.param('unitId'), Id);
    const unit = await core.unit(unitId);
    if (!unit) throw new AppError('not-found', `there is no unit ${unitId}`);
    return c.json(unit);
  });

  app.get('/v1/receipts/:submissionId', async (c) => {
    const submissionId = parseParameter('submissionId', c.req.param('submissionId'), Sha256);
    const receipt = await core.receipt(submissionId);
    if (!receipt) throw new AppError('not-found', `there is no receipt for ${submissionId}`);
    return c.json(receipt);
  });

  app.get('/v1/leaderboard', async (c) => {
    const subnet = parseParameter('subnet', c.req.query('subnet'), BoardSubnet);
    const known = await subnets();
    if (subnet !== 'all' && known.every(({ slug }) => slug !== subnet)) {
      throw new AppError('not-found', `there is no subnet ${subnet}`);
    }
    const window = parseParameter('window', c.req.query('window'), Window);
    const key = `board ${subnet} ${window}`;
    return c.json(await brief(key, () => core.leaderboard(subnet, window)));
  });

  app.get('/v1/network', async (c) => c.json(await brief('network', () => core.network())));
  app.get('/v1/network/validators', (c) => c.json(options.validators?.() ?? null));
  app.get('/v1/seeds', async (c) => c.json(await brief('seeds', () => core.seeds())));
}
