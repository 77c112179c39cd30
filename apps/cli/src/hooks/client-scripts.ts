import { fullMark, maxSpooled } from './spool-places.ts';

/** As one word of a shell. */
export function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/**
 * A POSIX shell script that leaves what an agent tells a hook in `directory`, for the daemon to take: `<script> <agent>`
 * with the payload on standard input. It prints nothing, asks nobody and always succeeds.
 * For `notify` of Codex, which hands over its payload as the last argument: `<script> codex then [program [argument…]]`
 * goes on with the program that stood there before.
 * One file a call, complete when its JSON is: a rename would cost one more process.
 */
export function toHookScript(directory: string): string {
  return `#!/bin/sh
# Tells belfry what an agent does. Written by: belfry hooks install
# Usage: belfry-hook AGENT < payload, or belfry-hook AGENT then [PROGRAM [ARGUMENT...]] PAYLOAD
agent=$1
case $agent in '' | *[!a-z0-9]*) exit 0 ;; esac

# Sets file to a new name, readable by its owner only; without one there is nothing to do.
name() {
  file=
  umask 077
  cd ${quote(directory)} 2> /dev/null || return
  count() { spooled=$#; }
  count *
  if [ "$spooled" -ge ${maxSpooled} ]; then
    : > ${fullMark}
    return
  fi
  n=0
  while [ -e "$agent-$$-$n" ]; do n=$((n + 1)); done
  file=$agent-$$-$n
  set -C
}

if [ "$2" = then ]; then
  shift 2
  for payload do :; done
  (name; [ -n "$file" ] && printf '%s\\n' "$payload" > "$file") 2> /dev/null
  [ $# -gt 1 ] && exec "$@"
  exit 0
fi

[ -t 0 ] && exit 0
name
# Read in any case: an agent whose pipe breaks would complain.
cat > "\${file:-/dev/null}" 2> /dev/null
exit 0
`;
}

/**
 * Lines for a shell script that holds the JSON of a status line in `$json`: they leave it in `directory`, by no other
 * program, and change nothing when that is not there.
 */
export function toStatusSpoolLines(directory: string, agent: string): string {
  return `session=\${json#*'"session_id"'}
session=\${session#*\\"}
session=\${session%%\\"*}
spool=${quote(directory)}
case $session in
  '' | *[!0-9A-Za-z-]*) ;;
  *) [ -d "$spool" ] && (umask 077 && printf '%s\\n' "$json" > "$spool/${agent}-$session") 2> /dev/null ;;
esac`;
}

/** A status line that tells belfry what it is told, and shows what `command`, the one before it, shows; nothing without one. */
export function toStatusScript(directory: string, agent: string, command: string | undefined): string {
  return `#!/bin/sh
# Tells belfry what the status line is told. Written by: belfry hooks install
json=
while IFS= read -r line || [ -n "$line" ]; do
  json=$json$line
  line=
done
${toStatusSpoolLines(directory, agent)}
${
  command === undefined
    ? 'exit 0'
    : `printf '%s\\n' "$json" | sh -c ${quote(command)}
exit $?`
}
`;
}
