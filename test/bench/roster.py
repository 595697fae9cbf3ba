#!/usr/bin/env python3
"""Usage: roster.py ROWS REGION,... > ROSTER.csv

A synthetic school roster for the import benchmark: children with both parents, valid numbers, every second father and
every third mother away for work.  The same each time.
"""
import csv
import random
import sys

SURNAMES = "陈李黄张梁林王吴刘杨罗郑何邓冯谢许苏曾彭"
GIVEN = "子涵梓轩宇浩雨欣诗佳怡思晨俊杰文博天明嘉慧晓彤志强丽华海燕建国秀英"
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
HEADING = ["name", "sex", "birth_date", "id_number", "ethnicity", "household_region", "household_type",
           "living_region", "address", "phone", "health", "entry_month", "attendance_mode"]
PARENT = ["name", "id_number", "phone", "away_from", "away_region"]


def id_number(region, born, serial):
    """GB 11643: region, birthday, serial (odd for men), check character."""
    body = "%s%s%03d" % (region, born.replace("-", ""), serial)
    return body + "10X98765432"[sum(int(c) * w for c, w in zip(body, WEIGHTS)) % 11]


def person(chance, used, region, sex, first, last):
    while True:
        born = "%d-%02d-%02d" % (chance.randint(first, last), chance.randint(1, 12), chance.randint(1, 28))
        serial = chance.randint(1, 499) * 2 - (1 if sex == 1 else 0)
        number = id_number("440823", born, serial)
        if number not in used:
            used.add(number)
            return born, number


def name(chance, surname):
    return surname + chance.choice(GIVEN) + chance.choice(GIVEN)


def parent(chance, used, region, sex, surname, away):
    born, number = person(chance, used, region, sex, 1975, 1992)
    phone = "13%09d" % chance.randint(0, 999999999)
    since = ["2024-02-%02d" % chance.randint(11, 28), "4403"] if away else ["", ""]
    return [name(chance, surname), number, phone] + since


def main():
    rows, regions = int(sys.argv[1]), sys.argv[2].split(",")
    chance = random.Random(20261121)
    used = set()
    out = csv.writer(sys.stdout)
    out.writerow(HEADING + ["father_" + p for p in PARENT] + ["mother_" + p for p in PARENT])
    for i in range(rows):
        region, sex = chance.choice(regions), chance.randint(1, 2)
        surname = chance.choice(SURNAMES)
        born, number = person(chance, used, region, sex, 2014, 2018)
        out.writerow([name(chance, surname), sex, born, number, "01", region, chance.randint(1, 2), region,
                      "%d号" % chance.randint(1, 400), "137%08d" % chance.randint(0, 99999999), "10", "202409",
                      chance.randint(1, 2)] +
                     parent(chance, used, region, 1, surname, i % 2 == 0) +
                     parent(chance, used, region, 2, chance.choice(SURNAMES), i % 3 == 0))


main()
