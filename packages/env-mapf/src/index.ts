export { agentRecords, type AgentRecord } from './agent-records.ts'
export { benchmarkMaze, benchmarkRandomMap, benchmarkWarehouse } from './benchmark-sets.ts'
export { readAgentFile, readTaskFile, writeAgentFile, writeTaskFile } from './formats/league-lists.ts'
export {
  readLeagueProblem,
  writeLeagueProblem,
  type LeagueDelays,
  type LeagueProblem,
} from './formats/league-problem.ts'
export {
  readLeagueRun,
  writeLeagueRun,
  type LeagueEvent,
  type LeagueRun,
  type LeagueTask,
} from './formats/league-run.ts'
export { readMap, type MapFile, type StartsAndGoals } from './formats/map-file.ts'
export {
  readMovingAiScenario,
  writeMovingAiScenario,
  type MovingAiEntry,
} from './formats/movingai-scenario.ts'
export { readMovingAiMap, writeMovingAiMap } from './formats/movingai.ts'
export { readPogemaMap, writePogemaMap } from './formats/pogema-map.ts'
export {
  RHCR_CELL_TYPES,
  readRhcrGrid,
  rhcrPools,
  undirectedMap,
  writeRhcrGrid,
  type RhcrCellType,
  type RhcrGrid,
} from './formats/rhcr-grid.ts'
export { readKivaMap, writeKivaMap, type KivaMap } from './formats/rhcr-kiva.ts'
export { readRhcrPaths, writeRhcrPaths } from './formats/rhcr-paths.ts'
export {
  readScenarioFile,
  writeScenarioFile,
  type InstanceList,
  type ListedInstance,
  type ScenarioFile,
} from './formats/scenario-file.ts'
export { readSolution, writeSolution, type Solution } from './formats/solution-file.ts'
export {
  requireValid,
  validateInstance,
  validatePlan,
  type MapfInstance,
  type Origin,
  type Plan,
  type Problem,
} from './formats/validate.ts'
export { heatMaps, type EpisodeTrace, type HeatMaps, type TurningTrace } from './episode-trace.ts'
export { cityCut } from './generators/city-cut.ts'
export { connectedMap, type ConnectedShape } from './generators/connected-map.ts'
export { mazeMap, sampleMazeShape, type MazeShape } from './generators/maze-map.ts'
export { roomsMap, type RoomsShape } from './generators/rooms-map.ts'
export { sortationMap, type SortationShape } from './generators/sortation-map.ts'
export { uniformMap } from './generators/uniform-map.ts'
export { fitWarehouse, warehouseMap, type WarehouseShape } from './generators/warehouse-map.ts'
export type { GridParameters, InstanceKind } from './grid-parameters.ts'
export { GridMap, type Components } from './grid-map.ts'
export { lifelong, type LifelongParameters } from './lifelong.ts'
export type { CollisionSystem } from './movement.ts'
export type { ObservationType } from './observation.ts'
export { oneshot, type OneshotParameters } from './oneshot.ts'
export { animateEpisode, type AnimationOptions } from './picture-animation.ts'
export type { LacamObjective } from './planning/lacam/lacam.ts'
export { lacam, type LacamOptions, type LacamSolution } from './planning/lacam/lacam-planner.ts'
export type { PooledMap } from './pooled-map.ts'
export { traceReplay } from './replays.ts'
export { leagueParameters, type LeagueFiles } from './robots/league-parameters.ts'
export { leagueRun } from './robots/league-recorder.ts'
export type { RobotParameters } from './robots/robot-parameters.ts'
export { robotRunners } from './robots/robot-runners.ts'
export type { Scenario } from './scenario.ts'
export type { OnTarget } from './worlds.ts'
