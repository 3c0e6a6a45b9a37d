import { doubts, probeScript } from './self-test.ts'

const expected = { probe: 'abc', user: '10001:10001', runtime: 'runc' }
const everywhere: Record<string, string> = {
  probe: 'abc',
  uid: '10001:10001',
  caps: '',
  networks: 'lo ',
  root: 'closedclosedclosed',
  tmp: 'closed',
  core: '0',
  setuid: '',
}
const good: Record<string, string> = {
  ...everywhere,
  privileges: '1',
  seccomp: '2',
  setid: 'closed',
  limits: '1024 512 0 64',
  told: '0 0',
  memory: '137',
  calls: 'closed',
}
const report = (facts: Record<string, string>) =>
  Object.entries(facts)
    .map(([name, value]) => `${name}=${value}`)
    .join('\n')

describe('what a sandbox says about itself', () => {
  test('as promised: no doubts', () => {
    expect(doubts(report(good), expected)).toEqual([])
  })

  test.each([
    ['probe', '', /HOST_DATA_DIR/],
    ['uid', '0:0', /another user/],
    ['caps', '3fffff', /capabilities/],
    ['privileges', '0', /privileges/],
    ['seccomp', '0', /no filter/],
    ['setid', 'open', /filter of system calls is not ours/],
    ['networks', 'lo eth0 ', /network/],
    ['limits', '1048576 96365 819200 8192', /limits of files/],
    ['told', '412 9', /what the machine is/],
    ['memory', '0', /memory limit/],
    ['calls', 'open', /io_uring/],
    ['root', 'closedopenclosed', /outside its folder/],
    ['tmp', 'open', /\/tmp/],
    ['core', 'unlimited', /core dumps/],
    ['setuid', '/usr/bin/su', /somebody else \(setuid: \/usr\/bin\/su\)/],
  ])('%s is %j: doubted', (name, value, reason) => {
    expect(doubts(report({ ...good, [name]: value }), expected)).toEqual([expect.stringMatching(reason)])
  })

  test('it says nothing at all: doubted in everything', () => {
    expect(doubts('', expected)).toHaveLength(Object.keys(good).length)
  })

  test('an image without Python: what needs it is not tried', () => {
    expect(doubts(report({ ...good, calls: 'untried' }), expected)).toEqual([])
  })

  test('a runtime with its own kernel: what only the host’s kernel reports is not asked for', () => {
    const probed = { memoryBytes: 1e8, pids: 64 }

    expect(doubts(report(everywhere), { ...expected, runtime: 'runsc' })).toEqual([])
    expect(probeScript({ ...probed, runtime: 'runsc' })).not.toContain('seccomp=')
    expect(probeScript({ ...probed, runtime: 'crun' })).toContain('seccomp=')
  })
})
