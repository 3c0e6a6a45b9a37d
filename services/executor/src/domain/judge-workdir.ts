// eslint-disable-next-line no-control-regex
const forbidden = /[\u0000-\u001f\u007f]/

/** A folder below /work without detours, or nothing when the words lead elsewhere. The container is the real wall. */
export function plainWorkdir(workdirRel: string): string | undefined {
  if (workdirRel.startsWith('/') || forbidden.test(workdirRel)) return undefined
  const parts = workdirRel.split('/').filter((part) => part !== '' && part !== '.')
  return parts.includes('..') ? undefined : parts.join('/')
}
