import type { Story } from './story.ts';

/** The work of somebody who keeps a small clock maker's shop on the web. All of it is made up. */
export const stories: readonly Story[] = [
  {
    project: 'clock-shop',
    branch: 'vat-rounding',
    steps: [
      {
        do: 'prompt',
        text: 'Order totals are sometimes one cent off for customers in France. Find the cause and fix it, with a test.',
        picture: true,
      },
      { do: 'think', text: 'One cent off smells like rounding per line. First see how the total is built.' },
      {
        do: 'search',
        pattern: 'round\\(',
        output: 'src/order/total.ts:12\nsrc/order/line.ts:31\nsrc/invoice/pdf.ts:88',
      },
      {
        do: 'read',
        path: 'src/order/total.ts',
        text: 'export function total(lines: Line[], vat: number): number {\n  return lines.reduce((sum, line) => sum + round(line.net * (1 + vat)), 0);\n}',
      },
      {
        do: 'agent',
        description: 'Find every caller of total()',
        prompt: 'Search the repository for callers of total() and say which of them round again.',
        steps: [
          { do: 'search', pattern: 'total\\(', output: 'src/order/summary.ts\nsrc/invoice/pdf.ts' },
          { do: 'read', path: 'src/invoice/pdf.ts', text: 'const gross = round(total(order.lines, order.vat));' },
          { do: 'wait', seconds: 20 },
        ],
        answer: 'Two callers. Only `src/invoice/pdf.ts` rounds again.',
      },
      {
        do: 'say',
        text: 'Each line is rounded on its own, so ten lines can be off by five cents. The rule is:\n\n| step | rounded |\n|---|---|\n| line, net | no |\n| order, tax | **once** |\n\nI change `total` and leave the lines alone.',
      },
      {
        do: 'edit',
        path: 'src/order/total.ts',
        line: 12,
        before: ['  return lines.reduce((sum, line) => sum + round(line.net * (1 + vat)), 0);'],
        after: ['  const net = lines.reduce((sum, line) => sum + line.net, 0);', '  return round(net * (1 + vat));'],
      },
      {
        do: 'run',
        command: 'pnpm test src/order',
        output:
          'Exit code 1\n\u001b[31m FAIL \u001b[39m src/order/total.test.ts > keeps the old snapshot\n  expected 107.63 to be 107.64\n\n Tests  1 failed | 211 passed (212)',
        failed: true,
      },
      { do: 'think', text: 'The snapshot holds the wrong total. Correct it, and add the case of ten lines.' },
      {
        do: 'edit',
        path: 'src/order/total.test.ts',
        line: 40,
        before: ['  expect(total(lines, 0.2)).toBe(107.63);'],
        after: [
          '  expect(total(lines, 0.2)).toBe(107.64);',
          '  expect(total(Array(10).fill(line(0.99)), 0.2)).toBe(11.88);',
        ],
      },
      { do: 'run', command: 'pnpm test', output: '\u001b[32m Tests  213 passed (213)\u001b[39m\n Duration  6.31s' },
      { do: 'say', text: 'Totals are rounded **once per order** now. All 213 tests pass, ten lines among them.' },
    ],
  },
  {
    project: 'clock-shop',
    branch: 'search-accents',
    steps: [
      { do: 'prompt', text: 'Search ignores accents: make “pendule à poser” find “pendule a poser”.' },
      {
        do: 'read',
        path: 'src/search/normalise.ts',
        text: 'export const normalise = (text: string) => text.toLowerCase();',
      },
      {
        do: 'edit',
        path: 'src/search/normalise.ts',
        line: 1,
        before: ['export const normalise = (text: string) => text.toLowerCase();'],
        after: [
          'const marks = /\\p{M}/gu;',
          "export const normalise = (text: string) => text.normalize('NFD').replace(marks, '').toLowerCase();",
        ],
      },
      { do: 'run', command: 'pnpm test src/search', output: ' Tests  34 passed (34)' },
      { do: 'say', text: 'Both spellings find each other. The index has to be built anew once: `pnpm reindex`.' },
    ],
  },
  {
    project: 'shop-api',
    branch: 'orders-index',
    steps: [
      { do: 'prompt', text: 'The list of a customer’s orders takes most of a second. Make it fast.' },
      {
        do: 'run',
        command: 'sqlite3 shop.db "explain query plan select * from orders where customer = 7 order by day desc"',
        output: 'SCAN orders\nUSE TEMP B-TREE FOR ORDER BY',
      },
      { do: 'think', text: 'A scan and a sort. An index by customer and day answers both.' },
      {
        do: 'edit',
        path: 'migrations/0042-orders-by-customer.sql',
        line: 1,
        before: [],
        after: ['create index orders_by_customer on orders (customer, day desc);'],
      },
      { do: 'run', command: 'pnpm bench orders', output: 'list of one customer: 840 ms → 3 ms' },
      { do: 'say', text: 'The query reads one index and sorts nothing: 840 ms before, 3 ms now.' },
    ],
  },
  {
    project: 'shop-api',
    branch: 'flaky-login',
    steps: [
      { do: 'prompt', text: 'The login test fails one time in ten on CI. Find out why.' },
      { do: 'search', pattern: 'setTimeout', output: 'test/login/session.test.ts:41:  setTimeout(resolve, 50)' },
      { do: 'say', text: 'The test waits 50 ms for a session to expire. I let it wait for the event instead.' },
      {
        do: 'edit',
        path: 'test/login/session.test.ts',
        line: 41,
        before: ['  await new Promise((resolve) => setTimeout(resolve, 50));'],
        after: ["  await once(session, 'expired');"],
      },
      {
        do: 'run',
        command: 'pnpm vitest run test/login --repeat 50',
        output: ' Test Files  1 passed (1)\n      Tests  50 passed (50)',
      },
      { do: 'say', text: 'Fifty runs, fifty times green.' },
    ],
  },
  {
    project: 'label-printer',
    branch: 'py3',
    steps: [
      { do: 'prompt', text: 'Port the driver of the label printer from Python 2. Keep the wire format byte for byte.' },
      {
        do: 'run',
        command: 'python3 -m pytest tests/frames -q',
        output: 'ImportError: No module named StringIO',
        failed: true,
      },
      {
        do: 'edit',
        path: 'driver/frame.py',
        line: 3,
        before: ['from StringIO import StringIO'],
        after: ['from io import BytesIO'],
      },
      { do: 'run', command: 'python3 -m pytest tests/frames -q', output: '64 passed in 1.84s' },
      { do: 'say', text: 'The driver runs on Python 3.13. All 64 recorded frames are the same, byte for byte.' },
    ],
  },
  {
    project: 'handbook',
    branch: 'main',
    steps: [
      { do: 'prompt', text: 'Check every link in the handbook and list the dead ones.' },
      {
        do: 'agent',
        description: 'Check the links of part one',
        prompt: 'Follow each link below guides/ and report those that do not answer.',
        steps: [
          { do: 'run', command: 'pnpm linkcheck guides', output: '118 links, 3 dead' },
          { do: 'wait', seconds: 40 },
        ],
        answer: 'Three links are dead: two to the old forum, one to a removed data sheet.',
      },
      {
        do: 'agent',
        description: 'Check the links of part two',
        prompt: 'Follow each link below reference/ and report those that do not answer.',
        steps: [
          { do: 'run', command: 'pnpm linkcheck reference', output: '240 links, 1 dead' },
          { do: 'wait', seconds: 25 },
        ],
        answer: 'One link is dead, to a page that moved.',
      },
      {
        do: 'edit',
        path: 'links.md',
        line: 1,
        before: [],
        after: ['# Dead links', '', '- the old forum (2)', '- data sheet of the mainspring', '- /reference/escapement'],
      },
      { do: 'say', text: 'Four links are dead; they are listed in `links.md`.' },
    ],
  },
  {
    project: 'dotfiles',
    branch: 'main',
    steps: [
      { do: 'prompt', text: 'Why is my shell slow to start?' },
      { do: 'run', command: 'zsh -i -c "zprof" | head -5', output: 'num  calls    time\n 1)     1   412.20  nvm_auto' },
      {
        do: 'edit',
        path: '.zshrc',
        line: 18,
        before: ['source ~/.nvm/nvm.sh'],
        after: ['nvm() { unfunction nvm; source ~/.nvm/nvm.sh; nvm "$@"; }'],
      },
      { do: 'say', text: 'nvm loaded on every start; it loads on first use now. 470 ms became 58 ms.' },
    ],
  },
  {
    project: 'clock-shop',
    branch: 'main',
    steps: [
      { do: 'prompt', text: 'Explain how the cart survives a sign-in.' },
      { do: 'search', pattern: 'mergeCart', output: 'src/cart/merge.ts:9\nsrc/session/sign-in.ts:27' },
      {
        do: 'say',
        text: 'The cart is keyed by device until somebody signs in. Then `mergeCart` adds its lines to the one of the account:\n\n1. lines of the same article are summed,\n2. a voucher of the account wins,\n3. the device’s cart is emptied.',
      },
      { do: 'prompt', text: 'And if both have a voucher?' },
      { do: 'say', text: 'The one of the account stays; the other is offered again at the next order.' },
    ],
  },
];
