#!/bin/sh
# Refuses to start with a secret that is missing or that everybody knows. Names it, never shows it.
set -eu
status=0
for name in SECRET_KEY AUTHORIZATION_PASSWORD ORTHANC_PASSWORD ORTHANC_DB_PASSWORD KEYCLOAK_DB_PASSWORD \
  KEYCLOAK_CLIENT_SECRET KEYCLOAK_ADMIN_PASSWORD STUDYLINK_ADMIN_PASSWORD STUDYLINK_DOCTOR_PASSWORD \
  STUDYLINK_EXTERNAL_PASSWORD PUBLIC_URL; do
  eval "value=\${$name:-}"
  case "$value" in
    '') echo "$name is not set: make the settings by «sh init.sh https://YOUR.HOST»" >&2; status=1 ;;
    *change-me*) echo "$name is «change-me», which everybody knows: choose another" >&2; status=1 ;;
  esac
done
exit $status
