import { Readable } from 'node:stream'
import { ZipFile } from 'yazl'
import type { ZipEntry } from '../domain/account/export-account.ts'

/** A zip of these entries, made while it is read: nothing is held but names. */
export function zipStream(entries: ZipEntry[]): AsyncIterable<Uint8Array> {
  const zip = new ZipFile()
  const output = zip.outputStream as Readable
  // Without this a stream that breaks would leave its reader waiting for ever.
  zip.on('error', (error) => output.destroy(error))
  for (const { name, changedAt, open } of entries) {
    zip.addReadStreamLazy(name, { mtime: changedAt, mode: 0o100644 }, (ready) =>
      ready(null, Readable.from(open())),
    )
  }
  zip.end()
  return output
}
