import { HOTKEY_KEYS } from '../hotkeys/from-environment.ts';
import { CONFIG_KEYS, type ConfigKey, framesKey } from './keys.ts';

/** Text of docs/configuration.md. */
export function configurationPage(slugs: readonly string[]): string {
  const keys: readonly Omit<ConfigKey, 'schema'>[] = [
    ...Object.values(CONFIG_KEYS),
    ...slugs.map(framesKey),
    ...HOTKEY_KEYS.map((row) => ({ ...row, fallback: '' })),
  ];
  const rows = keys.map(
    ({ name, fallback, description, allowed }) =>
      `| \`${name}\` | ${fallback === '' ? 'not set' : `\`${fallback}\``} | ${description} | ${allowed} |`,
  );
  return [
    '# Configuration',
    '',
    'The coordinator reads these keys from the environment. A value that is not allowed ends the start with a message that names the key.',
    '',
    '| key | default | meaning | allowed |',
    '| --- | --- | --- | --- |',
    ...rows,
    '',
  ].join('\n');
}
