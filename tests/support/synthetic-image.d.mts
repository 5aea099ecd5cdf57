export function syntheticPixel(x: number, y: number, channel: number): number;
