/** A running command, seen from its folder and from the file system at once. Bytes. */
export interface Suspect<Run> {
  run: Run
  /** What the file system lost since it began, less what is found in the folders of running commands. */
  unexplained: number
  /** By how much its folder has grown since it was smallest. */
  grown: number
  /** What its folder may still take. */
  room: number
  /** What its own runner says; undefined where it cannot be asked. */
  figure?: WrittenFigure | undefined
}

export interface WrittenFigure {
  /** Written to disk by all processes of the command so far. */
  bytes: number
  /** Whether some of them could not be looked at. */
  hidden: boolean
}

/**
 * Who writes into files that have no name any more. Both must say so: the file system lost more than the person's room,
 * and the command wrote as much that its folder does not show. So a film that the operator copies ends nobody's command,
 * nor does a command that writes the same file over and over. Of several, the one whose figure fits best.
 */
export function whoHides<Run>(suspects: Suspect<Run>[]): Run | undefined {
  return suspects
    .map((suspect) => ({ ...suspect, unseen: unseenOf(suspect) }))
    .filter(({ unseen, unexplained, room }) => Math.min(unseen, unexplained) > room)
    .sort((a, b) => Math.abs(a.unseen - a.unexplained) - Math.abs(b.unseen - b.unexplained))[0]?.run
}

function unseenOf({ figure, unexplained, grown }: Suspect<unknown>): number {
  if (!figure) return 0
  return Math.max(figure.bytes - grown, figure.hidden ? unexplained : 0)
}
