import { judgeCommand } from './index.ts'

const overwrites = (script: string) => judgeCommand(script).overwrites

test('a name with the date in it is the file of today (UTC), as nobody can look for what is not known', () => {
  jest.useFakeTimers({ now: new Date('2026-11-21T23:30:00Z') })
  expect(overwrites('a > log-$(date +%F).txt')).toEqual(['log-2026-11-21.txt'])
  expect(overwrites('a > $(date -u +%d.%m.%y).txt')).toEqual(['21.11.26.txt'])
  expect(overwrites('a > "$(date "+%B %Y")"')).toEqual(['November 2026'])
  jest.useRealTimers()

  expect(judgeCommand('cat $(date +/run/secrets/x)').class).toBe('block')
  expect(judgeCommand('$(date +rm) a').class).toBe('ask')
  expect(judgeCommand('a > $(date -r b +%F)').class).toBe('ask')
})

describe('files that may be written over (F-PERM 2)', () => {
  test.each([
    ['a > b', ['b']],
    ['> b', ['b']],
    [': > b', ['b']],
    ['a >| b', ['b']],
    ['a &> b', ['b']],
    ['a >& b', ['b']],
    ['a 1<> b', ['b']],
    ['exec 3<> b; a >&3', ['b']],
    ['{ a; } > b', ['b']],
    ['for x in 1 2; do a; done > b', ['b']],
    ['a >> b', []],
    ['a 2>&1 >/dev/null', []],
    ['a > /tmp/b', []],
    ['a > /tmp/../work/b', ['/work/b']],
    ['ln -s /work /tmp/l; a > /tmp/l/b', ['/tmp/l/b']],
    ['a > ./x/../b', ['b']],
    ['a > "my file"', ['my file']],
    ['f=out; a > "$f.txt"', ['out.txt']],
    ['for f in a b; do c > "$f"; done', ['a', 'b']],
    ['a > "$PWD/b"', ['b']],
    ['a | tee b c', ['b', 'c']],
    ['a | tee -a b', []],
    ['a | sudo tee b', ['b']],
    ['dd if=a of=b', ['b']],
    ['a | sponge b', ['b']],
    ['a | sponge -a b', []],
    ['iconv -f latin1 -o b a', ['b']],
    ['gcc -o b a.c', ['b']],
    ['cc a.c -ob', ['b']],
    ['g++ -O2 a.cpp', []],
    ['clang -o b a.c', ['b']],
    ['rustc -o b a.rs', ['b']],
    ['go build -o b .', ['b']],
    ['xxd -r a b', ['b']],
    ['xxd -l 16 a', []],
    ["gawk -i inplace -v x=1 '{ print }' a b", ['a', 'b']],
    ['gawk -F, -i inplace -f p a', ['a']],
    ['yq -i .a=1 b', ['b']],
    ['yq .a b', []],
    ['strip b', ['b']],
    ['gzip -f b', ['b.gz']],
    ['gzip b', []],
    ['gzip -df b.gz', []],
    ['exiftool -overwrite_original -all= b.jpg', ['b.jpg']],
    ['exiftool -all= b.jpg', []],
    ['qpdf a b', ['b']],
    ['qpdf --check a', []],
    ['qpdf b --replace-input', ['b']],
    ['pdftk a c cat output b', ['b']],
    ['pdfunite a c b', ['b']],
    ['pdftotext a b', ['b']],
    ['pdftotext a -', []],
    ['install -m 644 a b/', ['b/a']],
    ['rsync a b', ['b', 'b/a']],
    ['rsync --ignore-existing a b', []],
    ['python3 -c \'import os; os.rename("a", "b")\'', ['b']],
    ['python3 -c \'import shutil; shutil.copy("a", "b")\'', ['b']],
    ['node -e \'fs.renameSync("a", "b")\'', ['b']],
    ['node -e \'fs.createWriteStream("b")\'', ['b']],
    ['perl -e \'open(F, ">b")\'', ['b']],
    ['perl -e \'open(my $f, ">", "b")\'', ['b']],
    ['perl -e \'open(my $f, "<", "b")\'', []],
    ['perl -e \'rename "a", "b"\'', ['b']],
    ['ruby -e \'File.write("b", "x")\'', ['b']],
    ['php -r \'file_put_contents("b", "x");\'', ['b']],
    ['sed -i s/a/b/ c d', ['c', 'd']],
    ['sed -i -e s/a/b/ c', ['c']],
    ['sed -ni /a/p c', ['c']],
    ['sed -i.bak s/a/b/ c', []],
    ['perl -pi -e s/a/b/ c', ['c']],
    ['sort a -o a', ['a']],
    ['cp a b', ['b', 'b/a']],
    ['cp x/a b/', ['b/a']],
    ['cp -t d a b', ['d/a', 'd/b']],
    ['cp -n a b', []],
    ['mv a b', ['b', 'b/a']],
    ['mv -b a b', []],
    ['ln -sf a b', ['b', 'b/a']],
    ['ln -s a b', []],
    ['ln -sfn a b', ['b', 'b/a']],
    ["awk -i inplace '{ print }' a", ['a']],
    ['cd "$(mktemp -d)" && a > b', ['b']],
    ['tar czf a.tgz b', ['a.tgz']],
    ['tar -c -f a.tar b', ['a.tar']],
    ['tar xzf a.tgz', []],
    ['curl -o a https://b.org', ['a']],
    ['cd x && a > b', ['b', 'x/b']],
    ['(cd x; a); c > b', ['b']],
    ['cd /tmp/x && a > b', ['b']],
    ['awk \'{ print > "b" }\' a', ['b']],
    ['python3 -c \'open("b", "w")\'', ['b']],
    ['python3 -c \'open("b")\'', []],
    ['node -e \'fs.writeFileSync("b", "")\'', ['b']],
    ["bash -c 'a > b'", ['b']],
    ['cat > b <<E\nx\nE', ['b']],
  ])('%j', (script, expected) => {
    expect(overwrites(script)).toEqual(expected)
  })

  test('more than can be looked at: asked', () => {
    const many = Array.from({ length: 300 }, (_, index) => `a > f${index}`).join('\n')

    expect(judgeCommand(many)).toMatchObject({
      class: 'ask',
      findings: [{ rule: 'overwrite-unknown' }, {}, {}],
    })
    expect(overwrites(many)).toHaveLength(200)
  })
})

describe('ways around', () => {
  test.each([
    'r""m a',
    "$'\\x72m' a",
    "'r'm a",
    'r\\\nm a',
    '"/bin/"rm a',
    'command rm a',
    'builtin command rm a',
    'exec rm a',
    'env -i A=b rm a',
    "env -S 'rm a'",
    'nice -n 5 ionice -c 3 rm a',
    'timeout --signal=KILL 5 rm a',
    'timeout -s KILL 5m nohup setsid rm a',
    'time -p rm a',
    '/usr/bin/time -f %e rm a',
    'stdbuf -oL rm a',
    'sudo -n -u root -- rm a',
    'sudo A=b rm a',
    'busybox rm a',
    'xargs -0 -n 1 rm < a',
    'xargs -I {} rm {} < a',
    'flock /tmp/l rm a',
    "flock /tmp/l -c 'rm a'",
    'parallel rm ::: a b',
    "watch 'rm a'",
    "su -c 'rm a'",
    "script -c 'rm a'",
    'strace -f -o /tmp/o rm a',
    'find . -execdir rm {} \\;',
    'find . -exec sh -c \'rm "$1"\' _ {} \\;',
    'a=$(rm b)',
    'echo "`rm a`"',
    'echo "$(echo "$(rm a)")"',
    'echo ${x:-$(rm a)}',
    'echo $(( $(rm a) + 1 ))',
    '[[ -n $(rm a) ]]',
    '(( x[$(rm a)] ))',
    'x=(1 $(rm a))',
    'case $(rm a) in *) ;; esac',
    'case a in a) rm b ;; esac',
    'for x in $(rm a); do :; done',
    'select x in a; do rm a; done',
    'until rm a; do :; done',
    'if rm a; then :; fi',
    'if a; then :; elif rm b; then :; else :; fi',
    'a || { b && (rm c); }',
    'coproc rm a',
    '! rm a',
    'f() { rm a; }',
    'function f { rm a; }; f',
    'cat <<E\n$(rm a)\nE',
    'cat <<< "$(rm a)"',
    'a <(rm b)',
    'a > >(rm b)',
    'a > "$(rm b)"',
    "bash <<'E'\nrm a\nE",
    "bash <<< 'rm a'",
    "bash -euo pipefail -c 'rm a'",
    'bash --norc -c "rm a"',
    'sh -c \'sh -c "rm a"\'',
    'eval r"m" a',
    'eval \'eval "rm a"\'',
    "alias l='rm a'",
    "alias 'l=rm a'",
    "trap 'rm a' EXIT",
    "trap 'rm a' ERR INT",
    "PAGER='rm a' man b",
    'GIT_SSH_COMMAND="rm a" git fetch',
    "export PROMPT_COMMAND='rm a'",
    "git -c alias.x='!rm a' x",
    "git -c core.pager='rm a' log",
    "git config alias.x '!rm a'",
    "git submodule foreach 'rm a'",
    'git bisect run rm a',
    "tar cf /tmp/a --checkpoint-action=exec='rm a' b",
    "tar xf a --to-command='rm a'",
    "split --filter='rm a' b",
    "mapfile -C 'rm a' x < b",
    'uv run rm a',
    'poetry run rm a',
    'npm exec -- rimraf a',
    "cat > x.sh <<'E'\nrm a\nE\nbash x.sh",
    "echo 'rm a' > x.sh; chmod +x x.sh; ./x.sh",
    "tee x.sh <<'E'\nrm a\nE\n. ./x.sh",
    'printf \'import os\\nos.remove("a")\' > x.py && python3 x.py',
    'python3 -c \'import subprocess; subprocess.run(["rm", "a"])\'',
    'python3 -c \'import os; os.system("rm a")\'',
    'perl -e \'system("rm a")\'',
    "ruby -e '`rm a`'",
    "X='rm a'; $X",
    'X=\'rm a\'; bash -c "$X"',
    'X=-rf; Y=rm; $Y $X a',
    'sudo bash -c "cd x && rm a"',
    '{ rm a; } > /tmp/b 2>&1',
    'ls; rm a',
    'ls & rm a &',
    'rm a # nothing',
    '#!/bin/sh\nrm a',
    'while read f; do rm "$f"; done < list',
    'ls | while read f; do rm "$f"; done',
    'ssh_ls=1 rm a',
    'cd /tmp; rm -rf *',
  ])('%s: asks at least', (script) => {
    expect(judgeCommand(script).class).not.toBe('allow')
  })
})

describe('what a judgement looks like', () => {
  test('what is shown of a script is one line, short, without control characters', () => {
    const { findings } = judgeCommand(`rm '\u001b[2Ja\nb\u202e'   ${'x'.repeat(500)}`)

    expect(findings).toHaveLength(1)
    expect(findings[0]!.at).toMatch(/^rm ' \[2Ja b ' x+…$/)
    expect(findings[0]!.at).toHaveLength(160)
  })

  test('the strictest comes first', () => {
    const { class: kind, findings } = judgeCommand('rm a; git push -f; mount /x')

    expect([kind, findings.map(({ rule }) => rule)]).toEqual([
      'block',
      ['escape-mount', 'delete-files', 'git-force-push'],
    ])
  })

  test('the same again and again: told three times', () => {
    const script = Array.from({ length: 50 }, (_, index) => `rm f${index}`).join('\n')

    expect(judgeCommand(script).findings.map(({ at }) => at)).toEqual(['rm f0', 'rm f1', 'rm f2'])
  })
})

describe('files that are known', () => {
  const files = new Map([
    ['x.sh', 'rm a'],
    ['x.py', 'import os; os.remove("a")'],
    ['b.md', 'rm a'],
  ])

  test.each([
    'bash x.sh',
    './x.sh',
    '. x.sh',
    'python3 x.py',
    'bash -o pipefail x.sh',
    'python3 -W ignore x.py',
  ])('%s: judged with what is in it', (script) => {
    expect(judgeCommand(script).class).toBe('allow')
    expect(judgeCommand(script, files).class).toBe('ask')
  })

  test.each(['cat x.sh', 'bash y.sh b.md', 'python3 y.py x.sh', 'wc -l < x.py'])(
    '%s: not run, not judged',
    (script) => {
      expect(judgeCommand(script, files).class).toBe('allow')
    },
  )

  test('what a script writes word for word is told on, what a program gives is not', () => {
    const script = 'echo ls > a.sh; date > b.sh; echo "$X" > c.sh'

    expect([...judgeCommand(script).files]).toEqual([['a.sh', 'ls']])
  })
})
