import type { Page } from '@playwright/test';
import { axeViolations } from './axe.ts';

interface Look {
  readonly width: number;
  readonly colorScheme: 'light' | 'dark';
}

/** For the steps of a way through the product: each width and each theme once. */
const SOME: readonly Look[] = [
  { width: 320, colorScheme: 'light' },
  { width: 1280, colorScheme: 'dark' },
];
/** For a screen by itself. */
export const EVERY_LOOK: readonly Look[] = [
  ...SOME,
  { width: 320, colorScheme: 'dark' },
  { width: 1280, colorScheme: 'light' },
];

/**
 * Looks at the page as it stands, narrow and light, wide and dark.
 *
 * @param step where the page is, for the report
 * @returns what does not fit and what axe-core finds
 */
export async function faultsOf(page: Page, step: string, looks = SOME): Promise<string[]> {
  const faults: string[] = [];
  for (const { width, colorScheme } of looks) {
    await page.setViewportSize({ width, height: 800 });
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    // Colours of the theme before are about until the next frame is drawn and has faded over.
    await page.evaluate(async () => {
      await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
      const fading = document
        .getAnimations()
        .filter((one) => one.effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY);
      await Promise.allSettled(fading.map((one) => one.finished));
    });
    const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    if (over > 0) faults.push(`${step} at ${width} px, ${colorScheme}: ${over} px too wide`);
    const found = await axeViolations(page);
    faults.push(...found.map((one) => `${step} at ${width} px, ${colorScheme}: ${one}`));
  }
  return faults;
}
