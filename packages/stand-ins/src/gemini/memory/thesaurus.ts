/** Everyday words that mean about the same, group by group. What a real model would think of by itself. */
const groups = `
accident crash collision, address street home live residence reside, age old born birthday,
aim goal target objective, airport terminal, allergic allergy intolerant tolerate avoid,
angry annoyed upset furious, answer reply response, apartment flat place home, appointment meeting date,
arrive land come reach, ask request question, baby child kid infant, bag suitcase luggage backpack,
bank account, beautiful pretty lovely, begin start commence, big large size huge, bike bicycle cycle,
birthday born birth, boat ship ferry, book novel read, boss manager supervisor chief, bread loaf,
break holiday vacation, broken damaged defective, brother sibling, build construct make,
business company firm, buy purchase bought get acquire, call phone ring, called named name,
car vehicle drive auto, cat pet animal, cheap affordable inexpensive, child kid son daughter,
choose pick select, city town, clean tidy wash, clever smart intelligent, clothes clothing wear,
code pin combination number, cold chilly freezing, colleague coworker, colour color shade,
computer laptop pc, cook prepare make, cost price charge amount, country nation, course class lesson,
cup mug, cure remedy treat medicine, cupboard cabinet locker, daughter girl child kid, dead died death,
deadline due, debt owe lend lent borrow loan, dentist doctor, depart leave departure go, desk table,
diet eat food, dinner supper meal, dislike hate, doctor physician surgeon medic, dog pet puppy animal,
door entrance entry gate, dose dosage amount milligram, drink beverage, drug medicine medication pill,
early soon, eat food meal consume, email mail, employer company firm work, end finish expire stop over,
enjoy like love, euro money sum, event occasion, exam test, exercise sport training,
expensive costly dear, fall drop, family relatives, famous well-known, fast quick rapid,
father dad parent, favourite favorite preferred best like, fear afraid scared, film movie,
fix repair mend, flight plane fly, floor storey level, flower plant, food eat meal dish, foot feet shoe,
friend pal mate buddy, friday weekday day, fridge refrigerator, fruit food, garage workshop mechanic,
garden yard, gift present, girlfriend partner, guarantee warranty, guest visitor, gym fitness,
happy glad pleased, headmaster principal, heat warm hot, height tall high, help assist support,
hire rent, hobby pastime, holiday vacation trip, hospital clinic, house home building,
husband spouse partner, ill sick unwell, income salary pay wage earn, instrument play, insurance policy,
internet wifi network online, invoice bill, job profession occupation work, journey trip travel,
key unlock, kind type sort, kitchen, know aware, lamp light, landlord owner own rent, language speak,
last final, lawyer attorney solicitor, learn study, letter mail, look see watch, lose lost missing,
luggage baggage, machine device appliance, mail post, married wedding marriage spouse,
medicine medication drug pill tablet, meet meeting gather, membership member, mobile phone cell,
money cash sum, month monthly, mother mum mom parent, mountain hill, move relocate moved live,
music song, neighbour neighbor, new recent, nurse, office workplace, old ancient, opening hours,
order purchase, owner own belong, paint colour, parcel package delivery, parking park, party celebration,
password passphrase login passcode, pay paid payment, pet dog cat animal, phone telephone mobile number,
photo picture image, plane flight aircraft, platform track, plate registration licence license,
problem trouble issue, pupil student, quiet silent, quit leave resign, railway train rail, receipt bill,
recipe dish cook, register licence, rent lease, restaurant diner, result outcome, road street,
room chamber, route way path, safe vault, school educate taught pupil class, seat place, secret hidden,
sell sold, serial id, shelf rack, shoe feet footwear boot, shop store, sister sibling, size big measure,
sleep bed, small little tiny, son boy child kid, speak talk, story tale, street road address,
subscription subscribe, sum amount money, sweet candy, taxi cab, teacher tutor instructor, team club,
television tv, temperature heat, thief burglar, ticket booking reservation, tool instrument,
trainer coach, trousers pants, uncle relative, university college, vaccine vaccination jab,
valid expire end, vet veterinarian animal, village town, visit see, voucher coupon, wallet purse,
watch clock, weight heavy weigh kilo, wife spouse partner, wifi internet wlan network, window pane,
wine drink, wish want, year annual`
  .split(',')
  .map((group) => group.trim().split(' '))

/** Words of about the same meaning, in their simple form; the word itself is not among them. */
export function synonymsOf(word: string, stem: (word: string) => string): string[] {
  const alike = groups.filter((group) => group.some((each) => stem(each) === word)).flat()
  return [...new Set(alike)].filter((each) => stem(each) !== word)
}
