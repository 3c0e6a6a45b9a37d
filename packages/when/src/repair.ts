const hoursInRussian: Record<string, number> = {
  два: 2, три: 3, четыре: 4, пять: 5, шесть: 6, семь: 7, восемь: 8,
  девять: 9, десять: 10, одиннадцать: 11, двенадцать: 12,
} // prettier-ignore
const spelled = Object.keys(hoursInRussian).join('|')
const hoursInLatin: Record<string, number> = {
  one: 1, two: 2, three: 3, four: 4, five: 5, six: 6, seven: 7, eight: 8, nine: 9, ten: 10, eleven: 11, twelve: 12,
  eins: 1, zwei: 2, drei: 3, vier: 4, fünf: 5, sechs: 6, sieben: 7, acht: 8, neun: 9, zehn: 10, elf: 11, zwölf: 12,
} // prettier-ignore
const spelledInLatin = Object.keys(hoursInLatin).join('|')

/** What people write and chrono does not read, as it does. Text in lower case. */
const repairs: [RegExp, string | ((...groups: string[]) => string)][] = [
  [/(?<=^|\s)half past (\d{1,2})(?=\s|$)/gu, '$1:30'],
  [new RegExp(`(?<=^|\\s)(в|к) (${spelled})(?=\\s|$)`, 'gu'), (_, word, hour) => `${word} ${hoursInRussian[hour!]}`],
  [new RegExp(`(?<=^|\\s)(at|um) (${spelledInLatin})(?=\\s|$)`, 'gu'), (_, word, hour) => `${word} ${hoursInLatin[hour!]}`],
  [/(?<=^|\s)tonight (?=\d)/gu, 'tonight at '],
  [/(?<=^|\s)(heute|morgen) früh (?=um \d)/gu, '$1 '],
  // Chrono takes the hour for one of the morning.
  [/(?<=^|\s)(van|morgen)avond om (\d|1[01])(?=\s|$)/gu, (_, day, hour) => `${day === 'van' ? 'vandaag' : day} om ${Number(hour) + 12}:00`],
  [/(?<=^|\s)(в|к|о|об) (\d{1,2}) (?:час(?:а|ов)?|годин[иі]?|год)(?: (\d{1,2}) (?:минут[уы]?|мин|хв))?(?=\s|$)/gu,
    (_, word, hour, minute) => `${word} ${hour}:${(minute ?? '00').padStart(2, '0')}`],
  [/(?<=\d) ?ч\.?(?=\s|$)/gu, ' часа'],
  [/(?<=\d) ?(?:м|мин)\.?(?=\s|$)/gu, ' минут'],
  [/(?<=^|\s)(?:daqui a|em) (?=\d+ (?:minutos?|horas?|dias?|semanas?)(?:\s|$))/gu, 'dentro de '],
  // A day and a month without a year: followed by nothing or a time, not after a word that makes it a time itself.
  [/(?<!(?:at|в|к|о|um|à|om|alle|às|las) )(?<=^|\s)(\d{1,2})\.(0?[1-9]|1[0-2])\.?(?=$|\s+(?:\p{L}{1,3}\s+)?\d)/gu, '$1/$2'],
  [/(?<=^|\s)во (?=вторник)/gu, 'в '],
  [/(?<=^|\s)дн[её]м(?=\s|$)/gu, 'в 15:00'],
  [/(?<=^|\s)полтора часа(?=\s|$)/gu, '90 минут'],
  [/(?<=^|\s)(\d{1,2})[.,](\d) часа?(?=\s|$)/gu, (_, hours, tenth) => `${Number(hours) * 60 + Number(tenth) * 6} минут`],
] // prettier-ignore

export function repaired(text: string): string {
  return repairs.reduce((so, [from, to]) => so.replaceAll(from, to as string), text)
}
