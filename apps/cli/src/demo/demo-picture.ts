import { crc32, deflateSync } from 'node:zlib';

const width = 480;
const height = 300;
let made: string | undefined;

/** A picture of a clock face as base64 PNG, drawn here so that nothing has to be shipped. */
export function demoPicture(): string {
  made ??= toPng((x, y) => {
    const [dx, dy] = [x - width / 2, y - height / 2];
    const distance = Math.hypot(dx, dy);
    const hour = ((Math.atan2(dy, dx) / Math.PI) * 6 + 12) % 1;
    if (distance > 128) return 244;
    if (distance > 120) return 60;
    if (distance > 104 && (hour < 0.06 || hour > 0.94)) return 90;
    if (dx > -3 && dx < 3 && dy < 4 && dy > -92) return 40;
    if (dy > -4 && dy < 4 && dx > -4 && dx < 62) return 40;
    return 252;
  }).toString('base64');
  return made;
}

/** Eight-bit greyscale (PNG, W3C recommendation, third edition). */
function toPng(grey: (x: number, y: number) => number): Buffer {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 0, 0, 0, 0], 8);
  const rows = Buffer.alloc((width + 1) * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) rows[y * (width + 1) + 1 + x] = grey(x, y);
  }
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, check]);
}
