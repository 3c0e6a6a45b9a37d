import { placeGroups } from './places.ts'
import { nearest } from './spelling.ts'
import { stemOf } from './stem.ts'

/**
 * What people ask for by one word and say by another: a kind and what is of that kind, or words for the same. The first
 * words of a line, up to the colon, are asked by; all of a line are searched for.
 */
const lines = `
family relative relatives: mom mother dad father parents husband wife son daughter kids brother sister grandma grandpa cousin aunt uncle
child children kid kids: son daughter baby toddler kids
parent parents: mom mum mother dad father
sibling siblings: brother sister
partner spouse relationship dating married marriage single: husband wife boyfriend girlfriend wedding engaged divorce breakup date
friend friends friendship: buddy pal mate
pet pets animal animals: dog cat puppy kitten bird fish hamster rabbit turtle snake horse
dog dogs: puppy pup
cat cats: kitten
hobby hobbies activity activities pastime leisure interest interests fun enjoy: hiking painting swimming running reading camping dancing cooking gaming gardening photography pottery yoga knitting fishing cycling
relax destress unwind stress calm: therapy therapeutic peaceful soothing meditation yoga destress relaxing escape
exercise workout fitness sport sports athletic: gym run running swim swimming yoga jog cycling hike hiking training basketball football soccer tennis
outdoor outdoors nature: hike hiking camping park forest mountain beach trail lake
art arts artistic creative: painting drawing pottery sculpture sketch photography canvas
paint painting painted: canvas brush watercolor artwork
instrument instruments: guitar piano violin drums clarinet flute cello saxophone bass ukulele trumpet
music musical musician band artist concert: song singer album guitar piano gig festival performance
book books read reading novel author: novel author reading story chapter series library
movie movies film films show watch cinema: movie film series netflix episode theater
game games gaming: play console chess cards board tournament
food dish meal cuisine eat diet: dinner lunch breakfast recipe cook cooking restaurant pizza pasta salad vegetarian vegan
drink drinks beverage: coffee tea wine beer juice water cocktail
cook cooking bake baking recipe: cook bake baked recipe dish cake kitchen
dessert sweet sweets: cake cookie ice cream chocolate pie
job work career occupation profession employment employer: job work career position hired boss office company promotion
boss manager employer: manager supervisor
colleague colleagues coworker: coworkers team
salary income earn pay: salary raise wage paid
fired unemployed: lost laid job
business company startup venture: business store shop studio brand customers clients
shop store: shop store boutique
promote promotion marketing advertise advertisement: ad ads campaign marketing social media instagram
study studies education school university college degree major field: school college university class course degree graduate student exam
teacher teach: teacher professor class students
exam test: exam test grade passed
money finance financial budget cost price expensive: money budget savings loan debt cost price cheap
buy purchase purchased shopping bought: bought purchase ordered shopping got
own possess: own have bought
gift present presents: gift present birthday gave
health illness sick disease medical condition injury injured: sick ill doctor hospital pain flu surgery injury medicine allergy diagnosis
doctor physician: doctor hospital clinic appointment
allergy allergic allergies: allergic allergy
medicine medication pill: medicine pills prescription
mental emotional: therapy counseling anxiety depression stress
diet vegetarian vegan: vegetarian vegan meat
home house apartment live lives living residence: house home apartment flat moved neighborhood
address street: street address
city town country place hometown: city town country from moved
move moved relocate: moved moving new apartment
travel trip vacation holiday journey visit visited abroad: trip travel vacation flight visited tour hotel roadtrip
flight fly plane airport: flight plane airport ticket
hotel accommodation stay: hotel airbnb booked
car vehicle drive transport: car truck drive bike bus train
bike bicycle cycling: bike bicycle ride
event events attend attended participate participated: event conference workshop parade meeting concert festival fair competition group show
party celebrate celebration: party celebrated birthday anniversary
birthday born age old: birthday born years old
wedding marry: wedding married ceremony
competition contest tournament: competition contest won trophy prize
award prize won achievement: award prize trophy medal won first place
volunteer volunteering charity community donate: volunteer charity shelter donate fundraiser community
help support supportive: help support there for encouraged
religion religious faith church spiritual: church faith god pray bible temple mosque
politics political: vote election rights party government liberal conservative
identity gender sexuality: gay lesbian transgender trans woman man queer
feel feeling feelings emotion mood: happy sad excited proud nervous scared angry grateful
happy joy: happy glad excited thrilled
sad upset: sad upset down cry
afraid fear scared: scared afraid nervous anxious
proud accomplishment: proud accomplished
goal goals dream plan plans future aspire ambition: goal dream plan hope want someday
plan plans planning intend: plan planning going next upcoming
problem problems issue challenge challenges difficulty difficulties struggle setback: tough hard problem struggle challenge difficult setback
reason why motivation motivate inspired inspire inspiration: because inspired motivated passion
decide decision chose: decided chose choice
advice recommend recommendation suggest suggestion: recommend suggest should try tips
learn skill skills: learn learned class lesson practice
clothes clothing outfit fashion wear: dress shirt shoes jacket jeans hat
jewelry accessory: necklace ring bracelet earrings
photo photos picture image: picture photo pic
symbol symbolize represent meaning significance: symbol stands means represents reminder
garden plants gardening: garden plants flowers vegetables grow
flower flowers plant: flowers roses sunflowers tulips
weather climate: rain snow sun sunny hot cold storm
computer laptop device phone technology: laptop phone computer app software
code programming software developer: code python javascript app bug program
password login account: password account login
deadline due: deadline due by
meeting appointment: meeting appointment call schedule
name called: named name called
favorite favourite best prefer preference: favorite favourite love best prefer
dislike hate: hate dislike stand
color colour: red blue green yellow purple pink black white
sleep insomnia tired: sleep tired nap rest bed
accident crash: accident crash hit injured
die died death passed loss: died death passed funeral lost
baby pregnant pregnancy: baby pregnant born due
adopt adoption: adopt adoption agency foster
speak language languages: language spanish french german english speak
sing singer: song voice choir
dance dancing dancer: dance ballet contemporary studio
write writing writer: write journal blog poem story book
military army: army service veteran
nationality origin roots: country born from grew up
personality trait traits describe: kind caring thoughtful honest funny strong brave
class course lesson workshop training: class course lesson workshop session tutorial
join enroll register sign: joined signed enrolled registered member
research investigate explore: researching researched looking into
group club organization community: group club team organization community members
project task assignment: project task assignment
beach sea ocean coast: beach sea ocean coast waves surf surfing sand
mountain mountains: mountain peak hill climb hike trail
lake river water: lake river waterfall kayak swim
forest woods: forest woods trees trail
camp camping camped: camping tent campfire cabin
roadtrip: trip drive drove car
breakfast lunch dinner: breakfast lunch dinner ate cooked
fruit fruits: apple banana orange strawberry blueberry mango grapes peach
vegetable vegetables: tomato carrot potato broccoli spinach pepper cucumber onion
meat seafood: chicken beef pork steak salmon fish shrimp bacon
cuisine: italian chinese mexican thai indian japanese sushi pasta tacos curry
snack snacks: chips candy cookies popcorn nuts chocolate fruit
injury injured hurt accident: broke broken sprained twisted ankle knee wrist leg arm back hurt
symptom symptoms: fever cough headache pain nausea dizzy
disease condition illness: diabetes asthma cancer covid flu cold migraine anxiety depression
allergy allergic: peanuts nuts gluten dairy lactose pollen shellfish
coach trainer mentor mentorship: coach trainer mentor mentored mentoring guide
customer customers client clients: customer client people buyers
rent landlord: rent lease landlord deposit
repair fix broken broke: repair fixed mechanic
console device: nintendo xbox playstation switch controller
programming language framework: python java javascript typescript rust golang kotlin php
brand: toyota honda ford bmw tesla audi volkswagen apple samsung nike adidas
breed: labrador poodle beagle bulldog retriever shepherd husky terrier corgi dachshund
genre: jazz rock pop classical rap metal blues electronic techno folk fantasy mystery thriller romance
dance: salsa ballet contemporary tango ballroom hip hop
religion: christian catholic muslim jewish buddhist hindu atheist
holiday holidays festivity: christmas easter thanksgiving halloween hanukkah ramadan diwali
degree diploma: bachelor master phd diploma graduated
subject subjects: math physics chemistry biology history geography literature
profession occupation: nurse teacher engineer lawyer doctor counselor accountant chef designer programmer
bird birds: parrot canary owl eagle
reptile reptiles: snake lizard turtle gecko
transport commute: train bus subway metro taxi bike walk
furniture decor: sofa couch chair table desk bed lamp rug mirror shelf
social media platform: instagram facebook tiktok youtube twitter linkedin blog
room rooms: kitchen bedroom bathroom living office
success successful achieve achievement: won achieved award milestone proud
fail failure failed setback: failed rejected lost mistake
keepsake heirloom: necklace pendant ring watch inherited
grief grieve grieving mourn: loss died passed funeral miss missing
peace peaceful tranquil: calm peaceful quiet serene relaxing
meditate meditation mindfulness: breathing meditation mindfulness calm
shape fit healthy lifestyle: diet exercise gym workout weight
weight: pounds kilos diet lost
vehicle: motorcycle scooter van suv
sibling: twin older younger
marital status: single married divorced engaged
financial: savings salary debt mortgage loan rich poor
education: studying graduate exam class
publish published: published magazine article blog book
perform performance: stage concert show audience performed
collect collection: collect collecting collection
tattoo piercing: tattoo ink
neighborhood: neighbor street local
celebrity famous actor: actor actress star fan
sports team: basketball football soccer baseball hockey tennis volleyball
scared phobia: spiders heights dark
childhood grew youth: kid young little school grew
reminder remind reminds: reminds reminder
bond bonding connect: together closer bond bonding
open opening launch launched: opening opened launch grand
cope coping handle: helps helped dealing therapy
`

const groups = new Map<string, string[]>()
const keysByStem = new Map<string, string>()

function add(keys: string[], words: string[]): void {
  for (const key of keys) {
    groups.set(stemOf(key), [...(groups.get(stemOf(key)) ?? []), ...words])
    if (!keysByStem.has(stemOf(key))) keysByStem.set(stemOf(key), key)
  }
}

for (const line of lines.trim().split('\n')) {
  const [keys, words] = line.split(':').map((part) => part.trim().split(/\s+/)) as [string[], string[]]
  add(keys, [...keys, ...words])
}
for (const [keys, words] of placeGroups) add(keys, words)

/** Other words under which the same may have been said. */
export function related(word: string): string[] {
  const found = groups.get(stemOf(word)) ?? []
  return [...new Set(found)].filter((other) => stemOf(other) !== stemOf(word))
}

const shortestMistyped = 5
const keys = [...keysByStem.values()]

/** The word with related ones that a mistyped one was meant to be. */
export const meantRelated = (word: string): string | undefined =>
  word.length < shortestMistyped || related(word).length > 0 ? undefined : nearest(word, keys)[0]
