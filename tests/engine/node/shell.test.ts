import '../../../src/engine/node/late-models.ts';
import { describe, expect, it } from 'vitest';
import { printedLines, filesAt, nextFileChangeMs, type Program } from '../../../src/engine/node/program.ts';
import type { ProcessWorld } from '../../../src/engine/node/process-world.ts';
import { runProcess } from '../../../src/engine/node/shell-run.ts';

const START = Date.parse('2026-01-05T10:00:00Z');
const TOOLS = ['sh', 'sleep', 'echo', 'cat', 'touch', 'rm', 'date', 'tail', 'true', 'false', 'hostname', 'env', 'curl', 'ls', 'seq', 'grep', 'rev', 'python3', 'nslookup'];

function world(more: Partial<ProcessWorld> = {}): ProcessWorld {
  return { env: new Map([['NAME', 'world']]), hostname: 'web-1', files: new Set(), has: (binary) => TOOLS.includes(binary), isServer: (binary) => binary === 'nginx', isMounted: (path) => path.startsWith('/scripts/'), busybox: true, ...more };
}
function run(argv: readonly string[], more: Partial<ProcessWorld> = {}): Program {
  const result = runProcess(argv, world(more));
  if ('notFound' in result) throw new Error(`${result.notFound} not found`);
  return result.program;
}
const sh = (script: string): Program => run(['sh', '-c', script]);
const lines = (program: Program, untilMs = 3_600_000, limit = 1000): string[] => printedLines(program, START, START + untilMs, limit).map(({ text }) => text);

describe('a command', () => {
  it.each([
    [['sleep', '30'], { afterMs: 30_000, code: 0 }],
    [['sleep', '1.5m'], { afterMs: 90_000, code: 0 }],
    [['sleep', '1', '2'], { afterMs: 3_000, code: 0 }],
    [['true'], { afterMs: 0, code: 0 }],
    [['false'], { afterMs: 0, code: 1 }],
    [['sleep', 'soon'], { afterMs: 0, code: 1 }],
    [['sleep', 'infinity'], undefined],
    [['tail', '-f', '/dev/null'], undefined],
    [['sh'], { afterMs: 0, code: 0 }],
    [['sh', '-c', 'exit 7'], { afterMs: 0, code: 7 }],
    [['/bin/sh', '-ec', 'sleep 5; exit 300'], { afterMs: 5_000, code: 44 }],
    [['sh', '-c', 'nonsense'], { afterMs: 0, code: 127 }],
    [['sh', 'run.sh'], { afterMs: 0, code: 2 }],
  ])('%j ends as %j', (argv, exit) => {
    expect(run(argv).exit).toEqual(exit);
  });

  it('that is not in the image cannot be started', () => {
    expect(runProcess(['bash', '-c', 'true'], world())).toEqual({ notFound: 'bash' });
  });
});

describe('a script', () => {
  it('prints with quotes, variables, and the time', () => {
    expect(lines(sh('echo "hello $NAME"; echo \'$NAME\'; X=1; echo ${X}${Y:-2}; sleep 2; echo "$(date) on $(hostname)"; printf "%s-%s\\n" a b'))).toEqual([
      'hello world', '$NAME', '12', 'Mon Jan  5 10:00:02 UTC 2026 on web-1', 'a-b',
    ]);
  });

  it('joins commands with && and || and negates with !', () => {
    expect(lines(sh('true && echo a; false && echo b || echo c; ! false && echo d; [ -f /x ] || echo e; [ 3 -gt 2 ] && [ "a" = "a" ] && echo f'))).toEqual(['a', 'c', 'd', 'e', 'f']);
  });

  it('counts in a loop without end, whose lines cost nothing until they are asked for', () => {
    const counter = sh('i=0; while true; do echo "$i: $(date)"; i=$((i+1)); sleep 1; done');
    expect(counter.exit).toBeUndefined();
    expect(counter.steps.length + (counter.loop?.steps.length ?? 0)).toBeLessThan(10);
    expect(lines(counter, 3_000)).toEqual(['0: Mon Jan  5 10:00:00 UTC 2026', '1: Mon Jan  5 10:00:01 UTC 2026', '2: Mon Jan  5 10:00:02 UTC 2026', '3: Mon Jan  5 10:00:03 UTC 2026']);
    expect(lines(counter, 365 * 86_400_000, 2)).toEqual(['31535999: Tue Jan  5 09:59:59 UTC 2027', '31536000: Tue Jan  5 10:00:00 UTC 2027']);
  });

  it('runs a list of words through a loop', () => {
    expect(lines(sh('for i in 1 2; do echo round $i; sleep 1; done; for n in $(seq 2 3); do echo $n; done'))).toEqual(['round 1', 'round 2', '2', '3']);
  });

  it('loops as long as a condition holds, or until it does', () => {
    expect(sh('until test -f /ready; do echo waiting; sleep 2; touch /ready; done; exit 3')).toMatchObject({ exit: { afterMs: 2_000, code: 3 } });
    expect(lines(sh('while ! test -f /never; do sleep 1; done'))).toEqual([]);
    expect(sh('while ! test -f /never; do sleep 1; done').exit).toBeUndefined();
    expect(sh('until curl db.$(cat /var/run/secrets/kubernetes.io/serviceaccount/namespace).svc.cluster.local; do echo waiting for db; sleep 2; done').exit).toMatchObject({ code: 0 });
    expect(sh('nginx -s quit; while killall -0 nginx; do sleep 1; done')).toMatchObject({ exit: { code: 0 } });
  });

  it('ends a loop by exiting in it', () => {
    expect(sh('while true; do sleep 2; [ -f /tmp/go ] && exit 3; touch /tmp/go; done').exit).toEqual({ afterMs: 4_000, code: 3 });
  });

  it('makes and removes files', () => {
    const program = sh('touch /tmp/healthy; sleep 30; rm -f /tmp/healthy; echo x > /tmp/other; sleep 600');
    expect([...filesAt(program, 10_000)]).toEqual(['/tmp/healthy']);
    expect(nextFileChangeMs(program, 10_000)).toBe(30_000);
    expect([...filesAt(program, 30_000)]).toEqual(['/tmp/other']);
    expect(nextFileChangeMs(program, 30_000)).toBeUndefined();
    expect(lines(program)).toEqual([]);
  });

  it.each([
    ['if [ -f /tmp/no ]; then echo one; elif [[ web == w* && ! -e /tmp/no ]]; then echo two; else echo three; fi', ['two']],
    ['case $(hostname) in db-*) echo db;; web-*|www) echo web;; *) echo other;; esac', ['web']],
    ['[[ `hostname` =~ -([0-9]+)$ ]] || exit 1; ordinal=${BASH_REMATCH[1]}; echo $((100 + $ordinal)) ${HOSTNAME:-none} ${NAME%ld}', ['101 none wor']],
    ['items=(foo bar baz); echo ${items[1]} ${items[@]}', ['bar foo bar baz']],
    ['greet() { echo "hello $1"; return 3; }; greet you; echo $?', ['hello you', '3']],
    ['for i in $(seq 1 3); do if [ $i -eq 2 ]; then continue; fi; echo $i; done', ['1', '3']],
    ['i=0; while true; do i=$((i+1)); if [ $i -ge 3 ]; then break; fi; sleep 1; done; echo $i', ['3']],
    ['echo desserts > /tmp/a; echo more >> /tmp/a; cat /tmp/a | grep -v more; cat /tmp/a | rev; rev < /tmp/a', ['desserts', 'stressed', 'erom', 'stressed', 'erom']],
    ['(echo in; echo deep) | grep deep; { echo both; }', ['deep', 'both']],
    ['echo -n a; echo -n b; echo c; echo -en "x\\ny\\n"', ['abc', 'x', 'y']],
    ['echo kept > /tmp/a; echo "$(</tmp/a) $(</tmp/none)"', ['kept ']],
    ['sleep 5 & wait; nginx & echo on', ['on']],
  ])('understands %j', (text, printed) => {
    expect(lines(sh(text))).toEqual(printed);
  });

  it('stops at the first failure after `set -e`, conditions apart', () => {
    const program = sh('set -ex; false || echo goes on; if false; then echo no; fi; echo before; false; echo after');
    expect(program.exit).toEqual({ afterMs: 0, code: 1 });
    expect(lines(program)).toEqual(['goes on', 'before']);
  });

  it('waits for a name of the cluster until it is known', () => {
    const text = 'until nslookup db; do sleep 2; done; echo there';
    const waiting = run(['sh', '-c', text], { names: new Map(), namespace: 'shop' });
    expect(waiting.exit).toBeUndefined();
    expect(waiting.asks).toEqual(['shop/db']);
    expect(lines(waiting, 10 * 3_600_000, 1)).toEqual(["nslookup: can't resolve 'db'"]);
    const found = run(['sh', '-c', text], { names: new Map([['shop/db', { afterMs: 5_000_000, address: '10.96.0.7' }]]), namespace: 'shop' });
    expect(found.exit?.afterMs).toBeGreaterThanOrEqual(5_000_000);
    expect(found.exit?.afterMs).toBeLessThan(5_005_000);
    expect(lines(found, 6_000_000, 2)).toEqual(['Address 1: 10.96.0.7 db', 'there']);
  });

  it('says which part of it is not modelled, and fails', () => {
    const program = sh('cat <<END');
    expect(program.exit).toEqual({ afterMs: 0, code: 2 });
    expect(lines(program)).toEqual(['sh: Kubarium does not model `<<` in a script']);
    expect(lines(sh('if true; then echo'))[0]).toContain('without `fi`');
    expect(lines(sh('echo "open'))[0]).toContain('an unterminated quoted string');
  });

  it('tells of commands that are not there, and goes on', () => {
    expect(lines(sh('kubectl get pods; echo after'))).toEqual(['sh: kubectl: not found', 'after']);
  });

  it('becomes the server of its image', () => {
    expect(sh('sleep 3; exec nginx -g "daemon off;"')).toMatchObject({ server: { startMs: 3_000 } });
  });

  it('does not end by a loop over loops', () => {
    expect(lines(sh(`for a in ${'x '.repeat(200)}; do for b in ${'y '.repeat(200)}; do true; done; done`))[0]).toContain('that many commands');
  });

  it('handles SIGTERM as its trap says', () => {
    expect(sh("trap 'echo bye; exit 5' TERM; while true; do sleep 1; done").onTerm).toEqual({ code: 5, prints: [['bye']], atOnce: false });
    expect(sh("trap 'exit 0' SIGTERM INT; sleep infinity & wait").onTerm).toMatchObject({ code: 0, atOnce: true });
    expect(sh('sleep infinity & wait').onTerm).toBeUndefined();
  });
});

describe('a Python program', () => {
  const python = (text: string, env: readonly (readonly [string, string])[] = []): Program => run(['python3', '-c', text], { env: new Map(env) });

  it.each([
    ['import sys; sys.exit(3)', { afterMs: 0, code: 3 }],
    ['import time\ntime.sleep(1.5)', { afterMs: 1_500, code: 0 }],
    ['import os\nif os.environ["N"] == "4" and int(os.environ.get("N")) % 2 == 0:\n  exit(7)\nexit(1)', { afterMs: 0, code: 7 }],
    ['n = 0\nfor i in range(5):\n  n += i\n  if n > 5: break\nexit(n)', { afterMs: 0, code: 6 }],
    ['while True:\n  import time\n  time.sleep(10)', undefined],
    ['raise ValueError("bad")', { afterMs: 0, code: 1 }],
    ['import sys; sys.exit("no")', { afterMs: 0, code: 1 }],
  ])('%j ends as %j', (text, exit) => {
    expect(python(text, [['N', '4']]).exit).toEqual(exit);
  });

  it('prints', () => {
    expect(lines(python('name = "you"\nprint(f"Hello {name}!", 1 + 2, [1, "a"], True)\nprint("a\\nb")'))).toEqual(["Hello you! 3 [1, 'a'] True", 'a', 'b']);
  });

  it('that is not modelled says so and counts as done', () => {
    const program = python('import requests\nrequests.get("http://x")');
    expect(program.exit).toEqual({ afterMs: 0, code: 0 });
    expect(lines(program)[0]).toMatch(/^\(Kubarium does not model this Python program: /);
  });
});
