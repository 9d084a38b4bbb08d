// @ohif/app is used for its prebuilt `dist/` alone (the whole viewer, already bundled);
// its several hundred build-time dependencies are never installed.
module.exports = {
  hooks: {
    readPackage(manifest) {
      if (manifest.name === '@ohif/app') {
        manifest.dependencies = {}
        manifest.peerDependencies = {}
        manifest.optionalDependencies = {}
      }
      return manifest
    },
  },
}
