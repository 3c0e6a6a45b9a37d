import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

const root = path.resolve(__dirname, '../..')

/** A machine whose tools say what they are told to and put down how they were called. */
interface Machine {
  fstype: string
  options: string
  features?: string
  /** Project ids of folders, as lsattr tells them. */
  project?: string
  sandboxes?: string
  without?: string[]
  failing?: string
}

function onMachine(machine: Machine, script: string) {
  const folder = mkdtempSync(path.join(tmpdir(), 'aika-quota-'))
  const [tools, data, calls] = ['tools', 'data', 'calls'].map((name) => path.join(folder, name))
  for (const person of ['42', '43', 'not-a-person']) {
    mkdirSync(path.join(data!, 'users', person, 'files'), { recursive: true })
    writeFileSync(path.join(data!, 'users', person, 'files/a b'), '')
  }
  mkdirSync(tools!)
  const tool = (name: string, body: string) => {
    if (machine.without?.includes(name)) return
    const file = path.join(tools!, name)
    const failure = machine.failing === name ? 'exit 1' : ''
    writeFileSync(file, `#!/bin/bash\necho "${name} $*" >>"${calls}"\n${body}\n${failure}\n`)
    chmodSync(file, 0o755)
  }
  tool('findmnt', `case $2 in FSTYPE) echo '${machine.fstype}' ;; OPTIONS) echo '${machine.options}' ;; TARGET) echo /mnt ;; SOURCE) echo /dev/x ;; esac`) // prettier-ignore
  tool('tune2fs', `echo 'Filesystem features:      has_journal ${machine.features ?? ''} extent'`)
  tool('lsattr', `echo "${machine.project ?? '0'} ----------P $2"`)
  tool('docker', `echo '${machine.sandboxes ?? ''}'`)
  for (const name of ['setquota', 'chattr', 'xfs_quota']) tool(name, '')
  writeFileSync(calls!, '')
  writeFileSync(path.join(folder, 'env'), 'USER_QUOTA_MB=100\nUSER_MAX_FILES=1000\n')
  const source = 'for file in lib settings quota; do . "ops/$file.sh"; done; as_root() { "$@"; }'
  const names = `root=${root} state_root=${folder} project=aika assume_yes= env_file=${folder}/env; PATH=${tools}:/usr/bin:/bin`
  const { stdout, stderr, status } = spawnSync(
    'bash',
    [
      '-euc',
      `${names}; ${source}; data=${data}; good() { echo "ok $*"; }; note() { echo "note $*"; }; ${script}`,
    ],
    // With a socket as its input, which is what Node gives it, bash may read the machine's bashrc.
    { cwd: root, encoding: 'utf8', timeout: 30_000, stdio: ['ignore', 'pipe', 'pipe'] },
  )
  const called = readFileSync(calls!, 'utf8').replaceAll(data!, 'DATA').split('\n').filter((line) => /^(setquota|chattr|xfs_quota)/.test(line)) // prettier-ignore
  rmSync(folder, { recursive: true })
  return { stdout, stderr, status, called }
}

const idOf = (folder: string) => new RegExp(`(?:-p|-P|-p DATA/users/${folder}) ([12]\\d{9})`)

describe('project quotas', () => {
  test('ext4 with prjquota: each person’s folder gets a project of its own, a tenth above the quota', () => {
    const { called, status } = onMachine(
      { fstype: 'ext4', options: 'rw,relatime,prjquota' },
      'set_project_quotas',
    )

    expect(status).toBe(0)
    const ids = ['42', '43'].map((person) => {
      const files = called.find(
        (line) => line.startsWith('chattr') && line.includes(`users/${person}/files/a b`),
      )
      return idOf(person).exec(files!)![1]!
    })
    expect(new Set(ids).size).toBe(2)
    ids.forEach((id, index) => {
      const person = ['42', '43'][index]
      expect(called).toContain(`chattr -p ${id} DATA/users/${person}/files/a b`)
      expect(called).toContain(`chattr -p ${id} +P DATA/users/${person} DATA/users/${person}/files`)
      expect(called).toContain(`setquota -P ${id} 0 113664 0 1116 /mnt`)
    })
    expect(called.join()).not.toContain('not-a-person')
  })

  test('XFS: its own tool', () => {
    const { called, status } = onMachine({ fstype: 'xfs', options: 'rw,prjquota' }, 'set_project_quotas')

    expect(status).toBe(0)
    const [, id] = /-p DATA\/users\/42 ([12]\d{9})/.exec(called.join('\n'))!
    expect(called).toContain(`xfs_quota -x -c project -s -p DATA/users/42 ${id} /mnt`)
    expect(called).toContain(`xfs_quota -x -c limit -p bhard=113664k ihard=1116 ${id} /mnt`)
  })

  test('a folder that has its project: only the limits are set again', () => {
    const { stdout } = onMachine({ fstype: 'ext4', options: 'rw' }, 'project_id "$data/users/42"')
    expect(stdout).toMatch(/^[12]\d{9}\n$/)

    const marked = onMachine(
      { fstype: 'ext4', options: 'prjquota', sandboxes: 'abc' },
      'project_of() { project_id "$1"; }; set_project_quotas',
    )

    expect(marked.called.map((line) => line.split(' ')[0])).toEqual(['setquota', 'setquota'])
  })

  test('a sandbox runs, which could put links in the way: no tree is gone through', () => {
    const { called, stderr, status } = onMachine(
      { fstype: 'ext4', options: 'prjquota', sandboxes: 'abc' },
      'set_project_quotas',
    )

    expect([status, called]).toEqual([0, []])
    expect(stderr).toContain('the executor watches it')
  })

  test.each<[string, Machine, RegExp]>([
    [
      'the tool is missing',
      { fstype: 'ext4', options: 'prjquota', without: ['setquota'] },
      /apt-get install quota/,
    ],
    ['the kernel refuses', { fstype: 'ext4', options: 'prjquota', failing: 'setquota' }, /could not be set/],
    [
      'the kernel refuses the project',
      { fstype: 'xfs', options: 'pquota', failing: 'xfs_quota' },
      /could not be set/,
    ],
    ['the file system has none', { fstype: 'ext4', options: 'rw,relatime' }, /^$/],
  ])('%s: the start goes on', (_what, machine, words) => {
    const { stderr, stdout, status } = onMachine(machine, 'set_project_quotas; echo started')

    expect([status, stdout]).toEqual([0, 'started\n'])
    expect(stderr).toMatch(words)
  })

  test.each<[string, Machine, RegExp]>([
    [
      'ext4 without the feature',
      { fstype: 'ext4', options: 'rw' },
      /^note .*sudo tune2fs -O project,quota \/dev\/x/,
    ],
    [
      'ext4 with it',
      { fstype: 'ext4', options: 'rw', features: 'project' },
      /mount \/mnt with the option prjquota/,
    ],
    ['btrfs', { fstype: 'btrfs', options: 'rw' }, /only ext4 and XFS/],
    ['XFS', { fstype: 'xfs', options: 'rw,pquota' }, /^ok project quotas of the file system \(xfs\)/],
  ])('doctor, %s', (_what, machine, words) => {
    expect(onMachine(machine, 'check_quota').stdout).toMatch(words)
  })
})
