/**
 * OHIF's configuration, served as /ohif/app-config.js. All addresses derive from this file's own, so that the file is the
 * same everywhere: next to /ohif/ are the archive at /orthanc/, sign-in at /keycloak/realms/orthanc, StudyLink at /share/.
 */
;(function () {
  var site = new URL('..', document.currentScript.src)
  var at = function (path) {
    return new URL(path, site).pathname
  }
  var base = at('ohif')
  var dicomWeb = at('orthanc/dicom-web')

  var config = {
    // No slash at the end: with one, the sign-in gets stuck on its callback.
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
          wadoUriRoot: at('orthanc/wado'),
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
        authority: new URL('keycloak/realms/orthanc', site).href,
        client_id: 'studylink',
        redirect_uri: '/callback',
        post_logout_redirect_uri: '/',
        response_type: 'code',
        scope: 'openid profile email',
        automaticSilentRenew: true,
        // Not every provider revokes signed tokens, and Logout would fail there. Ending the session is enough: no token is renewed.
        revokeAccessTokenOnSignout: false,
      },
    ],
    studyLink: { shareRoot: at('share/') },
  }

  // A token in the address, or kept from before a reload, belongs to a guest. Guests are never sent to the sign-in: OHIF
  // waits for StudyLink however slow it is, and without it goes on only with what a guest may use.
  var mayBeGuest =
    /[#&?]token=/.test(window.location.hash + window.location.search) ||
    Object.keys(window.sessionStorage).some(function (key) {
      return key.indexOf('studylink.guest:') === 0
    })

  // On plain http, browsers sign nobody in (except on this machine itself): OHIF would stay black.
  if (config.oidc && !mayBeGuest && !window.isSecureContext) {
    window.config = Object.assign(
      function () {
        return new Promise(function () {})
      },
      { routerBasename: base },
    )
    document.addEventListener('DOMContentLoaded', sayThatHttpsIsNeeded)
    return
  }
  function sayThatHttpsIsNeeded() {
    var words = {
      de: 'Hier können Sie sich nicht anmelden: Browser verlangen dafür eine sichere Adresse. Öffnen Sie den Viewer unter seiner https-Adresse oder fragen Sie Ihre IT.',
      en: 'You cannot sign in here: browsers want a secure address for that. Open the viewer by its https address, or ask your IT department.',
      es: 'Aquí no puede iniciar sesión: los navegadores exigen una dirección segura. Abra el visor por su dirección https o pregunte a su departamento de informática.',
      fr: 'Vous ne pouvez pas vous connecter ici : les navigateurs exigent une adresse sécurisée. Ouvrez la visionneuse par son adresse https ou demandez à votre service informatique.',
      nl: 'U kunt hier niet inloggen: browsers vragen daarvoor een veilig adres. Open de viewer via het https-adres of vraag het uw ICT-afdeling.',
    }
    var language = window.navigator.languages
      .map(function (tag) {
        return tag.slice(0, 2).toLowerCase()
      })
      .find(function (tag) {
        return tag in words
      })
    var notice = document.createElement('p')
    notice.setAttribute('role', 'alert')
    notice.lang = language || 'en'
    notice.textContent = words[language || 'en']
    notice.style.cssText =
      'position:fixed;inset:0;z-index:9999;display:grid;place-content:center;margin:0;padding:24px;' +
      'font:18px/1.5 system-ui,sans-serif;text-align:center;color:#fff;background:#0b1a42'
    document.body.append(notice)
  }
  var prepared = import(config.studyLink.shareRoot + 'ohif-config.js').then(function (module) {
    return module.prepareStudyLink(config)
  })
  prepared.catch(function () {
    // oxlint-disable-next-line no-console -- an engineer who misses the button looks there
    console.warn('StudyLink: not available; OHIF goes on without it.')
  })
  function alreadyTold() {}
  function withoutStudyLink() {
    return mayBeGuest ? Object.assign({}, config, { oidc: undefined, showStudyList: false }) : config
  }

  // If StudyLink is slow, a clinician's OHIF starts as configured above, and takes StudyLink in when it arrives. The time
  // counts from when OHIF starts to wait: a machine that is slow with StudyLink is slow with OHIF itself.
  var STUDYLINK_TIMEOUT_MS = 5000
  function waitForStudyLink() {
    var tooLate = new Promise(function (resolve) {
      if (!mayBeGuest) setTimeout(resolve, STUDYLINK_TIMEOUT_MS, withLatecomer)
    })
    return Promise.race([prepared, tooLate]).catch(function () {
      return withoutStudyLink
    })
  }
  function withLatecomer() {
    return Object.assign({}, config, {
      extensions: config.extensions.concat(createLatecomer()),
    })
  }
  /** An extension that registers StudyLink's as soon as it has arrived, as OHIF does with the extensions of a mode. */
  function createLatecomer() {
    var isInMode = false
    return {
      id: 'studylink-latecomer',
      preRegistration: function (host) {
        // The promise is not returned: OHIF would wait for it.
        prepared.then(function (configure) {
          var extension = configure().extensions[config.extensions.length]
          if (!extension) return undefined
          return host.extensionManager.registerExtension(extension).then(function () {
            return isInMode ? extension.onModeEnter() : undefined
          })
        }, alreadyTold)
      },
      onModeEnter: function () {
        isInMode = true
      },
      onModeExit: function () {
        isInMode = false
      },
    }
  }

  // OHIF reads routerBasename at once, and asks for the rest when it starts.
  window.config = Object.assign(
    function () {
      return waitForStudyLink().then(function (configure) {
        return configure()
      })
    },
    { routerBasename: base },
  )
})()
