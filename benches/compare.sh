#!/bin/sh
# The four factors by ipi and by what else a seller could take: same files, same answer, in turn.
set -eu

usage() {
    cat << 'USAGE'
usage: compare.sh KIT DATA [RUNS]

Builds ipi for release and prints a Markdown table of ipi against the kit's bare yardstick (floor), Polars and DuckDB: wall
and CPU seconds, peak memory, the ratio of each to ipi, and whether the answer is right.

  KIT   the benchmark kit: a folder with bench.py, peers/, floor/ and a Python with polars and duckdb in venv/
  DATA  a folder that the kit's gen_reports.py wrote
  RUNS  rounds, after one that does not count [default: 5]

With THREADS=1 in the environment every program runs on one thread, as far as it can be told.
IPI names another program than the one built here; PYTHON another Python than the kit's.
USAGE
}

case "${1:-}" in
    -h | --help)
        usage
        exit 0
        ;;
esac
if [ $# -lt 2 ] || [ $# -gt 3 ]; then
    usage >&2
    exit 2
fi

kit=$1
data=$2
runs=${3:-5}
root=$(cd "$(dirname "$0")/.." && pwd)
python=${PYTHON:-$kit/venv/bin/python}
floor=$kit/floor/target/release/floor
polars=$kit/peers/polars_factors.py
duckdb=$kit/peers/duckdb_factors.py

for file in "$kit/bench.py" "$polars" "$duckdb" "$kit/floor/Cargo.toml" "$data/planning.csv" "$data/ledger.txt"; do
    if [ ! -f "$file" ]; then
        echo "compare.sh: $file is missing" >&2
        exit 2
    fi
done
if ! "$python" -c 'import polars, duckdb' 2> /dev/null; then
    echo "compare.sh: $python does not know polars and duckdb: $python -m pip install polars duckdb" >&2
    exit 2
fi

if [ -z "${IPI:-}" ]; then
    cargo build --release --quiet --manifest-path "$root/Cargo.toml"
    IPI=${CARGO_TARGET_DIR:-$root/target}/release/ipi
fi
if [ ! -x "$floor" ]; then
    cargo build --release --quiet --manifest-path "$kit/floor/Cargo.toml"
fi

# The four reports alone: the folder holds the expected answers too, which are no reports.
reports="'{data}/planning.csv' '{data}/ledger.txt' '{data}/shipments.txt' '{data}/stranded.txt'"
threads=${THREADS:+--threads $THREADS}
exec "$python" "$kit/bench.py" --runs "$runs" --data "$data" \
    "ipi='$IPI' score $reports --no-history --format json $threads" \
    "floor='$floor' factors '{data}' --scan 5 $threads" \
    "polars='$python' '$polars' '{data}'" \
    "duckdb='$python' '$duckdb' '{data}'"
