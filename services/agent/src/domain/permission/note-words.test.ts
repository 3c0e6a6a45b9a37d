import { asksToChangeNotes, asksToForget, asksToRemember } from './note-words.ts'

describe('notes in a person’s own words (F-PERM 2)', () => {
  test.each([
    'forget note tg-1-2-3',
    'Please forget that I like tea',
    'can you forget my address?',
    'I want you to forget the last note',
    'delete the note on tea',
    'clean up your notes, please',
    'that note is wrong, remove it',
    'забудь эту заметку',
    'Удали, пожалуйста, заметку про чай',
    'видали нотатку про чай',
    'Vergiss die Notiz über Tee',
    'Die Notiz kannst du löschen',
    'olvida mi dirección',
    'borra la nota del té',
    'apaga a nota sobre o chá',
    'oublie mon adresse',
    'supprime la note sur le thé',
    'dimentica il mio indirizzo',
    'cancella la nota sul tè',
    'vergeet mijn adres',
    'verwijder de notitie over thee',
  ])('to forget: %s', (words) => expect(asksToForget(words)).toBe(true))

  test.each([
    'summarise the mail',
    'what do you remember?',
    'do you remember my address?',
    'I forget names so often',
    'I forgot my keys',
    'don’t forget to smile',
    'read my notes',
    'delete line 3 of notes.md',
    'delete files/notes/old.txt',
    'Forget it, tell me a joke',
    'remember: I like oat milk',
    "don't delete my notes",
    'не забудь про чай',
    'не удаляй заметки',
    'я забыл ключи',
    'vergiss nicht, dass ich Tee mag',
    "n'oublie pas le thé",
    '',
  ])('not to forget: %s', (words) => expect(asksToForget(words)).toBe(false))

  test.each([
    'remember: I like oat milk',
    'My cat is called Tom. Please remember that.',
    "don't forget that I moved",
    'make a note: the code is 12',
    'запомни, что я люблю чай',
    'не забудь, что я переехал',
    'Merk dir, dass ich Tee mag',
    'recuerda que me gusta el té',
    'lembre-se de que gosto de chá',
    'souviens-toi que j’aime le thé',
    'ricordati che mi piace il tè',
    'onthoud dat ik van thee houd',
  ])('to remember: %s', (words) => {
    expect(asksToRemember(words)).toBe(true)
    expect(asksToForget(words)).toBe(false)
  })

  test.each(['what do you remember?', 'do you remember when we met?', 'summarise the mail', 'я помню'])(
    'not to remember: %s',
    (words) => expect(asksToRemember(words)).toBe(false),
  )

  test('a new fact changes a note as well as “change my note” does', () => {
    expect(asksToChangeNotes('remember that I live in Bonn now')).toBe(true)
    expect(asksToChangeNotes('change my note: I live in Bonn')).toBe(true)
    expect(asksToChangeNotes('where do I live?')).toBe(false)
  })
})
