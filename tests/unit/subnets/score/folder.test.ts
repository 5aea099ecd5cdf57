import { describe, expect, test } from 'vitest';
import { utf8 } from '../../../../src/shared/bytes.ts';
import type { DecodedImage, FolderFiles, SourceGroup } from '../../../../src/subnets/contract.ts';
import { parseDataYaml } from '../../../../src/subnets/score/folder/classes.ts';
import { limitSize } from '../../../../src/subnets/score/folder/picture.ts';
import { source } from '../../../../src/subnets/score/source.ts';
import type { ScoreTruth } from '../../../../src/subnets/score/task.ts';

// Pictures are text here: `WIDTHxHEIGHT`. Anything else does not decode.

function fakeFolder(content: Readonly<Record<string, string>>) {
  const problems: [path: string, reason: string][] = [];
  const files: FolderFiles = {
    list: async () => Object.keys(content).toSorted(),
    read: async (path) => utf8(content[path] ?? ''),
    problem: (path, reason) => problems.push([path, reason]),
  };
  return { files, problems };
}

const ctx = {
  signal: new AbortController().signal,
  decodeImage: async (bytes: Uint8Array): Promise<DecodedImage> => {
    const match = /^(\d+)x(\d+)$/.exec(new TextDecoder().decode(bytes));
    if (!match) throw new Error('not a picture');
    const [width, height] = [Number(match[1]), Number(match[2])];
    return { width, height, rgba: new Uint8ClampedArray(width * height * 4) };
  },
  encodeImage: async ({ width, height }: DecodedImage) => utf8(`encoded ${width}x${height}`),
};

async function read(content: Readonly<Record<string, string>>) {
  const { files, problems } = fakeFolder(content);
  const groups: SourceGroup[] = [];
  for await (const group of source.folder?.readGroups(files, ctx) ?? []) groups.push(group);
  const truths = groups.flatMap(({ items }) =>
    items.map(({ truth }) => truth as ScoreTruth | null),
  );
  return { groups, problems, truths, boxes: truths.map((truth) => truth?.boxes ?? null) };
}

describe('YOLO labels', () => {
  const line = '2 0.5 0.5 0.1 0.2';
  const expected = { x1: 90, y1: 40, x2: 110, y2: 60, cls_id: 2 };

  test.each([
    ['a sibling folder', 'set/images/a.jpg', 'set/labels/a.txt'],
    ['a sibling tree', 'images/train/a.jpg', 'labels/train/a.txt'],
    ['a folder inside', 'set/a.jpg', 'set/labels/a.txt'],
    ['beside the picture', 'set/a.png', 'set/a.txt'],
    ['at the top', 'a.webp', 'a.txt'],
  ])('from %s', async (_, picture, label) => {
    const { boxes, groups, problems } = await read({ [picture]: '200x100', [label]: line });
    expect(problems).toEqual([]);
    expect(groups[0]?.material).toBe('operator');
    expect(boxes[0]).toHaveLength(1);
    for (const [key, value] of Object.entries(expected)) {
      expect(boxes[0]?.[0]?.[key as keyof typeof expected]).toBeCloseTo(value, 6);
    }
  });

  test('names of classes come from data.yaml or classes.txt', async () => {
    const rows = '0 0.5 0.5 0.1 0.2\n1 0.2 0.5 0.1 0.2\n2 0.8 0.5 0.1 0.2';
    const yaml = await read({
      'data.yaml': "nc: 3\nnames: ['referee', 'Sports Ball', persons]\n",
      'images/a.jpg': '200x100',
      'labels/a.txt': rows,
    });
    expect(yaml.boxes[0]?.map(({ cls_id }) => cls_id)).toEqual([3, 0, 2]);
    const text = await read({
      'labels/classes.txt': 'goalkeeper\ncorner flag\nball\n',
      'images/a.jpg': '200x100',
      'labels/a.txt': rows,
    });
    expect(text.boxes[0]?.map(({ cls_id }) => cls_id)).toEqual([1, 0]);
    expect(text.problems).toEqual([
      ['labels/classes.txt', 'classes that are left out: corner flag'],
    ]);
  });

  test('names in both block styles of YAML', () => {
    expect([...parseDataYaml('names:\n- ball\n- player\nnc: 2\n').values()]).toEqual([
      'ball',
      'player',
    ]);
    expect(parseDataYaml('names:\n  0: ball\n  2: "referee"\n').get(2)).toBe('referee');
    expect(parseDataYaml('nc: 2\n').size).toBe(0);
  });

  test('an outline becomes its box', async () => {
    const { boxes } = await read({ 'a.jpg': '100x100', 'a.txt': '2 0.1 0.1 0.3 0.2 0.2 0.5' });
    expect(boxes[0]?.[0]).toMatchObject({ x1: 10, y1: 10, x2: 30, y2: 50 });
  });

  test.each([
    ['words', '2 a b c d', 'line 1: “a” is not a number'],
    ['too few numbers', '2 0.5 0.5', 'line 1: 3 numbers, expected 5'],
    ['pixels', '\n2 300 200 40 80', 'line 2: not in shares of the picture (0 to 1)'],
    ['no class', '1.5 0.5 0.5 0.1 0.1', 'line 1: 1.5 is not a class number'],
  ])('%s: reported, and the frame is work without truth', async (_, text, reason) => {
    const { boxes, problems } = await read({ 'a.jpg': '200x100', 'a.txt': text });
    expect(problems).toEqual([['a.txt', reason]]);
    expect(boxes).toEqual([null]);
  });
});

describe('MOTChallenge labels', () => {
  const frames = { 'seq/img1/000001.jpg': '200x100', 'seq/img1/000002.jpg': '200x100' };

  test('by frame number, persons that count only', async () => {
    const { boxes, groups } = await read({
      ...frames,
      'seq/gt/gt.txt':
        '1,7,11,21,30,40,1,-1,-1,-1\n2,7,13,21,30,40,1,1,1\n2,8,1,1,9,9,0,1,1\n2,9,1,1,9,9,1,3,1',
    });
    expect(boxes).toEqual([
      [{ x1: 10, y1: 20, x2: 40, y2: 60, cls_id: 2, id: 7 }],
      [{ x1: 12, y1: 20, x2: 42, y2: 60, cls_id: 2, id: 7 }],
    ]);
    expect(groups[0]?.items.map(({ ordinal }) => ordinal)).toEqual([0, 1]);
  });

  test('labels without pictures are reported', async () => {
    const { problems } = await read({ 'a/gt.txt': '1,7,11,21,30,40', 'clip.truth.json': '{}' });
    expect(problems.map(([path]) => path)).toEqual(['a/gt.txt', 'clip.truth.json']);
  });

  test('a faulty file is reported once', async () => {
    const { boxes, problems } = await read({ ...frames, 'seq/gt/gt.txt': '1,2,3' });
    expect(problems).toEqual([['seq/gt/gt.txt', 'line 1: 3 numbers, expected 6 or more']]);
    expect(boxes).toEqual([null, null]);
  });
});

describe('truth of a clip', () => {
  const truth = {
    fps: 10,
    frame_count: 3,
    width: 400,
    height: 200,
    class_names: ['football', 'goalkeeper', 'player', 'referee'],
    frames: [0, 10, 20].map((x) => ({
      boxes: [[4, 3, x, 20, 40, 60]],
      partial:
        x === 20
          ? [
              [5, 2, 0, 0, 20, 20, 0.8],
              [6, 2, 0, 0, 20, 20, 0.1],
            ]
          : [],
    })),
  };
  const stills = {
    version: 1,
    clip: 'clip.mp4',
    stills: [{ file: '000001.jpg', seconds: 0.2 }],
  };

  test('finds the frame of a still by its time and scales to the picture', async () => {
    const { boxes } = await read({
      'clip.truth.json': JSON.stringify(truth),
      'clip/clip.json': JSON.stringify(stills),
      'clip/000001.jpg': '200x100',
    });
    expect(boxes[0]).toEqual([
      { x1: 10, y1: 10, x2: 30, y2: 40, cls_id: 3, id: 4 },
      { x1: 0, y1: 0, x2: 10, y2: 10, cls_id: 2, id: 5 },
    ]);
  });

  test('without times stills are the frames, counted from 1', async () => {
    const { boxes } = await read({
      'clip/truth.json': JSON.stringify(truth),
      'clip/000002.jpg': '400x200',
      'clip/000009.jpg': '400x200',
    });
    expect(boxes[0]?.[0]?.x1).toBe(10);
    expect(boxes[1]).toBeNull();
  });

  test('a file of another shape is reported', async () => {
    const { problems } = await read({ 'clip/truth.json': '{"fps": 10}', 'clip/1.jpg': '100x100' });
    expect(problems[0]?.[0]).toBe('clip/truth.json');
    const broken = await read({ 'clip/truth.json': '{', 'clip/1.jpg': '100x100' });
    expect(broken.problems).toEqual([['clip/truth.json', 'not JSON']]);
  });
});

describe('pictures', () => {
  test('each folder is a clip in the order of its numbers, in groups of at most 64', async () => {
    const content = Object.fromEntries(
      Array.from({ length: 70 }, (_, index) => [`a/f${index + 1}.jpg`, `${100 + index}x100`]),
    );
    const { groups } = await read({ ...content, 'b/x.jpg': '80x80' });
    expect(groups.map(({ items }) => items.length)).toEqual([64, 6, 1]);
    expect(groups[0]?.items.map(({ meta }) => meta['width'])).toEqual(
      Array.from({ length: 64 }, (_, index) => 100 + index),
    );
    expect(groups[1]?.items[0]?.ordinal).toBe(64);
    expect(new Set(groups.map(({ groupId }) => groupId)).size).toBe(3);
  });

  test('labelled and unlabelled frames are encoded alike', async () => {
    const { groups, boxes } = await read({
      'a.jpg': '3840x2160',
      'b.jpg': '3840x2160',
      'b.txt': '0 0.5 0.5 0.1 0.1',
    });
    const [first, second] = groups[0]?.items ?? [];
    expect(first?.bytes).toEqual(second?.bytes);
    expect(first?.meta).toEqual({ width: 1920, height: 1080 });
    expect(boxes[0]).toBeNull();
    expect(boxes[1]?.[0]).toMatchObject({ x1: 864, x2: 1056, cls_id: 0 });
  });

  test('bad ones and clips are reported, the others stay', async () => {
    const { groups, problems } = await read({
      'a/1.jpg': 'broken',
      'a/2.jpg': '10x10',
      'a/3.jpg': '100x100',
      'match.mp4': '',
      'done.mp4': '',
      'done/1.jpg': '100x100',
    });
    expect(problems.map(([path]) => path)).toEqual(['match.mp4', 'a/1.jpg', 'a/2.jpg']);
    expect(groups.map(({ items }) => items.length)).toEqual([1, 1]);
  });

  test('shrinking takes the mean', () => {
    const rgba = new Uint8ClampedArray([
      0, 0, 0, 255, 100, 0, 0, 255, 200, 0, 0, 255, 100, 0, 0, 255,
    ]);
    const small = limitSize({ width: 4, height: 1, rgba }, 2);
    expect([...small.rgba]).toEqual([50, 0, 0, 255, 150, 0, 0, 255]);
  });
});
