import { expect, test } from 'vitest';
import { fragmentOf, fromFragment } from '../../../../src/features/judge/share.ts';

test('an input comes back from its link', async () => {
  const input = { tags: ['größe', '文'], weights: [0.1, -3], none: null };

  const fragment = await fragmentOf(input);

  expect(fragment).toMatch(/^#i=[\w-]+$/);
  expect(await fromFragment(fragment)).toEqual(input);
});

test('an input that makes too long a link has none', async () => {
  let seed = 1;
  const noise = Array.from({ length: 4000 }, () => (seed = (seed * 48_271) % 2_147_483_647));

  expect(await fragmentOf({ noise })).toBe('');
});

test('a link that was cut short says so', async () => {
  const fragment = await fragmentOf({ text: 'a sentence that is long enough to be cut' });

  await expect(fromFragment(fragment.slice(0, 20))).rejects.toMatchObject({
    code: 'input.malformed',
  });
  expect(await fromFragment('#elsewhere')).toBeNull();
});
