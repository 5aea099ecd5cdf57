/** A Workbox manifest transform that keeps the first load and the screens of the build in `folder`. */
export function keepShellOnly(
  folder: string,
): <Entry extends { url: string }>(entries: Entry[]) => { manifest: Entry[]; warnings: string[] };
