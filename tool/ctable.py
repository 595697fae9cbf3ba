"""What mkcodes and mkparams share: reading a CSV of dated, region-scoped rows and writing C tables."""
import csv
import datetime
import sys

WARNING = "/* Made by tool/%s from %s: change those, not this. */\n"


def fail(path, line, message):
    sys.exit(f"{path}:{line}: {message}")


def read_rows(path, required, optional=()):
    """The rows as dicts with all columns, "line" too; wrong headings, stray blanks and cells end the program."""
    with open(path, encoding="utf-8", newline="") as f:
        reader = csv.DictReader(f)
        columns = reader.fieldnames or []
        if columns[: len(required)] != list(required) or set(columns[len(required) :]) - set(optional):
            fail(path, 1, f"headings must be {','.join(required)} and may be {','.join(optional)}")
        rows = []
        for row in reader:
            line = reader.line_num
            if None in row or None in row.values():
                fail(path, line, f"has not {len(columns)} cells")
            for column, cell in row.items():
                if cell != cell.strip() or not cell.isprintable():
                    fail(path, line, f"{column}: blank or control character at {cell!r}")
            rows.append({c: "" for c in optional} | row | {"line": line, "path": path})
    return rows


def read_day(row, column):
    """yyyymmdd as a number, 0 for an empty cell."""
    if not row[column]:
        return 0
    try:
        return int(datetime.datetime.strptime(row[column], "%Y-%m-%d").strftime("%Y%m%d"))
    except ValueError:
        fail(row["path"], row["line"], f"{column}: {row[column]} is no date")


def check_scope(row):
    region = row["region"]
    if region and (not region.isdigit() or len(region) not in (2, 4, 6, 9, 12)):
        fail(row["path"], row["line"], f"region: {region} is no code")
    if row["to"] and row["from"] > row["to"]:
        fail(row["path"], row["line"], "ends before it begins")


def overlap(a, b):
    """Are both rows in force on some day?  (Whether in the same region is for the caller.)"""
    return (not a["to"] or b["from"] <= a["to"]) and (not b["to"] or a["from"] <= b["to"])


def c_str(text):
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("??", "?\\?")
    return f'STR_INIT("{escaped}")'
