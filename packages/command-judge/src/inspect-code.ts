/** What code in another language does, by the names of the functions it calls. Looked at, not parsed. */
export interface CodeView {
  deletes: boolean
  hides: boolean
  /** Whether it starts programs that no literal names. */
  runsUnseen: boolean
  /** What it may give to a shell or start itself, as far as literals say; empty when it starts nothing. */
  commands: string[]
  /** Files that it opens for writing, named by literals. */
  writes: string[]
  sends: boolean
  /** Whether it starts copies of itself, and whether for ever. */
  forks: 'no' | 'some' | 'endlessly'
  /** Whether it opens sockets that are no plain connections. */
  opensSockets: boolean
  escapes: boolean
  /** Every literal, for what paths it names. */
  literals: string[]
}

const deleting =
  /\bos\s*\.\s*(?:remove|unlink|rmdir|removedirs|truncate)\b|\bshutil\s*\.\s*rmtree\b|\brmtree\b|\bfrom\s+os\s+import\b[^\n;]*\b(?:remove|unlink|rmdir|removedirs|truncate)\b|\.\s*(?:unlink|rmdir|truncate)\s*\(|\bunlink\b|\brmdir\b|\bremove_tree\b|\b(?:rm|unlink|rmdir|truncate)Sync\b|\bfs(?:Promises|\.promises)?\s*\.\s*(?:rm|unlink|rmdir|truncate)\b|\bFile\s*\.\s*(?:delete|unlink)\b|\bFileUtils\s*\.\s*(?:rm|remove)\w*|\bos\s*\.\s*remove\b|\bfile\.remove\b|\bsend2trash\b|\brimraf\b/
const hiding =
  /(?<![.\w])(?:exec|eval|compile|__import__)\s*\(|\bgetattr\s*\(\s*(?:os|shutil|subprocess|builtins|__)\b|\bimportlib\b|\bnew\s+Function\b|\bFunction\s*\(|\beval\s+[{"'$]|\binstance_eval\b|\bctypes\b|\bmarshal\.loads\b|\bvm\s*\.\s*run\w*|\bprocess\s*\.\s*(?:binding|dlopen)\b|\bfrom\s+(?:os|shutil|subprocess)\s+import\s*\*|\bimport\s+(?:os|shutil|subprocess)\s+as\b/
const running =
  /\bos\s*\.\s*(?:system|popen|exec\w*|spawn\w*|posix_spawn\w*)\b|\bsubprocess\b|\bchild_process\b|(?<![.\w])exec\s*[({"'$]|\b(?:exec|execFile|spawn)Sync\s*\(|\bspawn\s*\(|(?<![.\w])system\s*[({"'$]|\bpopen\b|\bpty\.spawn\b|\bqx\b|\bshell_exec\b|\bpassthru\b|\bproc_open\b|\bos\.execute\b|%x[({[]|\bBun\.spawn\b|\|\s*["']?\s*\)/
const sending =
  /\brequests\s*\.\s*(?:post|put|patch|delete)\b|\.\s*connect\s*\(\s*\(|\bsmtplib\b|\bftplib\b|\burlopen\s*\([^)]*data|\bmethod\s*:\s*["'](?:POST|PUT|PATCH)|\bparamiko\b|\bIO::Socket\b|\bTCPSocket\b|\bfsockopen\b|\bnet\s*\.\s*connect\b|\bcreate_connection\s*\(|\.\s*sendto\s*\(/
const forking = /\bfork\s*\(|(?<![.\w'"-])fork\s+(?:while|until)\b/
const forkingEndlessly =
  /\bwhile\s*\(?\s*(?:True|1|true)\b[^]{0,2000}\bfork\b|\bfork\s+while\s+1\b|\bfor\s*\(\s*;\s*;\s*\)[^]{0,2000}\bfork\b|\bloop\s*(?:do|\{)[^]{0,2000}\bfork\b/
const socketing =
  /\bsocket\s*\.\s*socket\s*\((?!\s*(?:\)|(?:family\s*=\s*)?(?:\w+\s*\.\s*)?AF_INET6?\b))|\bSOCK_RAW\b/
const escaping =
  /security\.capability|\bos\s*\.\s*(?:unshare|setns|chroot|mknod|pidfd_open)\b|\bptrace\s*\(|(?<![.\w])syscall\s*\(/

/** A call that starts a program and is not given a literal. */
const runningUnseen =
  /\b(?:os\s*\.\s*(?:system|popen|exec\w*|spawn\w*)|subprocess\s*\.\s*(?:run|call|check_call|check_output|Popen|getoutput|getstatusoutput)|exec(?:File)?Sync|spawn(?:Sync)?|shell_exec|passthru|proc_open)\s*\(\s*(?![\s"'`[])/

/** @param hasBackticks - whether backticks start programs in this language. */
export function inspectCode(given: string, hasBackticks: boolean): CodeView {
  // `"/run/" + "secrets"` is one name.
  const code = given.replace(/(["'])\s*\+\s*\1/g, '')
  const literals = literalsOf(code)
  const runs = running.test(code) || (hasBackticks && code.includes('`'))
  return {
    deletes: deleting.test(code),
    hides: hiding.test(code),
    runsUnseen: (runs && literals.length === 0) || runningUnseen.test(code),
    commands: runs ? [...literals, ...listsOf(code)] : [],
    writes: writesOf(code),
    sends: sending.test(code) && !/localhost|127\.0\.0\.1/.test(code),
    forks: !forking.test(code) ? 'no' : forkingEndlessly.test(code) ? 'endlessly' : 'some',
    opensSockets: socketing.test(code),
    escapes: escaping.test(code),
    literals,
  }
}

const literal = /"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`/g

function literalsOf(code: string): string[] {
  return (code.match(literal) ?? []).slice(0, 200).map((quoted) => quoted.slice(1, -1))
}

/** `['rm', '-rf', 'x']` as the command it is. */
function listsOf(code: string): string[] {
  return (code.match(/[[(][^[\]()]{1,2000}[\])]/g) ?? [])
    .slice(0, 200)
    .map((list) => literalsOf(list))
    .filter((words) => words.length > 1)
    .map((words) => words.map((word) => `'${word.replaceAll("'", '')}'`).join(' '))
}

const opened = /\bopen\s*\(\s*(["'])([^"'\n]{1,500})\1\s*,\s*(?:mode\s*=\s*)?["'][wx]/g
const written = /\bPath\s*\(\s*(["'])([^"'\n]{1,500})\1\s*\)\s*\.\s*write_/g
const saved =
  /\b(?:writeFile(?:Sync)?|createWriteStream|file_put_contents|File\.write|IO\.write)\s*\(\s*(["'])([^"'\n]{1,500})\1/g
/** Perl's `open(F, ">a")` and `open(my $f, ">", "a")`. */
const redirected =
  /\bopen\s*\(?[^,;\n]{1,100},\s*(["'])\s*\+?>\s*(?:\1\s*,\s*["'])?([^"'>\s][^"'\n]{0,500})["']/g
/** What is put in place of something else: the second name counts. */
const placed =
  /\b(?:os\s*\.\s*(?:rename|replace)|shutil\s*\.\s*(?:move|copy\w*)|(?:rename|copyFile|cp)Sync|fs\s*\.\s*(?:rename|copyFile|cp)|(?<![.\w])rename)\b\s*\(?\s*["'][^"'\n]{1,500}["']\s*,\s*(["'])([^"'\n]{1,500})\1/g

function writesOf(code: string): string[] {
  return [opened, written, saved, redirected, placed].flatMap((pattern) =>
    [...code.matchAll(pattern)].map((match) => match[2]!),
  )
}

/** An awk program that starts programs, or writes files. */
export const awkRuns = (program: string): boolean =>
  /\bsystem\s*\(|\|&?\s*(?:"|getline)|"\s*\|\s*getline/.test(program)
export const awkWrites = (program: string): string[] =>
  [...program.matchAll(/\bprintf?\b[^;{}\n]*?[^>=]>\s*("([^"\n]{1,500})"|[$\w(]+)/g)]
    .filter((match) => match[2] !== undefined || /^\$|^[a-z(]/i.test(match[1]!))
    .map((match) => match[2] ?? '')

/** Whether a sed script runs programs (`e`) or writes files (`w`). */
export function sedReaches(script: string): boolean {
  const flags = /s([^\w\s\\])(?:(?!\1)[^\\]|\\.)*\1(?:(?!\1)[^\\]|\\.)*\1([gimIMp\d]*)([ew])/
  const commands =
    /(?:^|[;{}\n])\s*(?:\d+|\$|\/(?:[^/\\]|\\.)*\/)?(?:,(?:\d+|\$|\/(?:[^/\\]|\\.)*\/))?\s*!?\s*(?:e(?:\s|$)|[wW]\s+\S)/
  return flags.test(script) || commands.test(script)
}
