import type { Random } from '../support/random.ts'

/** What may be told of a person: how it is said, asked for in the same words, changed, and asked for in other words. */
export interface Kind {
  value(random: Random): string
  /** `{s}` is the person, `{v}` the value; the question has no other words than the statement. */
  said: { tell: string; ask: string }[]
  change: string
  /** Without the statements' words, but for the person. */
  otherwise: string[]
}

const digits = (random: Random, count: number) =>
  Array.from({ length: count }, (_, at) => random.whole(at === 0 ? 1 : 0, 9)).join('')
const syllables =
  'ba ce di fo gu ha je ki lo mu na pe ri so tu va we xi yo zu bri cla dro fle gra pli ste tro'.split(' ')
const invented = (random: Random, count: number) =>
  Array.from({ length: count }, () => random.pick(syllables)).join('')
const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1)
const months = 'January February March April May June July August September October November December'.split(
  ' ',
)
const date = (random: Random) => `${random.whole(1, 28)} ${random.pick(months)} ${random.whole(1931, 2012)}`
const aName = (random: Random) => capital(invented(random, 4))
const aNumber = (count: number) => (random: Random) => digits(random, count)
const aWord = (random: Random) => invented(random, 4)

export const kinds: Kind[] = [
  {
    value: aNumber(6),
    said: [
      { tell: 'the door code at {s}’s place is {v}', ask: 'What is the door code at {s}’s place?' },
      {
        tell: '{s} gave me the code for the door, it is {v}',
        ask: 'Which code did {s} give me for the door?',
      },
    ],
    change: '{s} has a new door code: {v}',
    otherwise: ['Which PIN opens the entrance of {s}’s flat?', 'What combination lets me into {s}’s home?'],
  },
  {
    value: date,
    said: [
      { tell: '{s}’s birthday is {v}', ask: 'When is {s}’s birthday?' },
      { tell: '{s} has a birthday on {v}', ask: 'On which day has {s} a birthday?' },
    ],
    change: 'I had {s}’s birthday wrong, {s} has it on {v}',
    otherwise: ['On what date was {s} born?', 'What is the date of birth of {s}?'],
  },
  {
    value: aWord,
    said: [
      { tell: '{s} is allergic to {v}', ask: 'What is {s} allergic to?' },
      { tell: '{s} cannot have {v} because of an allergy', ask: 'Which allergy does {s} have?' },
    ],
    change: 'the test came back, {s} has another allergy and is allergic to {v}',
    otherwise: ['Which food does {s} not tolerate?', 'What must I avoid serving to {s}?'],
  },
  {
    value: aName,
    said: [
      {
        tell: '{s} works for a company that is called {v}',
        ask: 'What is the company called that {s} works for?',
      },
      { tell: '{s} has found work at {v}', ask: 'Where has {s} found work?' },
    ],
    change: '{s} has found other work, the company is called {v}',
    otherwise: ['Who is the employer of {s}?', 'At which firm does {s} have a job?'],
  },
  {
    value: (random) => `${aName(random)} Street ${random.whole(2, 98)}`,
    said: [
      { tell: '{s} has moved to {v}', ask: 'Where has {s} moved to?' },
      { tell: '{s} lives at {v} these days', ask: 'Where does {s} live these days?' },
    ],
    change: '{s} has moved again and lives at {v} these days',
    otherwise: ['What is the address of {s}?', 'At which address does {s} reside?'],
  },
  {
    value: aName,
    said: [
      { tell: '{s}’s dog is called {v}', ask: 'What is {s}’s dog called?' },
      { tell: '{s} got a dog and named it {v}', ask: 'What did {s} name the dog?' },
    ],
    change: '{s} had to name the dog anew, it is called {v} now',
    otherwise: ['Who is {s}’s pet?', 'Who is the puppy of {s}?'],
  },
  {
    value: aName,
    said: [
      { tell: '{s} has bought a car, a {v}', ask: 'Which car has {s} bought?' },
      { tell: '{s} drives a {v} to work', ask: 'What does {s} drive to work?' },
    ],
    change: '{s} drives another car to work now, {s} has bought a {v}',
    otherwise: ['What vehicle does {s} own?', 'Which make is the automobile of {s}?'],
  },
  {
    value: (random) => `${invented(random, 3)}-${digits(random, 3)}`,
    said: [
      { tell: 'the wifi password at {s}’s is {v}', ask: 'What is the wifi password at {s}’s?' },
      { tell: '{s}’s wifi has the password {v}', ask: 'Which password has {s}’s wifi?' },
    ],
    change: '{s} has set another wifi password: {v}',
    otherwise: [
      'How do I get onto the internet at {s}’s, with which passphrase?',
      'What is the login for {s}’s network?',
    ],
  },
  {
    value: (random) => `${capital(invented(random, 1)).slice(0, 2).toUpperCase()}${digits(random, 5)}`,
    said: [
      { tell: '{s} comes with flight {v}', ask: 'With which flight does {s} come?' },
      { tell: '{s} has booked flight {v}', ask: 'Which flight has {s} booked?' },
    ],
    change: '{s} has booked another flight and comes with {v}',
    otherwise: ['Which plane does {s} arrive on?', 'What is the number of the aircraft that {s} takes?'],
  },
  {
    value: aName,
    said: [
      { tell: '{s}’s doctor is {v}', ask: 'Who is {s}’s doctor?' },
      { tell: '{s} goes to a doctor called {v}', ask: 'What is the doctor called that {s} goes to?' },
    ],
    change: '{s} goes to another doctor now, called {v}',
    otherwise: ['Which physician treats {s}?', 'What is the name of {s}’s medic?'],
  },
  {
    value: (random) => `${invented(random, 2)} ${random.pick(['green', 'blue', 'red', 'grey'])}`,
    said: [
      { tell: '{s}’s favourite colour is {v}', ask: 'What is {s}’s favourite colour?' },
      { tell: '{s} wants the walls in the colour {v}', ask: 'In which colour does {s} want the walls?' },
    ],
    change: '{s} has a new favourite colour and wants the walls in {v}',
    otherwise: ['Which shade does {s} prefer?', 'What shade of paint should I choose for {s}?'],
  },
  {
    value: (random) => `${digits(random, 3)}.${digits(random, 2)} euros`,
    said: [
      { tell: 'I lent {s} {v}', ask: 'How many euros have I lent {s}?' },
      { tell: '{s} owes me {v}', ask: 'How many euros does {s} owe me?' },
    ],
    change: '{s} borrowed more, in all {s} owes me {v}',
    otherwise: ['How much money is {s} in debt with me?', 'What is the sum of {s}’s debt?'],
  },
  {
    value: (random) => `${random.pick(['A', 'B', 'C', 'D'])}${digits(random, 4)}`,
    said: [
      { tell: 'the meeting with {s} is in room {v}', ask: 'In which room is the meeting with {s}?' },
      { tell: 'we meet with {s} in room {v}', ask: 'In which room do we meet with {s}?' },
    ],
    change: 'the meeting with {s} is in another room, we meet in {v}',
    otherwise: [
      'In which chamber is the appointment with {s}?',
      'Where do we gather when {s} has the appointment?',
    ],
  },
  {
    value: aName,
    said: [
      { tell: '{s}’s daughter goes to the {v} school', ask: 'Which school does {s}’s daughter go to?' },
      {
        tell: '{s} sends the children to the {v} school',
        ask: 'To which school does {s} send the children?',
      },
    ],
    change: '{s} sends the children to another school, the {v} school, the daughter goes, too',
    otherwise: ['Where is the kid of {s} educated?', 'Where is {s}’s kid a pupil?'],
  },
  {
    value: (random) => `${digits(random, 3)} mg of ${invented(random, 3)}`,
    said: [
      { tell: '{s} takes {v} as medicine every evening', ask: 'Which medicine does {s} take every evening?' },
      { tell: '{s} was given a medicine: {v} a day', ask: 'What medicine was {s} given a day?' },
    ],
    change: '{s} takes another medicine every evening: {v}',
    otherwise: ['What dose of which pill does {s} need?', 'Which pill is {s} on?'],
  },
  {
    value: aNumber(5),
    said: [
      { tell: '{s}’s locker at the gym is number {v}', ask: 'What number is {s}’s locker at the gym?' },
      { tell: '{s} keeps the boots in locker {v}', ask: 'In which locker does {s} keep the boots?' },
    ],
    change: '{s} keeps the boots in another locker at the gym, number {v}',
    otherwise: ['Which cabinet is {s} using?', 'What is written on the cabinet of {s}?'],
  },
  {
    value: (random) => `${capital(invented(random, 2)).slice(0, 2).toUpperCase()}-${digits(random, 5)}`,
    said: [
      { tell: 'the licence plate of {s}’s van is {v}', ask: 'What is the licence plate of {s}’s van?' },
      { tell: '{s}’s van has the plate {v}', ask: 'Which plate has {s}’s van?' },
    ],
    change: '{s} got a new plate for the van: {v}',
    otherwise: [
      'What is the registration of {s}’s vehicle?',
      'Under which registration is {s}’s vehicle known?',
    ],
  },
  {
    value: (random) => `the ${invented(random, 3)}`,
    said: [
      { tell: '{s} has started to play {v}', ask: 'What has {s} started to play?' },
      { tell: '{s} plays {v} in a band', ask: 'What does {s} play in the band?' },
    ],
    change: '{s} has started to play something else in the band, {v}',
    otherwise: ['Which instrument does {s} study?', 'What is {s}’s musical instrument?'],
  },
  {
    value: aName,
    said: [
      { tell: 'the restaurant that {s} loves is {v}', ask: 'Which restaurant does {s} love?' },
      {
        tell: '{s} wants to be taken out to the restaurant {v}',
        ask: 'To which restaurant does {s} want to be taken out?',
      },
    ],
    change: '{s} loves another restaurant now and wants to be taken out to {v}',
    otherwise: ['In which diner does {s} like to have supper?', 'What is {s}’s preferred diner?'],
  },
  {
    value: aName,
    said: [
      { tell: '{s}’s lawyer is {v}', ask: 'Who is {s}’s lawyer?' },
      { tell: '{s} has taken {v} for a lawyer', ask: 'Whom has {s} taken for a lawyer?' },
    ],
    change: '{s} has taken another lawyer, {v}',
    otherwise: ['Which attorney speaks for {s}?', 'What is the name of {s}’s solicitor?'],
  },
]
