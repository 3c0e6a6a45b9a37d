import { stemOf } from './stem.ts'

/**
 * English words for the very same thing: short forms that people type, the two spellings of a word, and forms that porter
 * does not see as one word. Whoever looks for one of them looks for all.
 */
const groups = `mother mom mum mommy mama, father dad daddy papa, grandmother grandma granny nana,
  grandfather grandpa granddad, kid child, baby infant, husband hubby, boyfriend bf, girlfriend gf, family fam,
  friend buddy pal bestie, brother bro, sister sis, aunt auntie,
  movie film, bicycle bike, motorcycle motorbike, doctor doc physician, veterinarian vet, apartment flat,
  phone cellphone smartphone telephone, television tv, refrigerator fridge, vacation vacay holiday, shop store,
  buy purchase, business biz, competition comp contest, birthday bday, university uni, education edu educational,
  favorite favourite fave fav, color colour, neighbor neighbour, neighborhood neighbourhood, center centre,
  theater theatre, jewelry jewellery, gray grey, traveling travelling, organize organise, realize realise,
  information info, advertisement ad advert, laboratory lab, mathematics math maths, examination exam,
  conversation convo, decide decision, choose choice, die death dead, marry marriage, believe belief, advise advice,
  succeed success successful, lose loss, grow growth, health healthy, injure injury, relocate move,
  volunteer voluntary, weigh weight, sell sale, fly flight, describe description, explain explanation,
  receive reception, young youth, angry anger, hungry hunger, proud pride, thief theft, rain rainy, sun sunny, snow snowy,
  sick sickness ill illness disease, automobile car, couch sofa, trash garbage rubbish, gasoline petrol,
  vegetable veggie veg, wage salary, surgery operation, clothes clothing`

const othersOf = new Map<string, string[]>()
for (const group of groups.split(',')) {
  const words = group.trim().split(/\s+/)
  for (const word of words) {
    const stem = stemOf(word)
    othersOf.set(
      stem,
      words.filter((other) => stemOf(other) !== stem),
    )
  }
}

/** The other words for the very same. */
export const sameAs = (word: string): string[] => othersOf.get(stemOf(word)) ?? []
