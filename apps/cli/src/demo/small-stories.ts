import type { Step, Story } from './story.ts';

const small = (project: string, branch: string, prompt: string, ...steps: Step[]): Story => ({
  project,
  branch,
  steps: [{ do: 'prompt', text: prompt }, ...steps],
});
const say = (text: string): Step => ({ do: 'say', text });
const think = (text: string): Step => ({ do: 'think', text });
const run = (command: string, output: string): Step => ({ do: 'run', command, output });
const fail = (command: string, output: string): Step => ({ do: 'run', command, output, failed: true });
const search = (pattern: string, output: string): Step => ({ do: 'search', pattern, output });
const read = (path: string, text: string): Step => ({ do: 'read', path, text });
const edit = (path: string, line: number, before: string, after: string): Step => ({
  do: 'edit',
  path,
  line,
  before: before === '' ? [] : before.split('\n'),
  after: after.split('\n'),
});

/** Jobs of an hour or less, of the person whose larger ones are the `stories`. All of it is made up. */
export const smallStories: readonly Story[] = [
  small(
    'clock-shop',
    'strap-sizes',
    'Customers order straps that do not fit. Add the lug width to the page of each watch.',
    read('src/watch/page.ts', 'export const facts = [diameter, height, movement];'),
    edit(
      'src/watch/page.ts',
      1,
      'export const facts = [diameter, height, movement];',
      'export const facts = [diameter, height, lugWidth, movement];',
    ),
    run('pnpm test src/watch', ' Tests  58 passed (58)'),
    say('The lug width stands between height and movement. Eleven old watches have none; they show a dash.'),
  ),
  small(
    'clock-shop',
    'winter-time',
    'Opening hours are wrong on the last Sunday of October. Only on that day.',
    think('Only on the day the clocks change: somebody adds 24 hours instead of a day.'),
    search('86_?400', 'src/hours/next-open.ts:17:  return new Date(day.getTime() + 86_400_000);'),
    edit('src/hours/next-open.ts', 17, '  return new Date(day.getTime() + 86_400_000);', '  return addDays(day, 1);'),
    fail('pnpm test src/hours', 'Exit code 1\n FAIL  next-open.test.ts\n  addDays is not defined'),
    edit('src/hours/next-open.ts', 1, '', "import { addDays } from '../calendar/add-days.ts';"),
    run('pnpm test src/hours', ' Tests  22 passed (22)'),
    say('That day has 25 hours, and the code counted 24. It counts days now; the test covers both Sundays.'),
  ),
  small(
    'clock-shop',
    'main',
    'Which of our pages are slowest for a first visit?',
    run(
      'pnpm lighthouse --pages top20 --json | jq -r .slowest',
      '/watches/marine-chronometer  3.8 s\n/repairs  2.9 s\n/  1.1 s',
    ),
    say(
      'Two stand out: the marine chronometer (3.8 s, nine large photographs) and repairs (2.9 s, a map that loads before it is seen).',
    ),
    { do: 'prompt', text: 'Load the map when it is scrolled to.' },
    edit('src/repairs/map.ts', 4, 'loadMap(element);', 'whenSeen(element, () => loadMap(element));'),
    say('Done: repairs takes 1.2 s now.'),
  ),
  small(
    'clock-shop',
    'gift-cards',
    'Gift cards with a rest of less than a cent stay open for ever. Close them.',
    search('balance > 0', 'src/gift/open-cards.ts:8'),
    edit('src/gift/open-cards.ts', 8, '  where: { balance: { gt: 0 } },', '  where: { balance: { gte: 0.01 } },'),
    run('pnpm test src/gift', ' Tests  19 passed (19)'),
    say('Cards below one cent count as used. 214 of them are closed by the next nightly run.'),
  ),
  small(
    'shop-api',
    'retry-mails',
    'Order mails are lost when the mail server restarts. Try again instead.',
    read('src/mail/send.ts', 'await transport.send(mail);'),
    think('The queue exists already; a mail that fails goes back with a time to try it again.'),
    edit(
      'src/mail/send.ts',
      31,
      'await transport.send(mail);',
      'const sent = await transport.send(mail);\nif (!sent) await queue.later(mail, backoff(mail.tries));',
    ),
    run('pnpm test src/mail', ' Tests  47 passed (47)\n Duration  2.10s'),
    say('A mail is tried for **two days**, with longer and longer rests. After that it is listed for a person.'),
  ),
  small(
    'shop-api',
    'invoice-numbers',
    'Two invoices got the same number yesterday evening. How?',
    search('nextInvoiceNumber', 'src/invoice/number.ts:5\nsrc/order/close.ts:61'),
    read('src/invoice/number.ts', 'const last = await db.max("number");\nreturn last + 1;'),
    say(
      'It reads the highest number and adds one, outside of the transaction that writes it. Two orders closed in the same 40 ms read the same number.',
    ),
    { do: 'prompt', text: 'Make that impossible.' },
    edit(
      'src/invoice/number.ts',
      5,
      'const last = await db.max("number");\nreturn last + 1;',
      'return db.increment("invoice_counter");',
    ),
    fail('pnpm test src/invoice', 'Exit code 1\n FAIL  number.test.ts\n  no such table: invoice_counter'),
    edit('migrations/0043-invoice-counter.sql', 1, '', 'create table invoice_counter (number integer not null);'),
    run('pnpm test src/invoice', ' Tests  31 passed (31)'),
    say('The number comes from one counter inside the transaction. A thousand orders at once get a thousand numbers.'),
  ),
  small(
    'shop-api',
    'main',
    'Update the dependencies, but nothing that needs code of ours to change.',
    run('pnpm outdated --json | jq length', '17'),
    run('pnpm update --interactive=false', ' 14 updated, 3 left: they are new majors'),
    run('pnpm test', ' Tests  902 passed (902)\n Duration  48.20s'),
    say('Fourteen are up to date. Three new majors wait: the router, the schema library and the mail client.'),
  ),
  small(
    'label-printer',
    'wide-labels',
    'Labels wider than 80 mm are cut off on the right.',
    run('python3 -m driver.probe --width 104', 'width 104 mm: 832 dots, head says 640'),
    think('640 dots are 80 mm: the head is asked once, before the roll is changed.'),
    edit('driver/head.py', 22, 'WIDTH = ask_width()', 'def width():\n    return ask_width()'),
    run('python3 -m pytest tests -q', '71 passed in 2.02s'),
    say('The width was read once at the start. It is asked for each roll now; 104 mm print whole.'),
  ),
  small(
    'label-printer',
    'main',
    'What does status byte 0x2C mean? The manual does not say.',
    search('0x2[cC]', 'driver/status.py:40:    # 0x20 cover, 0x08 paper, 0x04 ribbon'),
    say(
      'It is three bits at once: `0x20` cover open, `0x08` paper out, `0x04` ribbon out. Somebody was changing both.',
    ),
  ),
  small(
    'handbook',
    'glossary',
    'Write a glossary of the words about escapements that the guides use without explaining.',
    search('escapement|pallet|detent', 'guides/overhaul.md:12\nguides/regulating.md:40\nguides/regulating.md:77'),
    edit(
      'reference/glossary.md',
      1,
      '',
      '# Glossary\n\n**Pallet**: the part that stops and frees the escape wheel.\n**Detent**: a spring that holds it between two beats.',
    ),
    say('Nine words, each in one sentence, linked from the first place in every guide that uses it.'),
  ),
  small(
    'handbook',
    'spelling',
    'We write both “mainspring” and “main spring”. Decide and make it one.',
    run('grep -rioh "main spring\\|mainspring" guides | sort | uniq -c', ' 61 mainspring\n 14 main spring'),
    run(
      'sed -i "s/main spring/mainspring/g" guides/*.md && git diff --stat | tail -1',
      ' 9 files changed, 14 insertions(+), 14 deletions(-)',
    ),
    say('One word everywhere: 61 to 14 had decided already.'),
  ),
  small(
    'handbook',
    'main',
    'Is the guide for quartz movements still right? The supplier changed the coil.',
    read('guides/quartz.md', 'Measure the coil: between 1.8 and 2.2 kΩ.'),
    say('One figure is old: the new coil has 1.4 to 1.6 kΩ. Everything else holds for both.'),
    { do: 'prompt', text: 'Give both figures, and how to tell the coils apart.' },
    edit(
      'guides/quartz.md',
      33,
      'Measure the coil: between 1.8 and 2.2 kΩ.',
      'Measure the coil: between 1.8 and 2.2 kΩ with a red dot, between 1.4 and 1.6 kΩ with a blue one.',
    ),
    say('The step names both coils by the colour of their dot.'),
  ),
  small(
    'dotfiles',
    'main',
    'Show the branch in my prompt, but do not make it slow in large repositories.',
    run('zsh -i -c "time (git symbolic-ref --short HEAD)"', 'main\n0.004 total'),
    edit('.zshrc', 52, "PROMPT='%~ %# '", "PROMPT='%~ $(git symbolic-ref --short HEAD 2>/dev/null) %# '"),
    say(
      'It asks for the name of the branch only, which takes 4 ms whatever the size. Whether files changed is not asked.',
    ),
  ),
  small(
    'dotfiles',
    'backup',
    'My nightly backup has not run since Monday.',
    run('systemctl --user list-timers backup.timer', 'NEXT  LEFT  LAST\n-     -     Mon 02:00'),
    fail('systemctl --user status backup', 'Exit code 3\nfailed: /mnt/attic: not mounted'),
    edit('systemd/backup.service', 6, '', 'RequiresMountsFor=/mnt/attic'),
    run('systemctl --user start backup && systemctl --user is-active backup.timer', 'active'),
    say(
      'The disk was not mounted yet when it began. It waits for the disk now, and ran just now: 3.1 GB in 4 minutes.',
    ),
  ),
];
