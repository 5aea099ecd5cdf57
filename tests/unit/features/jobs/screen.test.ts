// @vitest-environment happy-dom
import { fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { describe, expect, it, vi } from 'vitest';
import JobScreen from '../../../../src/features/jobs/JobScreen.svelte';
import JobsScreen from '../../../../src/features/jobs/JobsScreen.svelte';
import { OwnJobs } from '../../../../src/features/jobs/list.svelte.ts';
import { JobWatch } from '../../../../src/features/jobs/watch.svelte.ts';
import { refusalSentence } from '../../../../src/features/jobs/words.ts';
import type { JobDetail } from '../../../../src/protocol/job.ts';
import type { SubnetInfo } from '../../../../src/protocol/hello.ts';
import { AppError, ERROR_CODES } from '../../../../src/shared/errors.ts';
import { NOW } from '../facts.ts';
import { DEVICE_KEY, HELLO } from '../snapshot.ts';
import {
  type FakeOptions,
  LIMITS,
  PROGRESS,
  clipLook,
  detail,
  fakeJobs,
  fileOf,
  itemsOf,
  page,
} from './facts.ts';

const readPage = () => Promise.resolve(() => page);
const [score] = HELLO.subnets;

function showList(options: FakeOptions = {}, subnets: SubnetInfo[] | null = score ? [score] : []) {
  const ports = fakeJobs(options);
  const onordered = vi.fn();
  const deviceKey = () => Promise.resolve(DEVICE_KEY);
  const own = new OwnJobs({ ...ports, deviceKey });
  render(JobsScreen, {
    props: {
      ports,
      own,
      readPage,
      subnets,
      helloError: null,
      chosen: null,
      onchoose: () => undefined,
      onordered,
    },
  });
  return { ports, onordered };
}

function showJob(details: readonly JobDetail[], { online = true } = {}) {
  const ports = fakeJobs({ details });
  const leave = vi.fn();
  const watch = new JobWatch({ ...ports, jobId: 'job-1', now: () => NOW });
  const place = { frame: 0, look: () => undefined, leave };
  render(JobScreen, { props: { watch, readPage, online, place } });
  return { ports, leave };
}

async function choose(...names: readonly string[]): Promise<void> {
  const input = await screen.findByTestId<HTMLInputElement>('job-files');
  Object.defineProperty(input, 'files', { value: names.map(fileOf), configurable: true });
  await fireEvent.change(input);
}

describe('the page of jobs', () => {
  it('goes from a file to an ordered job, with the box ticked by hand', async () => {
    const { ports, onordered } = showList({ items: itemsOf('one', 'two') });
    await choose('derby.mp4');

    const box = await screen.findByTestId<HTMLInputElement>('job-agree');
    expect(box.checked).toBe(false);
    expect(screen.getByTestId('job-estimate').textContent).toContain('about 50 pictures');
    await fireEvent.click(screen.getByTestId('job-send'));
    expect(screen.getByRole('alert').textContent).toContain('Tick the box first');
    expect(ports.ordered).toEqual([]);

    await fireEvent.click(box);
    await fireEvent.click(screen.getByTestId('job-send'));

    await waitFor(() => expect(onordered).toHaveBeenCalledWith('job-new'));
  });

  it('says who sees the pictures, how long they stay, what it costs and the limits', async () => {
    showList();
    await choose('derby.mp4');
    await screen.findByTestId('job-agree');

    const { textContent } = document.body;
    expect(textContent).toContain('they belong to strangers');
    expect(textContent).toContain('at most 7 days');
    expect(textContent).toContain('Nothing today');
    expect(textContent).toContain('100 pictures and 10 MB for one job, 3 jobs for one device');
  });

  it('refuses a clip that is too long with the rate that would fit', async () => {
    showList({ look: { ...clipLook, seconds: 100, frames: 2500 } });
    await choose('derby.mp4');

    const note = await screen.findByRole('alert');
    expect(note.textContent).toContain('500 pictures; one job may have 100');
    expect(note.textContent).toContain('at most 1 a second');
    expect(screen.getByTestId<HTMLButtonElement>('job-send').disabled).toBe(true);
  });

  it('says why a file cannot be used, and offers to choose another', async () => {
    showList({ look: new AppError('media.unsupported', 'hevc', { reason: 'codec' }) });
    await choose('derby.mov');

    expect((await screen.findByRole('alert')).textContent).toContain('This codec does not work.');
    expect(screen.queryByTestId('job-files')).not.toBeNull();
  });

  it('lists the jobs of this device with what happens to each', async () => {
    showList({ details: [detail({ state: 'done', title: 'Cup' }), detail({ jobId: 'job-2' })] });

    const rows = await screen.findAllByTestId('job-row');
    expect(rows.map(({ dataset }) => dataset['state'])).toEqual(['done', 'running']);
    expect(rows[0]?.querySelector('a')?.getAttribute('href')).toBe('/jobs/job-1');
    expect(rows[1]?.textContent).toContain('No device works on it now.');
  });

  it('says that there is no job, and that no subnet takes any', async () => {
    showList({}, []);

    expect(await screen.findByText('No jobs yet.')).toBeTruthy();
    expect(screen.getByText('No subnet takes jobs here.')).toBeTruthy();
  });
});

describe('the page of one job', () => {
  it('says that it waits for devices, and how to be one', async () => {
    showJob([detail()]);

    expect(await screen.findByText('Waiting for devices')).toBeTruthy();
    const link = screen.getByText('Mine in this tab').closest('a');
    expect(link?.getAttribute('href')).toBe('/mine?start=score');
  });

  it('shows how far it is', async () => {
    showJob([
      detail({
        progress: {
          ...PROGRESS,
          items: { open: 0, leased: 1, verifying: 1, accepted: 2 },
          units: { ...PROGRESS.units, open: 0, leased: 1, verifying: 1, accepted: 1 },
          share: 0.5,
          agreement: 0.912,
          secondOpinions: 2,
          msLeft: 42_000,
        },
      }),
    ]);

    const share = await screen.findByTestId('job-share');
    expect(share.textContent).toContain('50%');
    expect(share.textContent).toContain('2 of 4 pictures accepted');
    expect(document.body.textContent).toContain('0.912');
    expect(document.body.textContent).toContain('42 sec');
    expect(screen.queryByText('Waiting for devices')).toBeNull();
  });

  it('offers each result, and doubtful parts to be done again', async () => {
    const doubt = { from: 1, to: 2, agreement: 0.41, reason: 'it differs', blob: null };
    const file = {
      name: 'result.json',
      type: 'application/json',
      bytes: 120,
      sha256: 'a'.repeat(64),
    };
    const { ports } = showJob([
      detail({ state: 'done', quality: 0.873 }, { doubts: [doubt], files: [file] }),
    ]);

    expect(await screen.findByText('Pictures 2 to 3')).toBeTruthy();
    await waitFor(() => expect(document.body.textContent).toContain('The boxes.'));
    expect(screen.getByTestId('job-quality').textContent).toContain('87.3%');
    await fireEvent.click(screen.getByText('Do again'));
    await waitFor(() => expect(ports.calls).toContain('rerun 1-2'));
  });

  it('asks in a dialog before it deletes, then leaves', async () => {
    const { ports, leave } = showJob([detail({ state: 'done' })]);
    await fireEvent.click(await screen.findByTestId('job-delete'));
    expect((await screen.findByRole('alertdialog')).textContent).toContain('cannot be undone');
    expect(ports.calls).not.toContain('remove');

    await fireEvent.click(screen.getByTestId('job-delete-sure'));

    await waitFor(() => expect(leave).toHaveBeenCalled());
    expect(ports.calls).toContain('remove');
  });

  it('asks for the files of a draft that this browser did not keep', async () => {
    showJob([detail({ state: 'draft' }, { missing: ['a'.repeat(64)] })]);

    expect(await screen.findByText(/this browser did not keep it/)).toBeTruthy();
    expect(await screen.findByTestId('job-files')).toBeTruthy();
  });

  it('says why it failed, in the coordinator’s own words too', async () => {
    showJob([detail({ state: 'failed', reason: '000003.jpg: it is no picture' })]);

    expect((await screen.findByRole('alert')).textContent).toContain('000003.jpg');
  });

  it('says that it is not there, and that the device is offline', async () => {
    showJob([]);
    expect(await screen.findByText('No such job here')).toBeTruthy();

    showJob([detail()], { online: false });
    expect(await screen.findByText('This device is offline')).toBeTruthy();
  });
});

describe('what is refused', () => {
  it('has a sentence for every code, with the numbers where there are any', () => {
    const facts = { page, limits: LIMITS, detail: detail({ state: 'done' }, { missing: ['a'] }) };
    const say = (code: AppError['code']) => refusalSentence(new AppError(code, 'raw'), facts);

    for (const code of ERROR_CODES) expect(say(code).length, code).toBeGreaterThan(10);
    expect(say('job.item-limit')).toContain('100 pictures');
    expect(say('job.byte-limit')).toContain('10 MB');
    expect(say('job.limit')).toContain('3 jobs');
    expect(say('job.state')).toContain('done');
    expect(say('limit.size')).toContain('17 MB');
  });
});
