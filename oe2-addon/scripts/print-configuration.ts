import { parseArgs } from 'node:util'
import { customButtonsConfiguration, defaultCustomButtons } from '../src/configuration/custom-buttons.ts'

/** Prints OE2's buttons for Orthanc's configuration: `npm run --silent configuration -- --share-root URL`. */
const { values } = parseArgs({
  options: {
    'share-root': { type: 'string', default: defaultCustomButtons.shareRoot },
    return: { type: 'string', default: defaultCustomButtons.returnPath },
    tooltip: { type: 'string', default: defaultCustomButtons.tooltip.study },
    'bulk-tooltip': { type: 'string', default: defaultCustomButtons.tooltip.bulkStudies },
    'my-shares-tooltip': { type: 'string', default: defaultCustomButtons.tooltip.myShares },
  },
})
const configuration = customButtonsConfiguration({
  shareRoot: values['share-root'].replace(/\/*$/, '/'),
  returnPath: values.return,
  tooltip: {
    study: values.tooltip,
    bulkStudies: values['bulk-tooltip'],
    myShares: values['my-shares-tooltip'],
  },
})
process.stdout.write(`${JSON.stringify(configuration, undefined, 2)}\n`)
