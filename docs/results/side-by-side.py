#!/usr/bin/env python3
"""The paper's Tables II and III beside the results of two readings of its setting, as Markdown on stdout.

    docs/results/side-by-side.py

Reads paper-table2.csv and paper-table3.csv, what the paper prints, and the results.csv of campaigns that `report.sh` runs: as stated
(table3, paper-table2, table2 for the networks), and in line of sight (paper-table3-los, paper-table2-los). Python's standard library alone.
"""
import csv
from pathlib import Path

HERE = Path(__file__).parent


def read(name, column):
    """{value of the column: {algorithm: row}} of a campaign."""
    table = {}
    for row in csv.DictReader(open(HERE / name / "results.csv", encoding="utf-8")):
        table.setdefault(float(row[column]), {})[row["algorithm"]] = row
    return table


def ours(rows, algorithm, paper):
    """Mean MSE and by how much it differs from the paper's."""
    if algorithm not in rows:
        return "-"
    mse = float(rows[algorithm]["mse_mean"])
    return f"{mse:.4f} ({100 * (mse / paper - 1):+.1f} %)"


def write(title, header, lines):
    print(f"{title}\n\n| {' | '.join(header)} |\n|{'---|' * len(header)}")
    print("\n".join(f"| {' | '.join(line)} |" for line in lines), end="\n\n")


def table3():
    stated, sight = read("table3", "param_sinr_db"), read("paper-table3-los", "param_sinr_db")
    lines, times = [], []
    for row in csv.DictReader(open(HERE / "paper-table3.csv", encoding="utf-8")):
        at = float(row["sinr_db"])
        sdr, zf, gnn = (float(row[f"{name}_mse"]) for name in ("sdr", "zf", "gnn_ip"))
        lines.append([
            f"{at:g}", f"{sdr:.4f}", ours(stated[at], "sdr", sdr), ours(sight[at], "sdr", sdr),
            f"{zf:.4f}", ours(stated[at], "zf-pinv", zf), ours(sight[at], "zf-pinv", zf),
            f"{gnn:.4f}, {gnn / sdr:.3f}", f"{float(stated[at]['gnn-ip']['mse_mean']):.4f}, "
            f"{float(stated[at]['gnn-ip']['mse_ratio_to_sdr']):.3f}",
            f"{100 * float(row['projection_usage']):.1f} %", f"{100 * float(stated[at]['gnn-ip']['projection_usage']):.1f} %",
        ])
        times.append([f"{at:g}"] + [f"{float(row[f'{name}_time_s']):g} s" for name in ("sdr", "zf", "gnn_ip")]
                     + [micro(stated[at][name]) for name in ("sdr", "zf-pinv", "gnn-ip")])
    write("MSE (W²), in brackets by how much it differs from the paper's, and the share of projected designs:",
          ["Gamma0 (dB)", "paper SDR", "`sdr`, as stated", "`sdr`, line of sight", "paper ZF", "`zf-pinv`, as stated",
           "`zf-pinv`, line of sight", "paper GNN-IP, over its SDR", "`gnn-ip`, as stated, over `sdr`", "paper projects", "`gnn-ip` projects"],
          lines)
    write("The paper's mean time of a design, and the median in the campaign `table3` (a sample's share of its batch, on a busy machine):",
          ["Gamma0 (dB)", "paper SDR", "paper ZF", "paper GNN-IP", "`sdr`", "`zf-pinv`", "`gnn-ip`"], times)


def table2():
    stated, sight = read("paper-table2", "param_grid_points"), read("paper-table2-los", "param_grid_points")
    learned = read("table2", "param_grid_points")
    lines = []
    paper = {}
    for row in csv.DictReader(open(HERE / "paper-table2.csv", encoding="utf-8")):
        paper.setdefault(float(row["grid_points"]), {})[row["algorithm"]] = row
    for at, rows in paper.items():
        mse = {name: float(row["mse"]) for name, row in rows.items()}
        lines.append([
            f"{at:g}", f"{mse['sdr']:.4f}, {rows['sdr']['time_s']} s", ours(stated[at], "sdr", mse["sdr"]), ours(sight[at], "sdr", mse["sdr"]),
            f"{mse['zf']:.4f}, {rows['zf']['time_s']} s", ours(stated[at], "zf-pinv", mse["zf"]), ours(sight[at], "zf-pinv", mse["zf"]),
            f"{mse['gnn-ip']:.4f}", ours(learned.get(at, {}), "gnn-ip", mse["gnn-ip"]), micro(stated[at]["sdr"]),
        ])
    write("MSE (W²) of designs for N grid points on 180, and the paper's mean times:",
          ["N", "paper SDR", "`sdr`, as stated", "`sdr`, line of sight", "paper ZF", "`zf-pinv`, as stated", "`zf-pinv`, line of sight",
           "paper GNN-IP", "`gnn-ip`, as stated", "median time of `sdr`"], lines)


def micro(row):
    return f"{1e6 * float(row['time_p50_s']):.0f} us"


table3()
table2()
