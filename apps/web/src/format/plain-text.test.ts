import { expect, test } from 'vitest';
import { plainText } from './plain-text.ts';

test('marks of Markdown leave a preview, signs that mean something stay', () => {
  expect(plainText('## Key **findings** in `a_b.ts`: see [docs](https://x.y)  ### Next')).toBe(
    'Key findings in a_b.ts: see docs Next',
  );
  expect(plainText('fix #42, 2 * 3 * 4, C# and ```ts code```')).toBe('fix #42, 2 * 3 * 4, C# and code');
});
