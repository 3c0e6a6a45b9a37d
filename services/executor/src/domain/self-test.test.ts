import { doubts } from './self-test.ts'

const expected = { probe: 'abc', user: '10001:10001', memoryBytes: 1_000, hostKernel: true }
const good: Record<string, string> = {
  probe: 'abc',
  uid: '10001:10001',
  caps: '',
  privileges: '1',
  seccomp: '2',
  networks: 'lo ',
  memory: '1000',
  root: 'closed',
  core: '0',
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
    ['seccomp', '0', /seccomp/],
    ['networks', 'lo eth0 ', /network/],
    ['memory', '9223372036854771712', /memory limit/],
    ['root', 'writable', /outside its folder/],
    ['core', 'unlimited', /core dumps/],
  ])('%s is %j: doubted', (name, value, reason) => {
    expect(doubts(report({ ...good, [name]: value }), expected)).toEqual([expect.stringMatching(reason)])
  })

  test('it says nothing at all: doubted in everything', () => {
    expect(doubts('', expected).length).toBeGreaterThanOrEqual(8)
  })

  test('a runtime with its own kernel: what only the host’s kernel reports is not asked for', () => {
    const { privileges: _p, seccomp: _s, memory: _m, ...rest } = good

    expect(doubts(report(rest), { ...expected, hostKernel: false })).toEqual([])
  })
})
