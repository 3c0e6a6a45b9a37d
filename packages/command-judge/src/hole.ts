/**
 * Stands in a word for what is known only while the script runs. In a script itself this character is as unknown as
 * what it stands for, which errs on the side of asking.
 */
export const HOLE = '\uFFFC'

export const hasHole = (text: string): boolean => text.includes(HOLE)
