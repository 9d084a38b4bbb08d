/**
 * OHIF's configuration, served as /ohif/app-config.js. Every address derives from the page's own origin, so that
 * this file is the same everywhere: archive at /orthanc/, sign-in at /keycloak/realms/orthanc, StudyLink at /share/.
 */
;(function () {
  var base = '/ohif'
  var dicomWeb = '/orthanc/dicom-web'

  var config = {
    // Without a slash at its end: with one, the sign-in sticks on its callback.
    routerBasename: base,
    extensions: [],
    modes: [],
    customizationService: [{ 'ohif.tours': { $set: [] } }],
    showStudyList: true,
    showLoadingIndicator: true,
    showWarningMessageForCrossOrigin: true,
    showCPUFallbackMessage: true,
    showErrorDetails: 'dev',
    maxNumberOfWebWorkers: 3,
    strictZSpacingForVolumeViewport: true,
    groupEnabledModesFirst: true,
    investigationalUseDialog: { option: 'never' },
    defaultDataSourceName: 'orthanc',
    dataSources: [
      {
        namespace: '@ohif/extension-default.dataSourcesModule.dicomweb',
        sourceName: 'orthanc',
        configuration: {
          friendlyName: 'Orthanc',
          name: 'orthanc',
          qidoRoot: dicomWeb,
          wadoRoot: dicomWeb,
          wadoUriRoot: '/orthanc/wado',
          qidoSupportsIncludeField: true,
          supportsFuzzyMatching: false,
          supportsWildcard: true,
          supportsReject: false,
          imageRendering: 'wadors',
          thumbnailRendering: 'wadors',
          enableStudyLazyLoad: true,
          dicomUploadEnabled: false,
          omitQuotationForMultipartRequest: true,
          bulkDataURI: { enabled: true, relativeResolution: 'studies' },
        },
      },
    ],
    oidc: [
      {
        authority: window.location.origin + '/keycloak/realms/orthanc',
        client_id: 'studylink',
        redirect_uri: '/callback',
        post_logout_redirect_uri: '/',
        response_type: 'code',
        scope: 'openid profile email',
        automaticSilentRenew: true,
        revokeAccessTokenOnSignout: true,
      },
    ],
    studyLink: { shareRoot: '/share/' },
  }

  // A token in the address, or kept from before a reload, is a guest's. They are never sent to the sign-in: OHIF waits
  // for StudyLink however slow it is, and goes on without it only with what a guest may use.
  var mayBeGuest =
    /[#&?]token=/.test(window.location.hash + window.location.search) ||
    Object.keys(window.sessionStorage).some(function (key) {
      return key.indexOf('studylink.guest:') === 0
    })

  // StudyLink may be slow or away: for clinicians OHIF then starts as configured above.
  var STUDYLINK_TIMEOUT_MS = 5000
  function withoutStudyLink() {
    if (mayBeGuest) Object.assign(config, { oidc: undefined, showStudyList: false })
    return config
  }
  var prepared = import(config.studyLink.shareRoot + 'ohif-config.js').then(function (module) {
    return module.prepareStudyLink(config)
  })
  var tooLate = new Promise(function (resolve) {
    if (!mayBeGuest) setTimeout(resolve, STUDYLINK_TIMEOUT_MS, withoutStudyLink)
  })
  var ready = Promise.race([prepared, tooLate]).catch(function () {
    // oxlint-disable-next-line no-console -- an engineer who looks for the button looks there
    console.warn('StudyLink: not available; OHIF starts without it.')
    return withoutStudyLink
  })

  // OHIF reads routerBasename at once, and asks for the rest when it starts.
  window.config = Object.assign(
    function () {
      return ready.then(function (configure) {
        return configure()
      })
    },
    { routerBasename: base },
  )
})()
