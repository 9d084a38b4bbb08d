export interface CustomButtonsOptions {
  /** Root of the share service's pages as browsers reach it, with a slash at its end. */
  shareRoot: string
  /** Where the full page leads back to: OE2's own path. */
  returnPath: string
  /** What the buttons say when they are pointed at. */
  tooltip: { study: string; bulkStudies: string; myShares: string }
}

export const defaultCustomButtons: CustomButtonsOptions = {
  shareRoot: '/share/',
  returnPath: '/orthanc/ui/app/',
  tooltip: {
    study: 'Share by link or QR code',
    bulkStudies: 'Share the selected studies by one link',
    myShares: 'My shares',
  },
}

/** A part of Orthanc's configuration: Orthanc Explorer 2's buttons for one study and for the selected ones. */
export const customButtonsConfiguration = ({ shareRoot, returnPath, tooltip }: CustomButtonsOptions) => {
  const button = (id: string, text: string, icon: string, url: string) => ({
    HttpMethod: 'GET',
    Id: id,
    Tooltip: text,
    Icon: `bi bi-${icon}`,
    Target: '_self',
    Url: url,
  })
  const share = (id: string, text: string, studies: string) =>
    // Written as it is: OE2 fills the braces in, and would not find them encoded.
    button(id, text, 'qr-code', `${shareRoot}new?studies=${studies}&return=${encodeURIComponent(returnPath)}`)
  return {
    OrthancExplorer2: {
      UiOptions: {
        CustomButtons: {
          study: [
            share('studylink-share', tooltip.study, '{StudyInstanceUID}'),
            // OE2's side bar takes no entries of others.
            button('studylink-my-shares', tooltip.myShares, 'card-checklist', shareRoot),
          ],
          'bulk-studies': [
            share('studylink-share-selected', tooltip.bulkStudies, '{CommaSeparatedDicomIds}'),
          ],
        },
      },
    },
  }
}
