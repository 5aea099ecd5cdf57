import { setup } from './setup.mjs';

// npm run build: everything a start needs, without starting.

await setup();
