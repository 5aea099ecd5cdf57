// @vitest-environment happy-dom
import { fireEvent, render, screen } from '@testing-library/svelte';
import { describe, expect, it, vi } from 'vitest';
import ConsentSheet from '../../../src/features/consent/ConsentSheet.svelte';
import type { Consent } from '../../../src/miner/snapshot.ts';
import { manifest } from '../../../src/subnets/score/manifest.ts';
import { HELLO } from './snapshot.ts';

function open(change: { last?: Consent | null; msPerItem?: number | null } = {}) {
  const onagree = vi.fn<(consent: Consent) => void>();
  const onclose = vi.fn();
  const info = HELLO.subnets[0] ?? null;
  render(ConsentSheet, {
    manifest,
    purpose: manifest.purpose,
    info,
    msPerItem: null,
    last: null,
    onagree,
    onclose,
    ...change,
  });
  return { onagree, onclose };
}

const box = () => screen.getByTestId<HTMLInputElement>('consent-agree');
const start = () => fireEvent.click(screen.getByTestId('consent-start'));

describe('the consent sheet', () => {
  it('starts nothing until the box is ticked, and says so', async () => {
    const { onagree } = open();
    expect(box().checked).toBe(false);

    await start();

    expect(onagree).not.toHaveBeenCalled();
    expect(screen.getByRole('alert').textContent).toContain('Tick the box');
  });

  it('agrees to half the device and a pause when hidden, with nothing else switched on', async () => {
    const { onagree } = open();

    await fireEvent.click(box());
    await start();

    expect(onagree).toHaveBeenCalledOnce();
    expect(onagree.mock.calls[0]?.[0]).toMatchObject({
      subnets: ['score'],
      gpuShare: 0.5,
      stopOnBattery: false,
      hiddenTab: 'pause',
    });
  });

  it('says what is downloaded, and how much an hour once the speed is known', () => {
    open({ msPerItem: 1000 });

    const text = document.body.textContent;
    expect(text).toContain('25 MB once');
    expect(text).toMatch(/About 360 MB an hour/);
  });

  it('fills in the limits of last time but never the agreement', async () => {
    const last: Consent = {
      subnets: ['score'],
      gpuShare: 0.8,
      stopOnBattery: true,
      hiddenTab: 'continue',
      agreedMs: 1,
    };
    const { onagree } = open({ last });
    expect(box().checked).toBe(false);

    await fireEvent.click(box());
    await start();

    const { agreedMs, ...limits } = onagree.mock.calls[0]?.[0] ?? { agreedMs: 0 };
    expect(limits).toEqual({
      subnets: ['score'],
      gpuShare: 0.8,
      stopOnBattery: true,
      hiddenTab: 'continue',
    });
    expect(agreedMs).toBeGreaterThan(1);
  });
});
