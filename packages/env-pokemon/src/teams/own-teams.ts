/**
 * Teams that come with the package, by regulation, packed as the engine packs them: written for this project, after no
 * team of anybody's. `OWN_TEAMS`.
 */
import type { Regulation } from '../engine/regulations.ts'

export interface PackedTeam {
  readonly name: string
  /** The engine's one-line form. */
  readonly packed: string
}

export const OWN_TEAMS: Readonly<Record<Regulation['letter'], readonly PackedTeam[]>> = {
  G: [
    {
      name: 'miraidon-balance',
      packed:
        'Miraidon||LifeOrb|HadronEngine|ElectroDrift,DracoMeteor,VoltSwitch,Protect|Modest|4,,,252,,252|N|||50|,Ghost,,,,Fairy]' +
        'Iron Hands||AssaultVest|QuarkDrive|FakeOut,DrainPunch,WildCharge,HeavySlam|Adamant|76,180,12,,236,|N|||50|,,,,,Water]' +
        'Farigiraf||ElectricSeed|ArmorTail|TrickRoom,FoulPlay,HelpingHand,Psychic|Bold|228,,156,,124,||||50|,,,,,Water]' +
        'Incineroar||SafetyGoggles|Intimidate|FakeOut,PartingShot,FlareBlitz,KnockOff|Careful|252,4,76,,172,4||||50|,,,,,Grass]' +
        'Ogerpon|OgerponHearthflame|HearthflameMask|MoldBreaker|IvyCudgel,HornLeech,FollowMe,SpikyShield|Adamant|252,76,148,,28,4|F|||50|,Poison,,,,Fire]' +
        'Whimsicott||CovertCloak|Prankster|Tailwind,Moonblast,Encore,Protect|Timid|236,,4,164,4,100||,0,,,,||50|,,,,,Dark',
    },
    {
      name: 'shadow-rider',
      packed:
        'Calyrex|CalyrexShadow|FocusSash|AsOneSpectrier|AstralBarrage,Psychic,NastyPlot,Protect|Timid|4,,,252,,252|N|,0,,,,||50|,,,,,Fairy]' +
        'Urshifu|UrshifuRapidStrike|MysticWater|UnseenFist|SurgingStrikes,CloseCombat,AquaJet,Protect|Adamant|4,252,,,,252||||50|,,,,,Water]' +
        'Rillaboom||AssaultVest|GrassySurge|FakeOut,GrassyGlide,WoodHammer,Uturn|Adamant|252,116,4,,60,76||||50|,,,,,Fire]' +
        'Incineroar||SitrusBerry|Intimidate|FakeOut,PartingShot,FlareBlitz,WillOWisp|Impish|252,4,100,,148,4||||50|,,,,,Ghost]' +
        'Raging Bolt||Leftovers|Protosynthesis|Thunderclap,DracoMeteor,CalmMind,Protect|Modest|252,,36,132,84,4|N|,20,,,,||50|,Fighting,,,,Fairy]' +
        'Clefairy||Eviolite|FriendGuard|FollowMe,HelpingHand,Moonblast,Protect|Bold|252,,172,,84,||,0,,,,||50|,,,,,Water',
    },
    {
      name: 'ice-rider-trick-room',
      packed:
        'Calyrex|CalyrexIce|ClearAmulet|AsOneGlastrier|GlacialLance,HighHorsepower,TrickRoom,Protect|Brave|252,252,,,4,|N|,,,,,0||50|,,,,,Water]' +
        'Indeedee|IndeedeeF|PsychicSeed|PsychicSurge|FollowMe,TrickRoom,HelpingHand,Psychic|Relaxed|252,,252,,4,|F|,0,,,,0||50|,,,,,Fairy]' +
        'Ursaluna|UrsalunaBloodmoon|LifeOrb|MindsEye|BloodMoon,EarthPower,HyperVoice,Protect|Quiet|252,,,252,4,|M|,0,,,,0||50|,,,,,Normal]' +
        'Torkoal||Charcoal|Drought|Eruption,HeatWave,WeatherBall,Protect|Quiet|252,,,252,4,||,0,,,,0||50|,,,,,Fire]' +
        'Iron Hands||AssaultVest|QuarkDrive|FakeOut,DrainPunch,WildCharge,IcePunch|Brave|252,252,,,4,|N|,,,,,0||50|,,,,,Grass]' +
        'Amoonguss||RockyHelmet|Regenerator|Spore,RagePowder,PollenPuff,Protect|Relaxed|252,,172,,84,||,0,,,,0||50|,,,,,Steel',
    },
    {
      name: 'koraidon-sun',
      packed:
        'Koraidon||ClearAmulet|OrichalcumPulse|FlareBlitz,CollisionCourse,Uturn,Protect|Adamant|100,196,4,,4,204|N|||50|,Ghost,,,,Fire]' +
        'Flutter Mane||BoosterEnergy|Protosynthesis|Moonblast,ShadowBall,IcyWind,Protect|Modest|4,,,252,,252|N|,0,,,,||50|,,,,,Ghost]' +
        'Chi-Yu||ChoiceScarf|BeadsofRuin|HeatWave,Overheat,DarkPulse,Snarl|Modest|4,,,252,,252|N|,0,,,,||50|,,,,,Fire]' +
        'Landorus||LifeOrb|SheerForce|EarthPower,SludgeBomb,Substitute,Protect|Modest|4,,,252,,252|M|,0,,,,||50|,,,,,Steel]' +
        'Raging Bolt||AssaultVest|Protosynthesis|Thunderclap,Thunderbolt,DracoMeteor,Electroweb|Modest|252,,4,252,,|N|,20,,,,||50|,Fighting,,,,Electric]' +
        'Grimmsnarl||LightClay|Prankster|Reflect,LightScreen,SpiritBreak,ThunderWave|Careful|252,4,124,,124,4|M|||50|,,,,,Steel',
    },
    {
      name: 'kyogre-rain',
      packed:
        'Kyogre||MysticWater|Drizzle|WaterSpout,OriginPulse,IceBeam,Protect|Modest|4,,,252,,252|N|,0,,,,||50|,,,,,Water]' +
        'Tornadus||CovertCloak|Prankster|BleakwindStorm,Tailwind,RainDance,Protect|Timid|252,,4,68,4,180|M|,0,,,,||50|,,,,,Ghost]' +
        'Archaludon||AssaultVest|Stamina|ElectroShot,DracoMeteor,FlashCannon,BodyPress|Modest|252,,,196,60,||||50|,,,,,Grass]' +
        'Amoonguss||SitrusBerry|Regenerator|Spore,RagePowder,PollenPuff,Protect|Calm|252,,100,,156,||,0,,,,||50|,,,,,Water]' +
        'Kingambit||BlackGlasses|Defiant|KowtowCleave,SuckerPunch,SwordsDance,Protect|Adamant|252,252,,,4,||||50|,,,,,Dark]' +
        'Urshifu|UrshifuRapidStrike|ChoiceScarf|UnseenFist|SurgingStrikes,CloseCombat,Uturn,AquaJet|Adamant|4,252,,,,252||||50|,,,,,Water',
    },
    {
      name: 'zamazenta-offense',
      packed:
        'Zamazenta||RustedShield|DauntlessShield|BodyPress,HeavySlam,WideGuard,Protect|Impish|252,,156,,4,96|N|||50|,,,,,Grass]' +
        'Chien-Pao||FocusSash|SwordofRuin|IcicleCrash,SuckerPunch,SacredSword,Protect|Jolly|4,252,,,,252|N|||50|,,,,,Ghost]' +
        'Dragonite||ChoiceBand|InnerFocus|ExtremeSpeed,StompingTantrum,IceSpinner,AquaJet|Adamant|252,252,,,4,||||50|,,,,,Normal]' +
        'Gholdengo||MetalCoat|GoodasGold|MakeItRain,ShadowBall,NastyPlot,Protect|Modest|252,,,116,,140|N|,0,,,,||50|,,,,,Fairy]' +
        'Volcarona||RockyHelmet|FlameBody|RagePowder,HeatWave,Tailwind,StruggleBug|Bold|252,,252,,4,||,0,,,,||50|,,,,,Dragon]' +
        'Ogerpon|OgerponWellspring|WellspringMask|WaterAbsorb|IvyCudgel,PowerWhip,FollowMe,SpikyShield|Adamant|252,60,68,,4,124|F|||50|,Poison,,,,Water',
    },
    {
      name: 'terapagos-stall',
      packed:
        'Terapagos||Leftovers|TeraShift|TeraStarstorm,EarthPower,CalmMind,Protect|Modest|252,,4,252,,|M|,15,,,,||50|,Dark,,,,Stellar]' +
        'Landorus|LandorusTherian|RockyHelmet|Intimidate|StompingTantrum,RockSlide,Uturn,Protect|Impish|252,4,252,,,|M|||50|,,,,,Water]' +
        'Ting-Lu||SitrusBerry|VesselofRuin|Ruination,StompingTantrum,Spikes,Protect|Careful|252,4,,,252,|N|||50|,,,,,Poison]' +
        'Cresselia||SafetyGoggles|Levitate|LunarBlessing,IcyWind,HelpingHand,TrickRoom|Calm|252,,140,,116,|F|,0,,,,||50|,,,,,Dark]' +
        'Dondozo||LifeOrb|Unaware|OrderUp,WaveCrash,Earthquake,Protect|Adamant|252,252,,,4,||||50|,,,,,Steel]' +
        'Tatsugiri||ChoiceScarf|Commander|DracoMeteor,MuddyWater,DragonPulse,IcyWind|Modest|252,,,252,,4||,0,,,,||50|,,,,,Steel',
    },
    {
      name: 'lunala-gimmicks',
      packed:
        'Lunala||PowerHerb|ShadowShield|MoongeistBeam,MeteorBeam,TrickRoom,WideGuard|Modest|252,,4,204,4,44|N|,0,,,,||50|,,,,,Fairy]' +
        'Smeargle||FocusSash|Moody|Spore,FollowMe,FakeOut,Endeavor|Jolly|252,,4,,,252||||50|,,,,,Ghost]' +
        'Gothitelle||SitrusBerry|ShadowTag|FakeOut,HelpingHand,Psychic,HealPulse|Calm|252,,100,,156,||,0,,,,||50|,,,,,Water]' +
        'Maushold||WideLens|FriendGuard|SuperFang,FollowMe,PopulationBomb,Protect|Jolly|252,4,,,,252|N|||50|,,,,,Ghost]' +
        'Rabsca||CovertCloak|Telepathy|RevivalBlessing,EarthPower,BugBuzz,Protect|Quiet|252,,4,252,,||,0,,,,0||50|,,,,,Steel]' +
        'Bisharp||Eviolite|Defiant|SuckerPunch,IronHead,MetalBurst,Protect|Adamant|252,252,,,4,||||50|,,,,,Dark',
    },
  ],
  H: [
    {
      name: 'dragonite-terrain',
      packed:
        'Dragonite||LoadedDice|Multiscale|ScaleShot,ExtremeSpeed,StompingTantrum,Protect|Adamant|116,252,4,,4,132||||50|,,,,,Steel]' +
        'Rillaboom||AssaultVest|GrassySurge|FakeOut,GrassyGlide,WoodHammer,Uturn|Adamant|252,116,4,,60,76||||50|,,,,,Fire]' +
        'Incineroar||SafetyGoggles|Intimidate|FakeOut,PartingShot,KnockOff,FlareBlitz|Careful|252,4,92,,156,4||||50|,,,,,Water]' +
        'Gholdengo||LifeOrb|GoodasGold|MakeItRain,ShadowBall,NastyPlot,Protect|Modest|180,,12,116,4,196|N|||50|,,,,,Dragon]' +
        'Primarina||SitrusBerry|LiquidVoice|HyperVoice,Moonblast,Haze,Protect|Modest|252,,68,124,60,4||||50|,,,,,Poison]' +
        'Annihilape||ChoiceScarf|Defiant|RageFist,CloseCombat,Uturn,FinalGambit|Jolly|4,252,,,,252||||50|,,,,,Fire',
    },
    {
      name: 'rain',
      packed:
        'Pelipper||FocusSash|Drizzle|WeatherBall,Hurricane,Tailwind,Protect|Modest|4,,,252,,252||||50|,,,,,Ghost]' +
        'Archaludon||AssaultVest|Stamina|ElectroShot,FlashCannon,DracoMeteor,BodyPress|Modest|252,,4,156,92,4||||50|,,,,,Grass]' +
        'Basculegion||ChoiceBand|SwiftSwim|WaveCrash,LastRespects,AquaJet,FlipTurn|Adamant|4,252,,,,252|M|||50|,,,,,Water]' +
        'Sinistcha||SitrusBerry|Hospitality|MatchaGotcha,RagePowder,TrickRoom,LifeDew|Bold|252,,180,,76,|N|,0,,,,||50|,,,,,Water]' +
        'Kingambit||BlackGlasses|Defiant|KowtowCleave,SuckerPunch,IronHead,Protect|Adamant|252,252,,,4,||||50|,,,,,Dark]' +
        'Amoonguss||RockyHelmet|Regenerator|Spore,RagePowder,PollenPuff,Protect|Calm|236,,156,,116,||,0,,,,0||50|,,,,,Water',
    },
    {
      name: 'trick-room',
      packed:
        'Farigiraf||ThroatSpray|ArmorTail|HyperVoice,Psychic,TrickRoom,Protect|Quiet|252,,4,252,,||,0,,,,0||50|,,,,,Fairy]' +
        'Ursaluna||FlameOrb|Guts|Facade,HeadlongRush,Earthquake,Protect|Brave|252,252,,,4,||,,,,,0||50|,,,,,Ghost]' +
        'Torkoal||Charcoal|Drought|Eruption,HeatWave,EarthPower,Protect|Quiet|252,,,252,4,||,0,,,,0||50|,,,,,Fire]' +
        'Indeedee|IndeedeeF|PsychicSeed|PsychicSurge|FollowMe,TrickRoom,HelpingHand,Psychic|Bold|252,,252,,4,|F|,0,,,,||50|,,,,,Fairy]' +
        'Hatterene||LifeOrb|MagicBounce|DazzlingGleam,Psychic,TrickRoom,Protect|Quiet|252,,4,252,,|F|,0,,,,0||50|,,,,,Water]' +
        'Lilligant|LilligantHisui|FocusSash|Chlorophyll|AfterYou,CloseCombat,LeafBlade,SleepPowder|Jolly|4,252,,,,252|F|||50|,,,,,Ghost',
    },
    {
      name: 'sand',
      packed:
        'Tyranitar||AssaultVest|SandStream|RockSlide,KnockOff,LowKick,IcePunch|Adamant|252,252,,,4,||||50|,,,,,Flying]' +
        'Excadrill||LifeOrb|SandRush|HighHorsepower,IronHead,RockSlide,Protect|Adamant|4,252,,,,252||||50|,,,,,Ghost]' +
        'Maushold||SafetyGoggles|FriendGuard|FollowMe,HelpingHand,SuperFang,Protect|Jolly|252,,4,,,252|N|||50|,,,,,Ghost]' +
        'Volcarona||Leftovers|FlameBody|FieryDance,GigaDrain,QuiverDance,Protect|Bold|252,,180,4,4,68||,0,,,,||50|,,,,,Dragon]' +
        'Corviknight||SitrusBerry|MirrorArmor|BraveBird,Tailwind,BulkUp,Roost|Careful|252,4,,,252,||||50|,,,,,Dragon]' +
        'Dragapult||ChoiceBand|ClearBody|DragonDarts,PhantomForce,Uturn,TeraBlast|Adamant|4,252,,,,252||||50|,,,,,Dragon',
    },
  ],
  I: [
    {
      name: 'caly-zama',
      packed:
        'Calyrex|CalyrexShadow|FocusSash|AsOneSpectrier|AstralBarrage,Psychic,NastyPlot,Protect|Timid|4,,,252,,252|N|,0,,,,||50|,,,,,Fairy]' +
        'Urshifu|UrshifuRapidStrike|MysticWater|UnseenFist|SurgingStrikes,CloseCombat,AquaJet,Protect|Adamant|4,252,,,,252||||50|,,,,,Water]' +
        'Rillaboom||AssaultVest|GrassySurge|FakeOut,GrassyGlide,WoodHammer,Uturn|Adamant|252,116,4,,60,76||||50|,,,,,Fire]' +
        'Incineroar||SitrusBerry|Intimidate|FakeOut,PartingShot,FlareBlitz,WillOWisp|Impish|252,4,100,,148,4||||50|,,,,,Ghost]' +
        'Raging Bolt||Leftovers|Protosynthesis|Thunderclap,DracoMeteor,CalmMind,Protect|Modest|252,,36,132,84,4|N|,20,,,,||50|,Fighting,,,,Fairy]' +
        'Zamazenta||RustedShield|DauntlessShield|BodyPress,HeavySlam,WideGuard,Protect|Impish|252,,156,,4,96|N|||50|,,,,,Grass',
    },
    {
      name: 'mirai-ice',
      packed:
        'Miraidon||LifeOrb|HadronEngine|ElectroDrift,DracoMeteor,VoltSwitch,Protect|Modest|4,,,252,,252|N|||50|,Ghost,,,,Fairy]' +
        'Iron Hands||AssaultVest|QuarkDrive|FakeOut,DrainPunch,WildCharge,HeavySlam|Adamant|76,180,12,,236,|N|||50|,,,,,Water]' +
        'Calyrex|CalyrexIce|ClearAmulet|AsOneGlastrier|GlacialLance,HighHorsepower,TrickRoom,Protect|Brave|252,252,,,4,|N|,,,,,0||50|,,,,,Water]' +
        'Incineroar||SafetyGoggles|Intimidate|FakeOut,PartingShot,FlareBlitz,KnockOff|Careful|252,4,76,,172,4||||50|,,,,,Grass]' +
        'Ogerpon|OgerponHearthflame|HearthflameMask|MoldBreaker|IvyCudgel,HornLeech,FollowMe,SpikyShield|Adamant|252,76,148,,28,4|F|||50|,Poison,,,,Fire]' +
        'Whimsicott||CovertCloak|Prankster|Tailwind,Moonblast,Encore,Protect|Timid|236,,4,164,4,100||,0,,,,||50|,,,,,Dark',
    },
    {
      name: 'kyogre-lunala',
      packed:
        'Kyogre||MysticWater|Drizzle|WaterSpout,OriginPulse,IceBeam,Protect|Modest|4,,,252,,252|N|,0,,,,||50|,,,,,Water]' +
        'Tornadus||CovertCloak|Prankster|BleakwindStorm,Tailwind,RainDance,Protect|Timid|252,,4,68,4,180|M|,0,,,,||50|,,,,,Ghost]' +
        'Archaludon||AssaultVest|Stamina|ElectroShot,DracoMeteor,FlashCannon,BodyPress|Modest|252,,,196,60,||||50|,,,,,Grass]' +
        'Amoonguss||SitrusBerry|Regenerator|Spore,RagePowder,PollenPuff,Protect|Calm|252,,100,,156,||,0,,,,||50|,,,,,Water]' +
        'Lunala||PowerHerb|ShadowShield|MoongeistBeam,MeteorBeam,TrickRoom,WideGuard|Modest|252,,4,204,4,44|N|,0,,,,||50|,,,,,Fairy]' +
        'Urshifu|UrshifuRapidStrike|ChoiceScarf|UnseenFist|SurgingStrikes,CloseCombat,Uturn,AquaJet|Adamant|4,252,,,,252||||50|,,,,,Water',
    },
    {
      name: 'korai-tera',
      packed:
        'Koraidon||ClearAmulet|OrichalcumPulse|FlareBlitz,CollisionCourse,Uturn,Protect|Adamant|100,196,4,,4,204|N|||50|,Ghost,,,,Fire]' +
        'Flutter Mane||BoosterEnergy|Protosynthesis|Moonblast,ShadowBall,IcyWind,Protect|Modest|4,,,252,,252|N|,0,,,,||50|,,,,,Ghost]' +
        'Chi-Yu||ChoiceScarf|BeadsofRuin|HeatWave,Overheat,DarkPulse,Snarl|Modest|4,,,252,,252|N|,0,,,,||50|,,,,,Fire]' +
        'Landorus||LifeOrb|SheerForce|EarthPower,SludgeBomb,Substitute,Protect|Modest|4,,,252,,252|M|,0,,,,||50|,,,,,Steel]' +
        'Raging Bolt||AssaultVest|Protosynthesis|Thunderclap,Thunderbolt,DracoMeteor,Electroweb|Modest|252,,4,252,,|N|,20,,,,||50|,Fighting,,,,Electric]' +
        'Terapagos||Leftovers|TeraShift|TeraStarstorm,EarthPower,CalmMind,Protect|Modest|252,,4,252,,|M|,15,,,,||50|,Dark,,,,Stellar',
    },
  ],
}
