import type { Matcher } from './matcher.ts';

const blocks = 'p, pre, li, td, th, h1, h2, h3, h4, h5, h6, div, article, button, summary';

/** Where a matcher finds something in the text below an element, in reading order. */
export function rangesIn(root: Element, match: Matcher): Range[] {
  return textsIn(root).flatMap(({ nodes, text }) =>
    match(text).flatMap(({ start, end }) => {
      const [from, to] = [placeIn(nodes, start, false), placeIn(nodes, end, true)];
      if (from === undefined || to === undefined) return [];
      const range = document.createRange();
      range.setStart(from.node, from.at);
      range.setEnd(to.node, to.at);
      return [range];
    }),
  );
}

interface Piece {
  node: Text;
  /** Where it begins in the text it is a part of. */
  start: number;
}

/** Neighbouring text of one block is one text: colours and marks cut it into nodes, not into words. */
function textsIn(root: Element): { nodes: Piece[]; text: string }[] {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const texts: { nodes: Piece[]; text: string; block: Element | null | undefined }[] = [];
  for (let node = walker.nextNode() as Text | null; node !== null; node = walker.nextNode() as Text | null) {
    const block = node.parentElement?.closest(blocks);
    const last = texts.at(-1);
    if (last !== undefined && last.block === block) {
      last.nodes.push({ node, start: last.text.length });
      last.text += node.data;
    } else texts.push({ nodes: [{ node, start: 0 }], text: node.data, block });
  }
  return texts;
}

/** The node and the place in it where a character of the joined text stands; an end may stand behind the last. */
function placeIn(nodes: readonly Piece[], at: number, isEnd: boolean): { node: Text; at: number } | undefined {
  const piece = nodes.findLast(({ start }) => (isEnd ? start < at : start <= at)) ?? nodes[0];
  return piece && { node: piece.node, at: Math.min(at - piece.start, piece.node.length) };
}
