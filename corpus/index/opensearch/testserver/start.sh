#!/usr/bin/env bash
# Starts three nodes of OpenSearch in one process, on loopback, for the tests:
#
#   start.sh DIR      runs them with their data in DIR until its input ends; DIR/ready says where
#   start.sh          only fetches what they run on
#
# Needs Java 17 and Maven; the first time it fetches about 70 MB from Maven Central.
set -euo pipefail
cd "$(dirname "$0")"
jars=$(mktemp)
trap 'rm -f "$jars"' EXIT
mvn -q -B -Dstyle.color=never -f pom.xml dependency:build-classpath -Dmdep.outputFile="$jars" >&2
[ $# -gt 0 ] || exit 0
mkdir -p "$1"
java -Xms"${OPENSEARCH_HEAP:-1g}" -Xmx"${OPENSEARCH_HEAP:-1g}" -XX:+UseSerialGC -cp "$(cat "$jars")" Cluster.java "$1" >"$1/log" 2>&1
