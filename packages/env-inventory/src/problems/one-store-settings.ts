/** The named settings of `inventory/one-store`: `oneStoreSettings`. */
import type { Setting } from '@gauntlet/core'
import { lostSalesAnchors } from '../data/lost-sales-anchors.ts'
import { nicOneStoreBacklogged } from '../data/nic-optima.ts'
import { nicPublished } from '../data/nic-published.ts'
import { referencesOf } from './references.ts'
import type { OneStoreParameters } from './one-store.ts'

/** Long enough for a mean over periods that hardly depends on how an episode began. */
const EVALUATION: Setting<OneStoreParameters>['evaluation'] = {
  parameters: { horizon: 1000, warmUp: 200 },
  episodes: 512,
  batch: 128,
  mode: 'greedy',
}

/** Zipkin's 32 instances of lost sales, and the 24 backlogged ones of Alvo et al. */
export const oneStoreSettings: Readonly<Record<string, Setting<OneStoreParameters>>> = {
  ...Object.fromEntries(
    lostSalesAnchors.map(({ demand, leadTime, underageCost, cost }) => [
      `lost-${demand}-${leadTime}-${underageCost}`,
      {
        description: `Lost sales, ${demand} demand of mean 5, lead time ${leadTime}, underage cost ${underageCost}`,
        parameters: { demand, means: [5], leadTime, underageCost, unmetDemand: 'lost' },
        references: referencesOf(`inventory/one-store:lost-${demand}-${leadTime}-${underageCost}`, {
          score: cost,
          source: 'exact: value iteration over all pipelines',
        }),
        ...nicPublished(`inventory/one-store:lost-${demand}-${leadTime}-${underageCost}`),
        // Orders are any amounts in training, so that steps can be differentiated.
        evaluation: { ...EVALUATION, parameters: { ...EVALUATION.parameters, orders: 'whole' } },
      } satisfies Setting<OneStoreParameters>,
    ]),
  ),
  ...Object.fromEntries(
    [1, 4, 7, 10, 15, 20].flatMap((leadTime) =>
      [4, 9, 19, 39].map((underageCost) => [
        `backlogged-${leadTime}-${underageCost}`,
        {
          description: `Backlogged demand, normal(5, 1.6) without what is below 0, lead time ${leadTime}, underage cost ${underageCost}`,
          parameters: {
            demand: 'normal',
            means: [5],
            deviations: [1.6],
            clip: true,
            leadTime,
            underageCost,
            unmetDemand: 'backlogged',
            // A pipeline that begins near empty is filled at once, as where it is published.
            orderLimit: 20,
          },
          references: referencesOf(`inventory/one-store:backlogged-${leadTime}-${underageCost}`, {
            score: nicOneStoreBacklogged(leadTime, underageCost).cost,
            source: 'closed form: newsvendor over lead time + 1 periods',
          }),
          ...nicPublished(`inventory/one-store:backlogged-${leadTime}-${underageCost}`),
          evaluation: { ...EVALUATION, parameters: { ...EVALUATION.parameters, orderLimit: 4 } },
        } satisfies Setting<OneStoreParameters>,
      ]),
    ),
  ),
}
