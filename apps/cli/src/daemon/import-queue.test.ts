import type { FoundSource } from '@belfry/ingest';
import { expect, it } from 'vitest';
import { createImportQueue, type ImportTask } from './import-queue.ts';

const [a, b, c] = ['a', 'b', 'c'].map((file) => ({ file }) as FoundSource) as [FoundSource, FoundSource, FoundSource];
const told = ({ sources, care }: ImportTask) => [care, ...sources.map(({ file }) => file)];

it('gives everything that waits at once', () => {
  const queue = createImportQueue();
  queue.add([a, b]);
  queue.add([c]);
  expect(told(queue.next())).toEqual(['usual', 'a', 'b', 'c']);
  expect(queue.isEmpty).toBe(true);
});

it('lets the others go first when a child breaks over one, and takes more care each time', () => {
  const queue = createImportQueue();
  queue.add([a, b, c]);
  expect(queue.broke(queue.next(), ['b'])).toBe(true);
  expect(told(queue.next())).toEqual(['usual', 'a', 'c']);
  for (const care of ['alone', 'short-lines', 'set-aside']) {
    const task = queue.next();
    expect(told(task)).toEqual([care, 'b']);
    if (care === 'set-aside') queue.done(task);
    else queue.broke(task, ['b']);
  }
  expect(queue.isEmpty).toBe(true);
});

it('trusts a source again that was read', () => {
  const queue = createImportQueue();
  queue.add([a]);
  queue.broke(queue.next(), ['a']);
  queue.done(queue.next());
  queue.add([a]);
  expect(told(queue.next())).toEqual(['usual', 'a']);
});

it('does not give a suspect to the others when it is found again', () => {
  const queue = createImportQueue();
  queue.add([a, b]);
  queue.broke(queue.next(), ['a']);
  queue.add([a, c]);
  expect(told(queue.next())).toEqual(['usual', 'b', 'c']);
});

it('blames nobody for a child that had nothing in hand', () => {
  const queue = createImportQueue();
  queue.add([a]);
  expect(queue.broke(queue.next(), [])).toBe(false);
});
