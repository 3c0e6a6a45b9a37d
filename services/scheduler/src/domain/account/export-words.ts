import type { FoundFile } from './plan-parts.ts'

export interface About {
  part: number
  of: number
  /** Names of links, pipes and the like, and those that cannot be written down. */
  skipped: string[]
  tooLarge: FoundFile[]
  /** Went away, or could not be read whole, while they were packed. */
  incomplete: string[]
}

/** What a zip says of itself. */
export function aboutText({ part, of, skipped, tooLarge, incomplete }: About): string {
  return [
    `Everything Aika keeps of you, part ${part} of ${of}.`,
    '',
    'data/    rows of the database that are yours, one JSON file a table (in part 1)',
    'files/   your folder: files, cache and logs',
    ...section(
      'Not here, larger than Telegram takes',
      tooLarge.map(({ path, bytes }) => `${path} (${bytes} bytes)`),
    ),
    ...section('Not here, as they are no plain files', skipped),
    ...section('Changed or went away while they were packed, and may be incomplete', incomplete),
    '',
  ].join('\n')
}

function section(title: string, lines: string[]): string[] {
  return lines.length === 0 ? [] : ['', `${title}:`, ...lines.map((line) => `  ${line}`)]
}

const mostNamed = 20

/** Said beside the zips: what is missing in them and how to get it. */
export function tooLargeNotice(tooLarge: FoundFile[]): string {
  const named = tooLarge
    .slice(0, mostNamed)
    .map(({ path, bytes }) => `- \`${path.replaceAll('`', "'")}\` (${megabytes(bytes)} MB)`)
  const more =
    tooLarge.length > mostNamed
      ? [`- and ${tooLarge.length - mostNamed} more, all listed in \`about.txt\``]
      : []
  return [
    'These files are larger than Telegram takes from me, so I cannot send them. They are in your folder:',
    ...named,
    ...more,
    '',
    'To get one, ask me to cut it into parts, for example “split that file into parts of 40 MB”, and `/download` each part.',
  ].join('\n')
}

const megabytes = (bytes: number) => Math.ceil(bytes / 2 ** 20)
