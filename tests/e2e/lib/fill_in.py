"""Fills in the register of a new hall: three households, with residents who agree."""

import sys
from datetime import date

import openpyxl

ROWS = {
    "Households": [
        ["H1", "1 Tea Lane", "茶巷1号"],
        ["H2", "2 Tea Lane", "茶巷2号"],
        ["H3", "3 Tea Lane", "茶巷3号"],
    ],
    "Residents": [
        ["R1", "李伟", "H1"],
        ["R2", "王芳", "H2"],
        ["R3", "陈静", "H3"],
    ],
    "Consents": [
        ["", date(2026, 1, 2), f"R{number}", "", "score, board", "self"]
        for number in (1, 2, 3)
    ]
    + [
        ["", date(2026, 1, 2), "", f"H{number}", "board", "self"]
        for number in (1, 2, 3)
    ],
}


def main(path: str) -> None:
    workbook = openpyxl.load_workbook(path)
    for sheet in workbook:
        # Sheets are named in both languages, English first.
        for row in ROWS.get(sheet.title.split(" ")[0], []):
            sheet.append(row)
    workbook.save(path)


main(sys.argv[1])
