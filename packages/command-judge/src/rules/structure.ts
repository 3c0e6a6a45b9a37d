import type { RuleHead } from './rule.ts'

const ask = (id: string, reason: string): RuleHead => ({ id, class: 'ask', reason })
const block = (id: string, reason: string): RuleHead => ({ id, class: 'block', reason })

/** Rules about a script's shape, found by the walk rather than by one program's arguments. */
export const structureRules = {
  unparsable: ask('unparsable', 'it cannot be read as a shell script'),
  tooComplex: ask('too-complex', 'it is too long or too nested to be judged'),
  dynamicCommand: ask('dynamic-command', 'which program it runs is known only while it runs'),
  dynamicCode: ask('dynamic-code', 'it runs code that is put together only while it runs'),
  codeFromPipe: ask('code-from-pipe', 'it runs code that comes out of another program'),
  hiddenRun: ask('hidden-run', 'it makes another program run something unseen'),
  codeDeletes: ask('code-deletes', 'its code deletes or overwrites files'),
  codeRuns: ask('code-runs-programs', 'its code runs other programs'),
  codeHides: ask('code-hides-code', 'its code runs code that cannot be seen'),
  codeForks: ask('code-forks', 'its code starts copies of itself'),
  codeSockets: ask('code-sockets', 'its code opens a line of an unusual kind'),
  startupFile: ask('startup-file', 'it changes what runs by itself later'),
  databaseChanges: ask('database-changes', 'it changes or deletes what a database holds'),
  overwriteUnknown: ask('overwrite-unknown', 'it writes over a file whose name is known only while it runs'),
  forkBomb: block('fork-bomb', 'it starts copies of itself without an end'),
  endlessLoop: block('endless-loop', 'it works without an end'),
  codeEscapes: block('code-escapes', 'its code tries to get out of the sandbox'),
  endlessForking: block('endless-forking', 'it starts programs without an end'),
  secretPath: block('secret-path', 'it reads where secrets of programs are kept'),
  kernelPath: block('kernel-path', 'it touches a disk, the memory or the kernel of the machine'),
  networkSocket: block('network-socket', 'it opens a line to another machine'),
} satisfies Record<string, RuleHead>
