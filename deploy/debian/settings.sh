#!/bin/sh
# Makes the settings of an installation on Debian, with fresh secrets:
#   sh settings.sh https://pacs.example.org https://pacs.example.org/keycloak/realms/orthanc [FOLDER]
# First the address that people will use, then the identity provider's name (`iss` of its tokens). FOLDER is
# /etc/studylink by default. Behind a server that holds the certificate: LISTEN=http sh settings.sh …
set -eu
umask 077

fail() {
  echo "$1" >&2
  exit 1
}

url=${1:-}
issuer=${2:-}
folder=${3:-/etc/studylink}
[ -n "$url" ] && [ -n "$issuer" ] ||
  fail 'Which address will people use, and who signs them in? e.g. sh settings.sh https://pacs.example.org https://pacs.example.org/keycloak/realms/orthanc'
url=${url%/}
scheme=${url%%://*}
rest=${url#*://}
case "$scheme" in
  http | https) ;;
  *) fail "The address begins with https:// (or http:// on one machine, to try it): $url" ;;
esac
listen=${LISTEN:-$scheme}
case "$scheme $listen" in
  'https https' | 'https http' | 'http http') ;;
  *) fail "LISTEN is http behind a server that has the certificate, else not set: $listen" ;;
esac
host=${rest%%/*}
path=${rest#"$host"}
case "$host" in
  '' | *[!A-Za-z0-9.:-]*) fail "This is no host: $host" ;;
esac
# The path becomes part of nginx's patterns, where other characters have a meaning.
case "$path/" in
  *//* | *[!A-Za-z0-9_/-]*) fail "Below the host, the address has letters, digits, - and _ only, and no empty part: $path" ;;
esac
case "$issuer" in
  http://* | https://*) ;;
  *) fail "The identity provider's name is an address: $issuer" ;;
esac
case "$issuer" in
  *[!A-Za-z0-9._~:/?@%=,+-]*) fail "The identity provider's name has a sign that addresses have not: $issuer" ;;
esac
for file in studylink.env nginx.env orthanc.env orthanc/this-machine.json; do
  [ ! -e "$folder/$file" ] || fail "$folder/$file is there already: its secrets are in use. Change it by hand"
done

secret() {
  # 256 bits in letters and digits: no character that means something to a shell, JSON or nginx.
  head -c 512 /dev/urandom | LC_ALL=C tr -dc 'A-Za-z0-9' | head -c 43
}
gateway=$(secret)
orthanc=$(secret)
port=${host##*:}
[ "$port" != "$host" ] || port=
http_port=80
https_port=443
hops=1
case "$scheme $listen" in
  'https https') https_port=${port:-443} ;;
  'http http') http_port=${port:-80} ;;
  'https http')
    # Only for that server: whoever else reached this port could claim any address in X-Forwarded-For.
    http_port=127.0.0.1:8080
    hops=2
    ;;
esac

mkdir -p -m 755 "$folder"
mkdir -p -m 750 "$folder/orthanc"

cat >"$folder/studylink.env" <<END
# Settings of studylink.service; all variables are in backend/VARIABLES.md. Secret: keep a copy with the backups.
SECRET_KEY=$(secret)
USERS='{"gateway":"$gateway"}'
HOST=127.0.0.1
PORT=8000
DATA_DIR=/var/lib/studylink
WEB_DIR=/opt/studylink/web/share-dialog,/opt/studylink/web/ohif-extension
PUBLIC_SHARE_ROOT=$url/share/
PUBLIC_OHIF_ROOT=$url/ohif/
PUBLIC_ORTHANC_ROOT=$url/orthanc/
OIDC_ISSUERS=$issuer
TRUSTED_PROXY_HOPS=$hops
PERMISSIONS_FILE_PATH=/etc/studylink/permissions.jsonc
ORTHANC_URI=http://127.0.0.1:8042
ORTHANC_USERNAME=studylink
ORTHANC_PASSWORD=$orthanc
ORTHANC_AUTHORIZATION=service
GATEWAY_PREFIX=$path/orthanc
END

cat >"$folder/nginx.env" <<END
# Settings of nginx's templates, read by deploy/nginx/fill.sh; all variables are in deploy/nginx/README.md. Secret.
PUBLIC_SCHEME=$scheme
PUBLIC_HOST=$host
PUBLIC_PATH=$path
LISTEN=$listen
HTTP_LISTEN=$http_port
HTTPS_LISTEN=$https_port
TLS_CERTIFICATE=/etc/studylink/tls/fullchain.pem
TLS_KEY=/etc/studylink/tls/privkey.pem
ACME_FOLDER=/var/www/acme
START_PATH=/ohif/
BACKEND_URL=http://127.0.0.1:8000
ORTHANC_URL=http://127.0.0.1:8042
KEYCLOAK_URL=http://127.0.0.1:8081
KEYCLOAK_ADMIN_FROM=127.0.0.1
NGINX_LOCAL_RESOLVERS=127.0.0.1
ORTHANC_MODE=guard
GATEWAY_BASIC=$(printf 'gateway:%s' "$gateway" | base64 | tr -d '\n')
ORTHANC_BASIC=$(printf 'studylink:%s' "$orthanc" | base64 | tr -d '\n')
OHIF_MODE=files
WEB_ROOT=/opt/studylink-ohif
OHIF_CONFIGURATION=/etc/studylink/app-config.js
LOG_FOLDER=/var/log/nginx
END

cat >"$folder/orthanc.env" <<END
# Settings of orthanc.service: the path in front of /orthanc/ in the public address.
PUBLIC_PATH=$path
END

cat >"$folder/orthanc/this-machine.json" <<END
{
  "HttpPort": 8042,
  "RemoteAccessAllowed": false,
  "RegisteredUsers": { "studylink": "$orthanc" },
  "StorageDirectory": "/var/lib/orthanc/db-v6",
  "IndexDirectory": "/var/lib/orthanc/db-v6",
  "Plugins": ["/usr/share/orthanc/plugins/libOrthancDicomWeb.so"]
}
END
echo "Made $folder/studylink.env, $folder/nginx.env, $folder/orthanc.env and $folder/orthanc/this-machine.json"
