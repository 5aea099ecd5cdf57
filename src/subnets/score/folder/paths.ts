// Paths as an operator's folder has them: relative, with forward slashes.

const PICTURE = /\.(jpe?g|png|webp)$/i;
const CLIP = /\.(mp4|m4v|webm)$/i;

export function isPicture(path: string): boolean {
  return PICTURE.test(path);
}

export function isClip(path: string): boolean {
  return CLIP.test(path);
}

/** A file that labels a whole clip. */
export function isClipLabels(path: string): boolean {
  return /(^|\/)(gt\.txt|(.+\.)?truth\.json)$/.test(path);
}

/** `a/b/c.jpg` → `a/b`; empty for a file at the top. */
export function folderOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash === -1 ? '' : path.slice(0, slash);
}

/** `a/b/c.jpg` → `c`. */
export function stemOf(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const dot = name.lastIndexOf('.');
  return dot <= 0 ? name : name.slice(0, dot);
}

export function join(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}

/** The folder and those above it, nearest first. */
export function upwards(folder: string): string[] {
  const found = [folder];
  for (let at = folder; at !== '';) {
    at = folderOf(at);
    found.push(at);
  }
  return found;
}

const collator = new Intl.Collator('en', { numeric: true });

/** Order of frames: numbers in names count as numbers. */
export function byName(a: string, b: string): number {
  return collator.compare(a, b) || (a < b ? -1 : a > b ? 1 : 0);
}
