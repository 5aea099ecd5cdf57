import { FOOTBALL_CLASSES } from '../pipeline/contract.ts';
import { type FollowedBox, toHundredth } from './boxes.ts';

// The files that other tools read.

export interface ResultFrame {
  /** File name of the picture. */
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly FollowedBox[];
}

const COMMENT =
  'Boxes as [x, y, width, height] in pixels of each picture, origin top-left. score: the confidence ' +
  'of a detector that devices ran, merged over their answers; not checked by a person. track_id: the ' +
  'same object through the clip, -1 where a box belongs to no track.';

/** COCO detection annotations; images count from 1 in the order of the job. */
export function cocoJson(title: string, frames: readonly ResultFrame[]): string {
  let id = 0;
  const annotations = frames.flatMap(({ boxes }, index) =>
    boxes.map((box) => {
      const [width, height] = [toHundredth(box.x2 - box.x1), toHundredth(box.y2 - box.y1)];
      return {
        id: ++id,
        image_id: index + 1,
        category_id: box.cls_id + 1,
        bbox: [box.x1, box.y1, width, height],
        area: toHundredth(width * height),
        iscrowd: 0,
        score: shortConf(box.conf),
        track_id: box.id,
      };
    }),
  );
  return JSON.stringify({
    info: { description: title, comment: COMMENT },
    images: frames.map(({ name, width, height }, index) => ({
      id: index + 1,
      file_name: name,
      width,
      height,
      frame: index + 1,
    })),
    categories: FOOTBALL_CLASSES.map((name, index) => ({
      id: index + 1,
      name,
      supercategory: index === 0 ? 'object' : 'person',
    })),
    annotations,
  });
}

/** MOTChallenge lines `frame,id,left,top,width,height,conf,-1,-1,-1`; frames and pixels count from 1. */
export function motCsv(frames: readonly ResultFrame[]): string {
  return frames
    .flatMap(({ boxes }, index) =>
      boxes.map(({ id, x1, y1, x2, y2, conf }) => {
        const box = [x1 + 1, y1 + 1, x2 - x1, y2 - y1].map(toHundredth);
        return `${[index + 1, id, ...box, shortConf(conf), -1, -1, -1].join(',')}\n`;
      }),
    )
    .join('');
}

function shortConf(conf: number): number {
  return Math.round(conf * 10_000) / 10_000;
}
