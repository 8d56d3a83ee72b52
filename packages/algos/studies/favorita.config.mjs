/**
 * HDPO's graph network on real demand: weekly sales of 288 products in 21 stores, three warehouses.
 * `GAUNTLET_DATA=DIR gauntlet run --config packages/algos/studies/favorita.config.mjs`, at the root of this repository;
 * DIR/inventory/favorita_21_stores_weekly_sales.npy are the sales as Neural_inventory_control prepared them.
 */
import { join } from 'node:path'
import { defineConfig } from '@gauntlet/bench'
import { favoritaParameters } from '@gauntlet/env-inventory'

const { GAUNTLET_DATA } = process.env
if (GAUNTLET_DATA === undefined)
  throw new Error('set GAUNTLET_DATA: the sales are not part of this repository')
const SALES = join(GAUNTLET_DATA, 'inventory', 'favorita_21_stores_weekly_sales.npy')
const PRODUCTS = 288
const PERIODS = favoritaParameters('train').horizon ?? 0
const EPISODES = 24
const SOURCE =
  'Alvo et al. 2023, arXiv 2306.11246 (version of 2025), test profit, 3 warehouses, 288 scenarios'

export default defineConfig({
  environments: [
    {
      environment: 'inventory/many-warehouses',
      name: 'favorita',
      description: 'Weekly sales of 21 Favorita stores, tested on later weeks than were trained on',
      parameters: { ...favoritaParameters('train'), series: SALES },
      evaluation: {
        parameters: favoritaParameters('test'),
        instances: Array.from({ length: PRODUCTS }, (_, product) => product),
        episodes: PRODUCTS,
        batch: 96,
        mode: 'greedy',
      },
      literature: [
        { algorithm: 'HDPO (GNN)', score: 536.15, source: SOURCE },
        { algorithm: 'HDPO (vanilla)', score: 521.01, source: SOURCE },
      ],
    },
  ],
  algorithms: [
    'inventory/base-stock',
    'inventory/just-in-time',
    {
      id: 'hdpo',
      configuration: {
        network: 'gnn',
        hidden: [16, 16],
        worlds: EPISODES,
        episodes: EPISODES,
        maximumGradientNorm: 1,
      },
    },
  ],
  seeds: 3,
  budget: 1200 * EPISODES * PERIODS,
})
