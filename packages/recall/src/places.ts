/**
 * Countries and states by their names and the names of their people, up to the colon; then what is said instead of them:
 * cities and places.
 */
const lines = `
usa america american: york angeles chicago boston seattle francisco miami texas california florida vegas washington hawaii alaska
california: angeles francisco diego hollywood sacramento yosemite tahoe
texas: austin dallas houston antonio
florida: miami orlando tampa
hawaii: honolulu maui waikiki
alaska: anchorage denali talkeetna juneau
nevada: vegas reno
washington: seattle tacoma
oregon: portland
colorado: denver boulder aspen
illinois: chicago
massachusetts: boston cambridge
canada canadian: toronto vancouver montreal ottawa quebec calgary banff
mexico mexican: cancun tulum oaxaca guadalajara
brazil brazilian: rio janeiro sao paulo salvador
argentina argentinian: buenos aires patagonia
peru peruvian: lima cusco machu picchu
chile: santiago
colombia colombian: bogota medellin cartagena
cuba cuban: havana
france french: paris lyon marseille bordeaux provence louvre eiffel
england britain british uk: london manchester liverpool oxford cambridge bristol
scotland scottish: edinburgh glasgow highlands
ireland irish: dublin galway
spain spanish: madrid barcelona seville valencia ibiza mallorca malaga
portugal portuguese: lisbon porto algarve
italy italian: rome milan venice florence naples tuscany sicily
germany german: berlin munich hamburg cologne frankfurt stuttgart
austria austrian: vienna salzburg innsbruck
switzerland swiss: zurich geneva bern basel alps
netherlands dutch holland: amsterdam rotterdam utrecht
belgium belgian: brussels antwerp bruges
poland polish: warsaw krakow gdansk
czech czechia: prague brno
hungary hungarian: budapest
greece greek: athens crete santorini mykonos thessaloniki
turkey turkish: istanbul ankara antalya cappadocia
russia russian: moscow petersburg kazan sochi novosibirsk
ukraine ukrainian: kyiv kiev odesa odessa lviv kharkiv
sweden swedish: stockholm gothenburg malmo
norway norwegian: oslo bergen fjord
denmark danish: copenhagen aarhus
finland finnish: helsinki lapland
iceland: reykjavik
croatia croatian: zagreb dubrovnik
egypt egyptian: cairo giza luxor pyramids
morocco moroccan: marrakesh marrakech casablanca
kenya: nairobi
africa african: kenya egypt morocco capetown safari
israel israeli: jerusalem tel aviv
emirates uae: dubai dhabi
india indian: delhi mumbai goa bangalore kolkata taj
china chinese: beijing shanghai shenzhen
japan japanese: tokyo kyoto osaka hokkaido fuji
korea korean: seoul busan
thailand thai: bangkok phuket chiang
vietnam vietnamese: hanoi saigon
indonesia indonesian: bali jakarta lombok
philippines: manila cebu
singapore: sentosa
malaysia: kuala lumpur
australia australian: sydney melbourne brisbane perth
zealand: auckland queenstown wellington
europe european: france paris italy rome spain barcelona germany berlin england london greece portugal
asia asian: japan tokyo thailand bali china india vietnam korea
`

const states =
  `california texas florida hawaii alaska nevada washington oregon colorado illinois massachusetts arizona utah
  georgia virginia michigan ohio minnesota tennessee carolina maine vermont montana wyoming idaho`.split(
    /\s+/,
  )

const places = lines
  .trim()
  .split('\n')
  .map((line) => line.split(': ').map((part) => part.split(' ')) as [names: string[], within: string[]])

const kinds: [keys: string[], places: string[]][] = [
  [
    ['country', 'countries', 'nation', 'abroad'],
    places.flatMap(([[country], within]) => [country!, ...within.slice(0, 2)]),
  ],
  [['city', 'cities', 'town'], places.flatMap(([, within]) => within)],
  [['state', 'states'], states],
]

/** What is asked by one of the first words may have been said by one of the second. */
export const placeGroups: [keys: string[], words: string[]][] = [
  ...places.map(([names, within]): [string[], string[]] => [names, [...names.slice(0, 2), ...within]]),
  ...kinds,
]
