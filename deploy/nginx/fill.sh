#!/bin/sh
# Fills the templates in from a file of settings (NAME=value): sh fill.sh /etc/studylink/nginx.env /etc/nginx/conf.d
set -eu
# The files contain passwords: only nginx's master process, root, may read them.
umask 077

[ $# -eq 2 ] || {
  echo 'usage: sh fill.sh SETTINGS FOLDER' >&2
  exit 1
}
case "$1" in */*) settings=$1 ;; *) settings=./$1 ;; esac
folder=$2
templates=$(dirname "$0")/templates
set -a
. "$settings"
set +a

mkdir -p "$folder/studylink"
for template in "$templates"/*.template "$templates"/studylink/*.template; do
  path=${template#"$templates"/}
  awk '{
    line = ""
    while (match($0, /[$][{][A-Z_]+[}]/)) {
      name = substr($0, RSTART + 2, RLENGTH - 3)
      line = line substr($0, 1, RSTART - 1) (name in ENVIRON ? ENVIRON[name] : substr($0, RSTART, RLENGTH))
      $0 = substr($0, RSTART + RLENGTH)
    }
    print line $0
  }' "$template" >"$folder/${path%.template}"
done

missing=$(grep -rhv '^ *#' "$folder/studylink.conf" "$folder/studylink" | grep -o '[$]{[A-Z_]*}' | sort -u || true)
[ -z "$missing" ] || {
  echo "$settings does not set: $missing" >&2
  exit 1
}
