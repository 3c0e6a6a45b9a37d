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

const kind = (
  value: Kind['value'],
  asked: Record<string, string>,
  change: string,
  otherwise: string[],
): Kind => ({
  value,
  said: Object.entries(asked).map(([tell, ask]) => ({ tell, ask })),
  change,
  otherwise,
})

/** Of each its value, how it is told and asked for in the same words, how it changes, and other questions for it. */
export const kinds: Kind[] = [
  kind(
    aNumber(6),
    {
      'the door code at {s}’s place is {v}': 'What is the door code at {s}’s place?',
      '{s} gave me the code for the door, it is {v}': 'Which code did {s} give me for the door?',
    },
    '{s} has a new door code: {v}',
    ['Which PIN opens the entrance of {s}’s flat?', 'What combination lets me into {s}’s home?'],
  ),
  kind(
    date,
    {
      '{s}’s birthday is {v}': 'When is {s}’s birthday?',
      '{s} has a birthday on {v}': 'On which day has {s} a birthday?',
    },
    'I had {s}’s birthday wrong, {s} has it on {v}',
    ['On what date was {s} born?', 'What is the date of birth of {s}?'],
  ),
  kind(
    aWord,
    {
      '{s} is allergic to {v}': 'What is {s} allergic to?',
      '{s} cannot have {v} because of an allergy': 'Which allergy does {s} have?',
    },
    'the test came back, {s} has another allergy and is allergic to {v}',
    ['Which food does {s} not tolerate?', 'What must I avoid serving to {s}?'],
  ),
  kind(
    aName,
    {
      '{s} works for a company that is called {v}': 'What is the company called that {s} works for?',
      '{s} has found work at {v}': 'Where has {s} found work?',
    },
    '{s} has found other work, the company is called {v}',
    ['Who is the employer of {s}?', 'At which firm does {s} have a job?'],
  ),
  kind(
    (random) => `${aName(random)} Street ${random.whole(2, 98)}`,
    {
      '{s} has moved to {v}': 'Where has {s} moved to?',
      '{s} lives at {v} these days': 'Where does {s} live these days?',
    },
    '{s} has moved again and lives at {v} these days',
    ['What is the address of {s}?', 'At which address does {s} reside?'],
  ),
  kind(
    aName,
    {
      '{s}’s dog is called {v}': 'What is {s}’s dog called?',
      '{s} got a dog and named it {v}': 'What did {s} name the dog?',
    },
    '{s} had to name the dog anew, it is called {v} now',
    ['Who is {s}’s pet?', 'Who is the puppy of {s}?'],
  ),
  kind(
    aName,
    {
      '{s} has bought a car, a {v}': 'Which car has {s} bought?',
      '{s} drives a {v} to work': 'What does {s} drive to work?',
    },
    '{s} drives another car to work now, {s} has bought a {v}',
    ['What vehicle does {s} own?', 'Which make is the automobile of {s}?'],
  ),
  kind(
    (random) => `${invented(random, 3)}-${digits(random, 3)}`,
    {
      'the wifi password at {s}’s is {v}': 'What is the wifi password at {s}’s?',
      '{s}’s wifi has the password {v}': 'Which password has {s}’s wifi?',
    },
    '{s} has set another wifi password: {v}',
    [
      'How do I get onto the internet at {s}’s, with which passphrase?',
      'What is the login for {s}’s network?',
    ],
  ),
  kind(
    (random) => `${capital(invented(random, 1)).slice(0, 2).toUpperCase()}${digits(random, 5)}`,
    {
      '{s} comes with flight {v}': 'With which flight does {s} come?',
      '{s} has booked flight {v}': 'Which flight has {s} booked?',
    },
    '{s} has booked another flight and comes with {v}',
    ['Which plane does {s} arrive on?', 'What is the number of the aircraft that {s} takes?'],
  ),
  kind(
    aName,
    {
      '{s}’s doctor is {v}': 'Who is {s}’s doctor?',
      '{s} goes to a doctor called {v}': 'What is the doctor called that {s} goes to?',
    },
    '{s} goes to another doctor now, called {v}',
    ['Which physician treats {s}?', 'What is the name of {s}’s medic?'],
  ),
  kind(
    (random) => `${invented(random, 2)} ${random.pick(['green', 'blue', 'red', 'grey'])}`,
    {
      '{s}’s favourite colour is {v}': 'What is {s}’s favourite colour?',
      '{s} wants the walls in the colour {v}': 'In which colour does {s} want the walls?',
    },
    '{s} has a new favourite colour and wants the walls in {v}',
    ['Which shade does {s} prefer?', 'What shade of paint should I choose for {s}?'],
  ),
  kind(
    (random) => `${digits(random, 3)}.${digits(random, 2)} euros`,
    {
      'I lent {s} {v}': 'How many euros have I lent {s}?',
      '{s} owes me {v}': 'How many euros does {s} owe me?',
    },
    '{s} borrowed more, in all {s} owes me {v}',
    ['How much money is {s} in debt with me?', 'What is the sum of {s}’s debt?'],
  ),
  kind(
    (random) => `${random.pick(['A', 'B', 'C', 'D'])}${digits(random, 4)}`,
    {
      'the meeting with {s} is in room {v}': 'In which room is the meeting with {s}?',
      'we meet with {s} in room {v}': 'In which room do we meet with {s}?',
    },
    'the meeting with {s} is in another room, we meet in {v}',
    ['In which chamber is the appointment with {s}?', 'Where do we gather when {s} has the appointment?'],
  ),
  kind(
    aName,
    {
      '{s}’s daughter goes to the {v} school': 'Which school does {s}’s daughter go to?',
      '{s} sends the children to the {v} school': 'To which school does {s} send the children?',
    },
    '{s} sends the children to another school, the {v} school, the daughter goes, too',
    ['Where is the kid of {s} educated?', 'Where is {s}’s kid a pupil?'],
  ),
  kind(
    (random) => `${digits(random, 3)} mg of ${invented(random, 3)}`,
    {
      '{s} takes {v} as medicine every evening': 'Which medicine does {s} take every evening?',
      '{s} was given a medicine: {v} a day': 'What medicine was {s} given a day?',
    },
    '{s} takes another medicine every evening: {v}',
    ['What dose of which pill does {s} need?', 'Which pill is {s} on?'],
  ),
  kind(
    aNumber(5),
    {
      '{s}’s locker at the gym is number {v}': 'What number is {s}’s locker at the gym?',
      '{s} keeps the boots in locker {v}': 'In which locker does {s} keep the boots?',
    },
    '{s} keeps the boots in another locker at the gym, number {v}',
    ['Which cabinet is {s} using?', 'What is written on the cabinet of {s}?'],
  ),
  kind(
    (random) => `${capital(invented(random, 2)).slice(0, 2).toUpperCase()}-${digits(random, 5)}`,
    {
      'the licence plate of {s}’s van is {v}': 'What is the licence plate of {s}’s van?',
      '{s}’s van has the plate {v}': 'Which plate has {s}’s van?',
    },
    '{s} got a new plate for the van: {v}',
    ['What is the registration of {s}’s vehicle?', 'Under which registration is {s}’s vehicle known?'],
  ),
  kind(
    (random) => `the ${invented(random, 3)}`,
    {
      '{s} has started to play {v}': 'What has {s} started to play?',
      '{s} plays {v} in a band': 'What does {s} play in the band?',
    },
    '{s} has started to play something else in the band, {v}',
    ['Which instrument does {s} study?', 'What is {s}’s musical instrument?'],
  ),
  kind(
    aName,
    {
      'the restaurant that {s} loves is {v}': 'Which restaurant does {s} love?',
      '{s} wants to be taken out to the restaurant {v}': 'To which restaurant does {s} want to be taken out?',
    },
    '{s} loves another restaurant now and wants to be taken out to {v}',
    ['In which diner does {s} like to have supper?', 'What is {s}’s preferred diner?'],
  ),
  kind(
    aName,
    {
      '{s}’s lawyer is {v}': 'Who is {s}’s lawyer?',
      '{s} has taken {v} for a lawyer': 'Whom has {s} taken for a lawyer?',
    },
    '{s} has taken another lawyer, {v}',
    ['Which attorney speaks for {s}?', 'What is the name of {s}’s solicitor?'],
  ),
]
