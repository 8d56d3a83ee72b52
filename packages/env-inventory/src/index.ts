export type { DemandModel } from './demand/demand-model.ts'
export { requireHorizon } from './demand/demand-model.ts'
export { demandModel } from './demand/demand-choice.ts'
export { type DemandKind, type DemandParameters, demandSchema } from './demand/demand-parameters.ts'
export { type NormalParameters, normalDemand } from './demand/normal-demand.ts'
export { type AutoregressiveParameters, autoregressiveDemand } from './demand/autoregressive-demand.ts'
export { poissonDemand } from './demand/poisson-demand.ts'
export { uniformDemand } from './demand/uniform-demand.ts'
export { geometricDemand } from './demand/geometric-demand.ts'
export { type NegativeBinomialParameters, negativeBinomialDemand } from './demand/negative-binomial-demand.ts'
export { type BinomialParameters, binomialDemand } from './demand/binomial-demand.ts'
export { type MarkovParameters, markovDemand } from './demand/markov-demand.ts'
export { constantDemand, sequenceDemand } from './demand/constant-demand.ts'
export { type DemandSeries, readDemandSeries } from './series/demand-series.ts'
export { type SeriesWindow, seriesDemand } from './series/series-demand.ts'
export { type LostSalesAnchor, anchorDemand, lostSalesAnchors } from './data/lost-sales-anchors.ts'
export { MersenneTwister } from './data/mersenne-twister.ts'
export { type NicStores, nicProducts, nicStores } from './data/nic-instances.ts'
export { nicOneStoreBacklogged, nicOneStoreLost, nicSerial, nicTransshipment } from './data/nic-optima.ts'
export { type NicWarehouses, nicThreeWarehouses, nicTwoWarehouses } from './data/nic-warehouses.ts'
export type { Distribution } from './solvers/distribution.ts'
export {
  DiscreteDistribution,
  binomial,
  clippedNormal,
  geometric,
  negativeBinomial,
  poisson,
} from './solvers/discrete.ts'
export { type LotPlan, wagnerWhitin } from './solvers/lot-sizing.ts'
export { type LostSalesOptimum, lostSalesOptimum } from './solvers/lost-sales.ts'
export {
  type CappedBaseStock,
  type LostSalesBounds,
  baseStockCost,
  bestBaseStock,
  bestCappedBaseStock,
  cappedBaseStockCost,
  lostSalesPolicyCost,
} from './solvers/lost-sales-policies.ts'
export type { LostSalesInstance } from './solvers/lost-sales-states.ts'
export type { AverageCost } from './solvers/lost-sales-values.ts'
export {
  type LevelAndCost,
  backlogOptimum,
  expectedCost,
  newsvendor,
  newsvendorProfit,
} from './solvers/newsvendor.ts'
export {
  NormalDistribution,
  erfc,
  normalCdf,
  normalLoss,
  normalPdf,
  normalQuantile,
} from './solvers/normal.ts'
export {
  type BatchOptimum,
  type FixedCostInstance,
  type ReorderOptimum,
  batchOptimum,
  reorderOptimum,
} from './solvers/reorder.ts'
export {
  type JointInstance,
  type JointItem,
  type JointOptimum,
  type PeriodicOptimum,
  jointReplenishmentOptimum,
  periodicOptimum,
} from './solvers/joint-replenishment.ts'
export { type SerialInstance, type SerialOptimum, serialOptimum, shangSongLevels } from './solvers/serial.ts'
export { type TransshipmentInstance, transshipmentLowerBound } from './solvers/transshipment.ts'
export { buildNetwork } from './network/build-network.ts'
export { type DistributionNetwork, describeDistribution } from './network/distribution-network.ts'
export type {
  EdgeDescription,
  Network,
  NetworkDescription,
  NetworkEdge,
  NetworkNode,
  NodeDescription,
} from './network/network.ts'
export { NetworkAdjoint } from './network/adjoint.ts'
export { NetworkSimulator } from './network/simulator.ts'
export { orderUpTo } from './network/order-up-to.ts'
export { Tape } from './network/tape.ts'
export { readNetworkFile, writeNetworkFile } from './network/network-file.ts'
export { beerGame, type BeerGameParameters } from './problems/beer-game.ts'
export { fixedCost, type FixedCostParameters } from './problems/fixed-cost.ts'
export { jointReplenishment, type JointReplenishmentParameters } from './problems/joint-replenishment.ts'
export { anyNetwork, type NetworkParameters } from './problems/network.ts'
export { newsvendorProblem, type NewsvendorParameters } from './problems/newsvendor.ts'
export {
  orGymNetwork,
  type OrGymNetworkParameters,
  type OrGymParameters,
  orGymSerial,
} from './problems/or-gym.ts'
export { manyWarehouses, type ManyWarehousesParameters } from './problems/many-warehouses.ts'
export { oneStore, type OneStoreParameters } from './problems/one-store.ts'
export { oneWarehouse } from './problems/one-warehouse.ts'
export { serial, type SerialParameters } from './problems/serial.ts'
export { transshipment } from './problems/transshipment.ts'
export type { WarehouseParameters } from './problems/warehouse-parameters.ts'
export { LOT_SIZING_EXPERTS } from './lot-sizing/experts.ts'
export { type LotSizingParameters, lotSizing } from './lot-sizing/lot-sizing.ts'
export { Plant } from './lot-sizing/plant.ts'
export { readProblem } from './lot-sizing/problem-file.ts'
export type { LotSizingProblem } from './lot-sizing/problem.ts'
export { type PublishedProblem, publishedProblem } from './lot-sizing/published-problems.ts'
export { favoritaParameters } from './problems/favorita.ts'
export { baseStockPolicy } from './policies/base-stock.ts'
export { cappedBaseStockPolicy } from './policies/capped-base-stock.ts'
export { constantOrderPolicy } from './policies/constant-order.ts'
export { demandDistributions } from './policies/demand-distributions.ts'
export { echelonStockPolicy } from './policies/echelon-stock.ts'
export { justInTimePolicy } from './policies/just-in-time.ts'
export { lostSalesOptimalPolicy } from './policies/lost-sales-optimal.ts'
export { bestConstantOrder } from './policies/lost-sales-store.ts'
export { myopicPolicy } from './policies/myopic.ts'
export {
  type NetworkPolicyName,
  expertOf,
  networkExperts,
  pastQuantileExperts,
} from './policies/network-experts.ts'
export { newsvendorLevels } from './policies/newsvendor-levels.ts'
export {
  newsvendorFractions,
  pastQuantilePolicy,
  quantilePolicy,
  transformedFractions,
} from './policies/quantile-newsvendor.ts'
export { reorderBatchesPolicy } from './policies/reorder-batches.ts'
export { reorderUpToPolicy } from './policies/reorder-up-to.ts'
export { softmaxAllocationPolicy } from './policies/softmax-allocation.ts'
export type { CommonParameters, NetworkEnvironmentDefinition } from './problems/common-parameters.ts'
export type { NetworkExpert } from './network/network-environment.ts'
export type { NetworkProblem } from './network/problem.ts'
