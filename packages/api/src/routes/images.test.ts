import { aSessionDetail } from '@belfry/core/testing';
import { expect, test } from 'vitest';
import { toApiUrl } from '../contract/to-url.ts';
import { aServer } from '../testing/a-server.ts';
import { anArchive } from '../testing/an-archive.ts';

const url = `/${toApiUrl('getImage', { id: aSessionDetail().id, key: 'msg_01', index: 2 })}`;
const bytes = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0xff]);

test('an image comes as its own bytes, in a place where nothing can run', async () => {
  const archive = anArchive({ image: { mediaType: 'image/PNG', bytes: bytes.subarray(1, 4) } });
  await using server = await aServer({ archive });
  const response = await server.trusted(url);
  expect([...response.rawPayload]).toEqual([0x50, 0x4e, 0x47]);
  expect(response.headers).toMatchObject({
    'content-type': 'image/png',
    'x-content-type-options': 'nosniff',
    'content-security-policy': expect.stringContaining('sandbox'),
    'cross-origin-resource-policy': 'same-origin',
  });
  expect(response.headers['content-disposition']).toBeUndefined();
  expect(archive.asked).toEqual([{ key: 'msg_01', index: 2 }]);
});

test.each(['image/svg+xml', 'text/html', 'image/png; charset=x', 'application/javascript'])(
  'what claims to be %s is a file to save, not a page to show',
  async (mediaType) => {
    await using server = await aServer({ archive: anArchive({ image: { mediaType, bytes } }) });
    expect((await server.trusted(url)).headers).toMatchObject({
      'content-type': 'application/octet-stream',
      'content-disposition': 'attachment',
    });
  },
);

test.each(['-1', 'x'])('there is no image number %s', async (index) => {
  await using server = await aServer({ archive: anArchive({ image: { mediaType: 'image/png', bytes } }) });
  expect((await server.trusted(url.replace(/2$/, index))).statusCode).toBe(400);
});
