import { writeFileSync } from 'node:fs';
import { formatTracks, parseDetections } from '../subnets/score/tracking/mot-file.ts';
import { DEFAULT_TRACKING } from '../subnets/score/tracking/contract.ts';
import { track } from '../subnets/score/tracking/track.ts';
import { positiveNumber, readArguments } from './headless/arguments.ts';
import { readMotFile } from './headless/mot-input.ts';
import { type Report, checkWritable, runCommand, say } from './headless/output.ts';

// npm run score:track -- --detections FILE [--fps 25] [--out FILE] [--json]
// Detections of a clip as MOTChallenge text in, tracks as such text out: into FILE, else to stdout.

const { values } = readArguments({
  options: {
    detections: { type: 'string' },
    fps: { type: 'string', default: String(DEFAULT_TRACKING.fps) },
    out: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});

async function follow(): Promise<Report> {
  const { detections, out, json } = values;
  const fps = positiveNumber('fps', values.fps);
  if (out !== undefined) checkWritable(out);
  const frames = readMotFile('detections', detections, parseDetections);
  const startedAt = performance.now();
  const tracked = track(frames, { fps });
  const milliseconds = Math.round(performance.now() - startedAt);
  const boxes = tracked.flatMap((frame) => frame.boxes);
  const summary = {
    frames: frames.length,
    detections: frames.reduce((sum, frame) => sum + frame.boxes.length, 0),
    tracks: new Set(boxes.map(({ id }) => id)).size,
    boxes: boxes.length,
    carried: boxes.filter(({ seen }) => !seen).length,
    milliseconds,
  };
  const text = formatTracks(tracked);
  if (out !== undefined) {
    writeFileSync(out, text);
    return { summary, raw: summary };
  }
  if (!json) say(`${summary.tracks} tracks, ${summary.boxes} boxes in ${summary.frames} frames`);
  return { summary, text: text.trimEnd(), raw: summary };
}

await runCommand({ json: values.json, out: undefined }, follow);
