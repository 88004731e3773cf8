#!/bin/sh
# A build's AI cost beside that of its base branch: read the logs, compare, comment, end as the gates say.
#
#   TOKENOMICS_LOGS     files or a folder of logs that this build has written
#   TOKENOMICS_BASE     the ledger, JSON report or logs of the base; where it does not exist nothing is compared
#   TOKENOMICS_OUT      where the ledger (to be kept for later builds) and the files go; else tokenomics-ci
#   TOKENOMICS_FAIL_ON  gates, such as cost_per_task>+10%,unpriced
#   TOKENOMICS_BY       dimensions of the rows; else the feature or the model
#   TOKENOMICS_COMMENT  true: comment below the pull request, in jobs of GitHub Actions
set -eu

out=${TOKENOMICS_OUT:-tokenomics-ci}
base=${TOKENOMICS_BASE:-}
mkdir -p "$out"
tokenomics ingest "${TOKENOMICS_LOGS:?name the logs}" --ledger "$out/ledger"

set --
if [ -n "${TOKENOMICS_BY:-}" ]; then set -- "$@" --by "$TOKENOMICS_BY"; fi

if [ -z "$base" ] || [ ! -e "$base" ]; then
    echo "no base to compare with yet: no change is judged" >&2
    tokenomics report --ledger "$out/ledger" "$@" --format markdown --output "$out/comment.md"
    if [ -n "${GITHUB_STEP_SUMMARY:-}" ]; then cat "$out/comment.md" >>"$GITHUB_STEP_SUMMARY"; fi
    exit 0
fi

gates=0
tokenomics diff "$base" "$out/ledger" "$@" --fail-on "${TOKENOMICS_FAIL_ON:-}" \
    --format markdown --output "$out/comment.md" || gates=$?
# Beyond a gate that failed nothing was compared.
if [ "$gates" -gt 1 ]; then exit "$gates"; fi

tokenomics diff "$base" "$out/ledger" "$@" --fail-on "${TOKENOMICS_FAIL_ON:-}" \
    --format junit --output "$out/junit.xml" 2>/dev/null || [ $? -eq 1 ]
if [ "${TOKENOMICS_COMMENT:-}" = true ]; then
    tokenomics comment "$out/comment.md"
fi
exit "$gates"
