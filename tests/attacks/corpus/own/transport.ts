import type { Attack } from '../attack.ts'
import { python } from './python.ts'

const category = 'transport'

/** What words, working folders and outputs can do to the way there and back. */
export const transport: Attack[] = [
  {
    id: 'script-with-nul',
    category,
    command: 'echo first\0echo PWN:second; rm -rf /work/files',
    expect: 'a script with a NUL is refused whole: half of it is not what was judged',
  },
  {
    id: 'script-lone-surrogate',
    category,
    command: "printf '%s' '\ud800' | od -An -tx1; echo end",
    expect: 'text that is no Unicode arrives as something, or is refused; nothing breaks',
  },
  {
    id: 'script-full-size',
    category,
    command: `# ${'x'.repeat(65_480)}\necho whole`,
    expect: 'the longest script that is allowed arrives whole',
  },
  {
    id: 'script-of-newlines',
    category,
    command: '\n'.repeat(5_000),
    expect: 'an empty script is a command that does nothing',
  },
  {
    id: 'script-is-a-frame',
    category,
    command: "printf 'C\\0\\0\\0\\012bash'; echo 'K'; echo 'U'; printf '\\113\\0\\0\\0\\0\\n'; echo end",
    expect: 'words that look like a frame are words',
  },
  {
    id: 'workdir-absolute',
    category,
    command: 'pwd -P; ls HOST_SECRET secret.txt 2>&1',
    workdir: '/etc',
    expect: 'an absolute working folder is refused or lies below /work',
  },
  {
    id: 'workdir-newline',
    category,
    command: 'pwd -P; echo ran',
    workdir: 'files\n../..',
    expect: 'a working folder with a line break is refused',
  },
  {
    id: 'workdir-nul',
    category,
    command: 'pwd -P; echo ran',
    workdir: 'files\0/../../etc',
    expect: 'a working folder with a NUL is refused',
  },
  {
    id: 'workdir-to-proc',
    category,
    command: 'pwd -P; ls; cat environ 2>/dev/null | tr "\\0" "\\n"; cat ../1/environ 2>&1',
    setup: 'ln -s /proc/1/cwd /work/one; ln -s /proc/self /work/me',
    workdir: 'me',
    expect:
      'a working folder that is a link into /proc gains nothing: the environment in it is the command’s',
  },
  {
    id: 'workdir-to-runner',
    category,
    command: 'pwd -P; ls ..',
    setup: 'ln -s /proc/1/root /work/r; ln -s /proc/1/fd /work/fds',
    workdir: 'r/etc',
    expect: 'a working folder through process 1 leads no further than the container',
  },
  {
    id: 'workdir-swapped',
    category,
    command: 'pwd -P; touch here; ls -la .',
    setup: 'rm -rf /work/files; ln -s @USERS@/200 /work/files',
    workdir: 'files',
    expect: 'a working folder that was replaced by a link to a neighbour’s is refused',
  },
  {
    id: 'output-split-characters',
    category,
    command: python(`
data = ('€' * 3000 + '🚀' * 2000).encode()
for i in range(0, len(data), 7): os.write(1, data[i:i + 7])`),
    expect: 'characters that fall apart between two writes come whole',
  },
  {
    id: 'output-all-bytes',
    category,
    command: python(`
os.write(1, bytes(range(256)) * 4096); os.write(2, bytes(range(255, -1, -1)) * 4096); sys.exit(8)`),
    expect: 'all bytes, a megabyte on both outputs: the result is text, bounded, with its exit code',
  },
  {
    id: 'output-newlines',
    category,
    command: `yes '' | head -c 3000000; echo end`,
    expect: 'three million empty lines are cut to the limit and end as usual',
    timeoutMs: 20_000,
  },
  {
    id: 'output-after-close',
    category,
    command: 'exec 1>&-; echo lost; echo seen >&2; exec 2>&-; sleep 0.3; echo lost >&2; exit 12',
    expect: 'outputs closed one after the other: what was written is there, and so is the exit code',
  },
  {
    id: 'output-both-endless',
    category,
    command: '(yes out &) ; yes err >&2',
    expect: 'two endless outputs are ended at the limit, each with its beginning and end',
    timeoutMs: 20_000,
  },
]
