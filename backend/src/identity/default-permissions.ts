/**
 * What the well-known roles may do where no permissions file is given: as in the image of the Python service.
 * A file's text, since OE2's permissions page changes it.
 */
export const DEFAULT_PERMISSIONS = `{
  // Made because there was no PERMISSIONS_FILE_PATH. Edit it, or use Orthanc Explorer's permissions page.
  "roles": {
    "admin-role": {
      "permissions": [
        "view", "download", "share", "send", "upload", "modify", "anonymize", "delete", "edit-labels",
        "q-r-remote-modalities", "settings", "admin-permissions"
      ],
      "authorized-labels": ["*"]
    },
    "doctor-role": {
      "permissions": ["view", "download", "share", "send", "upload"],
      "authorized-labels": ["*"]
    },
    "external-role": {
      "permissions": ["view", "download", "upload"],
      "authorized-labels": ["external"]
    }
  },
  "available-labels": []
}
`
