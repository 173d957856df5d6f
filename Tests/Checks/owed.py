"""What is owed for orders, reckoned anew from the shop's files alone.

    owed.py PAYMENTS CODES ORDERS...

PAYMENTS is the section Payments as CSV, CODES has the columns Influencer, Code and Rate of the section Discounts, ORDERS
are the shop's exports in the order in which they were imported. Each order counts as its last row has it: voided or
cancelled for nothing, refunded for what is left. A share of each order is rounded half to even on the cent.
It prints each influencer whose commission differs, and ends with 1 if there is any.
"""

import csv
import sys
from decimal import ROUND_HALF_EVEN, Decimal

CENT = Decimal("0.01")


def rows(path):
    with open(path, newline="", encoding="utf-8") as file:
        yield from csv.DictReader(file)


def worth(row):
    """What an order is worth, or None while it does not count."""
    status = row["Financial Status"]
    if row["Cancelled at"] or status in ("voided", "refunded"):
        return Decimal(0)
    if status not in ("paid", "partially_refunded"):
        return None
    return max(Decimal(0), Decimal(row["Subtotal"]) - Decimal(row["Refunded Amount"] or "0"))


def main(payments, codes, *files):
    holders = {row["Code"].lower(): (row["Influencer"], Decimal(row["Rate"].rstrip("%"))) for row in rows(codes)}
    orders = {}
    for path in files:
        for row in rows(path):
            value = worth(row)
            code = row["Discount Code"].lower()
            if value is None or code not in holders:
                continue
            # What once came to nothing stays nothing.
            if row["Name"] in orders and orders[row["Name"]][1] is None:
                continue
            is_void = value == 0 and row["Financial Status"] != "partially_refunded"
            orders[row["Name"]] = (code, None if is_void else value)
    owed = {}
    for code, value in orders.values():
        name, rate = holders[code]
        share = ((value or Decimal(0)) * rate / 100).quantize(CENT, rounding=ROUND_HALF_EVEN)
        owed[name] = owed.get(name, Decimal(0)) + share
    wrong = 0
    for row in rows(payments):
        booked = Decimal(row["Commission"].split()[0])
        expected = owed.pop(row["Influencer"], Decimal(0))
        if booked != expected:
            wrong += 1
            print(f"{row['Influencer']}: {booked} is booked, and the orders give {expected}")
    for name, expected in owed.items():
        if expected:
            wrong += 1
            print(f"{name}: nothing is booked, and the orders give {expected}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
