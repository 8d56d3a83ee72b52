/**
 * What can last on the field, on a side or on a Pokemon, by the engine's ids: `WEATHERS`, `FIELDS`, `SIDE_CONDITIONS`,
 * `STATUSES`, `TYPES`, `BOOSTS`, `GENDERS`, `CATEGORIES`, `TARGETS`, `EFFECTS`; `indexIn`.
 *
 * Each list's order is that of poke-env's enumerations (version 0.16), on which VGC-Bench's encoding rests, without their
 * `UNKNOWN`. What poke-env spells twice stands once.
 */
const words = (text: string): readonly string[] => text.trim().split(/\s+/)

export const WEATHERS: readonly string[] = words(
  'desolateland deltastream hail primordialsea raindance sandstorm snowscape sunnyday',
)

export const FIELDS: readonly string[] = words(`
  electricterrain fairylock grassyterrain gravity healblock magicroom mistyterrain mudsport neutralizinggas
  psychicterrain trickroom watersport wonderroom
`)

export const SIDE_CONDITIONS: readonly string[] = words(`
  auroraveil craftyshield firepledge gmaxcannonade gmaxsteelsurge gmaxvinelash gmaxvolcalith gmaxwildfire grasspledge
  lightscreen luckychant matblock mist quickguard reflect safeguard spikes stealthrock stickyweb tailwind toxicspikes
  waterpledge wideguard
`)

/** Layers that a side condition can have; 1 where it is not named. */
export const LAYERS: Readonly<Record<string, number>> = { spikes: 3, toxicspikes: 2 }

export const STATUSES: readonly string[] = words('brn fnt frz par psn slp tox')

export const TYPES: readonly string[] = words(`
  bug dark dragon electric fairy fighting fire flying ghost grass ground ice normal poison psychic rock steel water
  stellar
`)

/** In the order of poke-env's boosts. */
export const BOOSTS: readonly string[] = words('accuracy atk def evasion spa spd spe')

export const STATS: readonly string[] = words('hp atk def spa spd spe')

export const GENDERS: readonly string[] = words('F M N')

export const CATEGORIES: readonly string[] = words('Physical Special Status')

export const TARGETS: readonly string[] = words(`
  adjacentAlly adjacentAllyOrSelf adjacentFoe all allAdjacent allAdjacentFoes allies allySide allyTeam any foeSide normal
  randomNormal scripted self
`)

/** What protocol lines call `-start`, `-activate`, `-singleturn` or `-singlemove`. */
export const EFFECTS: readonly string[] = words(`
  afteryou aftermath aquaring aromatherapy aromaveil attract autotomize baddreams banefulbunker
  battlebond beakblast bide bind burningbulwark burnup celebrate charge clamp commander confusion
  courtchange craftyshield cudchew curse custapberry dancer defensecurl destinybond disable disguise
  doomdesire dragoncheer dynamax eeriespell electricterrain electrify embargo emergencyexit encore
  endure fallen fallen1 fallen2 fallen3 fallen4 fallen5 fairylock feint ficklebeam firespin flashfire
  flinch flowerveil focusband focusenergy focuspunch followme foresight forewarn futuresight gastroacid
  glaiverush gravity grudge guarddog guardsplit gulpmissile gmaxcentiferno gmaxchistrike gmaxoneblow
  gmaxrapidflow gmaxsandblast hadronengine healbell healblock healer helpinghand hydration
  hyperspacefury hyperspacehole iceface illusion immunity imprison infestation ingrain innardsout
  insomnia instruct ironbarbs kingsshield laserfocus leechseed leppaberry lightningrod limber
  lingeringaroma liquidooze lockedmove lockon magiccoat magmastorm magnetrise magnitude matblock
  maxguard megasol mimic mimicry mindreader minimize miracleeye mist mistyterrain mummy mustrecharge
  nightmare noretreat oblivious obstruct octolock orichalcumpulse owntempo partiallytrapped pastelveil
  perish0 perish1 perish2 perish3 phantomforce poltergeist powder powerconstruct powershift powersplit
  powertrick protect protectivepads protosynthesis protosynthesisatk protosynthesisdef protosynthesisspa
  protosynthesisspd protosynthesisspe psychicterrain pursuit quarkdrive quarkdriveatk quarkdrivedef
  quarkdrivespa quarkdrivespd quarkdrivespe quash quickclaw quickdraw quickguard rage ragepowder reflect
  ripen roost roughskin safeguard safetygoggles saltcure sandtomb screencleaner shadowforce shedskin
  silktrap sketch skillswap skydrop slowstart smackdown snaptrap snatch sparklingaria speedswap
  spikyshield spite spotlight stickyhold stickyweb stockpile stockpile1 stockpile2 stockpile3 stormdrain
  struggle substitute suctioncups supremeoverlord syrupbomb sweetveil symbiosis synchronize tanglinghair
  tarshot taunt telekinesis telepathy terashell terashift tidyup toxicdebris thermalexchange throatchop
  thundercage torment trapped trick typeadd typechange uproar vitalspirit wanderingspirit waterbubble
  waterveil whirlpool wideguard wimpout wrap yawn zerotohero
`)

/** Effects whose turns are counted. */
export const COUNTED_EFFECTS: readonly string[] = words(`
  aftermath aromaveil baddreams battlebond commander cudchew dancer disguise emergencyexit flashfire
  flowerveil forewarn guarddog gulpmissile hadronengine healer hydration iceface illusion immunity
  innardsout ironbarbs lightningrod limber lingeringaroma liquidooze megasol mimicry mummy oblivious
  orichalcumpulse owntempo pastelveil powerconstruct protectivepads protosynthesis protosynthesisatk
  protosynthesisdef protosynthesisspa protosynthesisspd protosynthesisspe quarkdrive quarkdriveatk
  quarkdrivedef quarkdrivespa quarkdrivespd quarkdrivespe quickdraw ripen roughskin screencleaner
  shedskin slowstart stickyhold stormdrain suctioncups supremeoverlord sweetveil symbiosis synchronize
  tanglinghair telepathy terashell terashift toxicdebris thermalexchange trapped vitalspirit
  wanderingspirit waterbubble waterveil wimpout zerotohero
`)

const positions: Map<readonly string[], Map<string, number>> = new Map()

/** The index of an id in one of the lists; -1 where it is not there. */
export function indexIn(list: readonly string[], id: string): number {
  let known = positions.get(list)
  if (known === undefined) {
    known = new Map(list.map((name, k) => [name, k]))
    positions.set(list, known)
  }
  return known.get(id) ?? -1
}
