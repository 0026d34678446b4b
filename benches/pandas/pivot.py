"""The plain pivot of claims in pandas, and in polars where it is installed: per country and issue the number of
claims, the mean of their scores and the latest score. No voices, bases, ties, marks or assessments.

    PIVOT=target cargo bench --bench derive          writes target/claims-100000.csv and target/claims-1000000.csv
    python3 benches/pandas/pivot.py target           measures both
    cargo bench --bench derive -- pivot              measures the whole matrix from the same claims

Reading the file and choosing types is not measured; countries and issues are categories, which is the fastest way.
"""

import statistics
import sys
import time
from pathlib import Path

import pandas

RUNS = 20


def measure(name, pivot):
    pivot()
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        result = pivot()
        times.append((time.perf_counter() - start) * 1000)
    print(f"{name:34} fastest {min(times):8.2f} ms   median {statistics.median(times):8.2f} ms   {len(result)} cells")


def in_pandas(file):
    types = {"country": "category", "issue": "category", "score": "float32"}
    claims = pandas.read_csv(file, dtype=types, parse_dates=["date"])

    def pivot():
        # Undated claims are older than all others; of claims of one day the last in the file stands.
        by_date = claims.sort_values("date", kind="stable", na_position="first")
        cells = by_date.groupby(["country", "issue"], observed=True, sort=False)["score"]
        return cells.agg(["size", "mean", "last"])

    def pivot_by_index():
        # The same without sorting all claims: the place of the latest date of each cell.
        cells = claims.groupby(["country", "issue"], observed=True, sort=False)
        result = cells["score"].agg(["size", "mean"])
        latest = cells["date"].idxmax(skipna=True).dropna().astype("int64")
        result["last"] = claims["score"].to_numpy()[latest.to_numpy()] if len(latest) == len(result) else None
        return result

    measure(f"pandas {pandas.__version__}, sorted by date", pivot)
    if claims["date"].notna().all():
        measure(f"pandas {pandas.__version__}, latest by place", pivot_by_index)


def in_polars(file):
    try:
        import polars
    except ImportError:
        return
    claims = polars.read_csv(file, try_parse_dates=True).with_columns(
        polars.col("country").cast(polars.Categorical),
        polars.col("issue").cast(polars.Categorical),
        polars.col("score").cast(polars.Float32),
    )

    def pivot():
        return claims.group_by("country", "issue").agg(
            polars.len().alias("size"),
            polars.col("score").mean().alias("mean"),
            polars.col("score").sort_by("date", nulls_last=False, maintain_order=True).last().alias("last"),
        )

    def pivot_by_index():
        return claims.group_by("country", "issue").agg(
            polars.len().alias("size"),
            polars.col("score").mean().alias("mean"),
            polars.col("score").get(polars.col("date").arg_max()).alias("last"),
        )

    measure(f"polars {polars.__version__}, sorted by date", pivot)
    measure(f"polars {polars.__version__}, latest by place", pivot_by_index)


def main():
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "target")
    files = sorted(folder.glob("claims-*.csv"), key=lambda file: file.stat().st_size)
    if not files:
        sys.exit(f"No claims-*.csv in {folder}: write them with PIVOT={folder} cargo bench --bench derive")
    for file in files:
        print(file)
        in_pandas(file)
        in_polars(file)


main()
