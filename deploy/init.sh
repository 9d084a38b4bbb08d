#!/bin/sh
# Makes .env, the settings of compose.yaml, with fresh secrets: sh init.sh https://pacs.example.org
# Behind a server that holds the certificate: LISTEN=http sh init.sh https://pacs.example.org
set -eu
umask 077

fail() {
  echo "$1" >&2
  exit 1
}

url=${1:-}
file=${2:-$(dirname "$0")/.env}
[ -n "$url" ] || fail 'Which address will people use? e.g. sh init.sh https://pacs.example.org'
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
[ ! -e "$file" ] || fail "$file is there already: its secrets are in use. Change PUBLIC_URL and the other PUBLIC_… in it by hand"

secret() {
  # 256 bits in letters and digits: no character that means something to a shell, JSON or a URL.
  head -c 512 /dev/urandom | LC_ALL=C tr -dc 'A-Za-z0-9' | head -c 43
}
password() {
  head -c 512 /dev/urandom | LC_ALL=C tr -dc 'a-km-z2-9' | head -c 16
}

port=${host##*:}
[ "$port" != "$host" ] || port=
hops=
health=http://127.0.0.1/robots.txt
case "$scheme $listen" in
  'https https')
    ports="HTTPS_PORT=${port:-443}"
    health=https://127.0.0.1/robots.txt
    ;;
  'http http') ports="HTTP_PORT=${port:-80}" ;;
  'https http')
    # Only for that server: whoever else reached this port could claim any address in X-Forwarded-For.
    ports='HTTP_PORT=127.0.0.1:8080
HTTPS_PORT=127.0.0.1:8443'
    hops='TRUSTED_PROXY_HOPS=2
'
    ;;
esac
admin=$(password)
doctor=$(password)
external=$(password)

cat >"$file" <<EOF
# Settings of compose.yaml. Secret: only for the administrator. Keep a copy with the backups.
COMPOSE_PROJECT_NAME=studylink
PUBLIC_URL=$url
PUBLIC_SCHEME=$scheme
PUBLIC_HOST=$host
PUBLIC_PATH=$path
LISTEN=$listen
$ports
${hops}HEALTH_URL=$health

SECRET_KEY=$(secret)
AUTHORIZATION_PASSWORD=$(secret)
ORTHANC_PASSWORD=$(secret)
ORTHANC_DB_PASSWORD=$(secret)
KEYCLOAK_DB_PASSWORD=$(secret)
KEYCLOAK_CLIENT_SECRET=$(secret)
KEYCLOAK_ADMIN_PASSWORD=$(secret)

# First passwords, used once, when Keycloak makes its realm. Afterwards write any other word here; empty is refused.
STUDYLINK_ADMIN_PASSWORD=$admin
STUDYLINK_DOCTOR_PASSWORD=$doctor
STUDYLINK_EXTERNAL_PASSWORD=$external
EOF

cat <<EOF
Written: $file
First passwords, to be changed by their users:
  admin     $admin
  doctor    $doctor
  external  $external
EOF
