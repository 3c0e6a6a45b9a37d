import { allowedCalls, unknownCalls } from './allowed-calls.ts'
import { boundedCalls } from './bounded-calls.ts'
import { architectures, type Architecture } from './rule.ts'

const notImplemented = 38
const notSupported = 95

/**
 * The filter of a sandbox's system calls, as the engine takes it: JSON, the same text for the same machine. What it does
 * not name is refused with EPERM. It holds for one architecture: a program that makes another one's calls is ended.
 *
 * @param arch - as Node names it.
 * @param options - `loopback`: TCP and UDP within the sandbox. Not where the kernel does not count their buffers as the
 * sandbox's memory (cgroup v1): one could fill the machine's with them.
 */
export function seccompProfile(arch: string, { loopback = true }: { loopback?: boolean } = {}): string {
  if (!isKnown(arch))
    throw new Error(`there is no filter of system calls for ${arch}, only for x64 and arm64`)
  return JSON.stringify({
    defaultAction: 'SCMP_ACT_ERRNO',
    architectures: [architectures[arch]],
    syscalls: [
      { names: allowedCalls(arch), action: 'SCMP_ACT_ALLOW' },
      ...boundedCalls(arch, loopback).map((rule) => ({ ...rule, action: 'SCMP_ACT_ALLOW' })),
      { names: unknownCalls, action: 'SCMP_ACT_ERRNO', errnoRet: notImplemented },
      // It takes gigabytes in milliseconds, faster than a quota can be held. Programs go on without it: they write.
      { names: ['fallocate'], action: 'SCMP_ACT_ERRNO', errnoRet: notSupported },
    ],
  })
}

function isKnown(arch: string): arch is Architecture {
  return arch in architectures
}
