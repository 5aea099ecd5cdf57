/** Keys of files without an adapter that cases refer to: tables, not groups. */
export const TABLES: Readonly<Record<string, readonly string[]>> = {
  '68-nova': [
    'reaction_table',
    'building_blocks',
    'nanobody_string_config',
    'blueprint_2026_filter_thresholds',
  ],
};
