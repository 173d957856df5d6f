"""Orders, parcels and sales in random order, and their sums reckoned anew.

    goods.py TOOL FOLDER [ROUNDS [SEED]]

TOOL is the built `workroom`, FOLDER an empty folder for what it makes. In each of so many ROUNDS (20) something is done by
hand, by lines of an inbox or by a file of orders, chosen by SEED (1): orders are made, packed, sent, cancelled and sent back,
proposals deleted, sales told for whoever has them and for others, refunded, voided and restored. Now and then an import is
killed and begun again, and every file comes in twice. What is in stock, whose each sale is and what is owed for it is kept
here as well, by rules of this file alone; it ends with 1 where the tool says something else, or where the database is not sound.
"""

import csv
import io
import json
import os
import random
import subprocess
import sys
from decimal import ROUND_HALF_EVEN, Decimal

PEOPLE = 8
STOCK = {"Mug": 9, "Tee": 6}
CENT = Decimal("0.01")


class Walk:
    def __init__(self, tool, folder, seed):
        self.tool, self.folder, self.dice = tool, folder, random.Random(seed)
        self.db = os.path.join(folder, "goods.workroom")
        self.accepted = {i: False for i in range(PEOPLE)}
        self.choice = {}
        self.deleted = 0
        # order -> [person, products, state]; in the order in which they were made
        self.orders = {}
        # person -> parcel -> [state, order]; of no order where none was there that could be in it
        self.parcels = {i: {} for i in range(PEOPLE)}
        # number -> [person, subtotal, worth, is voided]; several where the earlier ones were voided
        self.sales = {}
        self.numbers = iter(range(1, 1_000_000))

    def mail(self, i):
        return f"p{i}@x.example"

    def write(self, name, text):
        path = os.path.join(self.folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        return path

    def run(self, *words, statuses=(0, 1), kill=False):
        words = [self.tool, *words]
        if kill:
            process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            try:
                process.wait(self.dice.random() / 20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            return ""
        done = subprocess.run(words, capture_output=True, text=True)
        if done.returncode not in statuses:
            sys.exit(f"{' '.join(words)}\nended with {done.returncode}:\n{done.stdout}{done.stderr}")
        return done.stdout

    def type(self, *lines):
        path = self.write("lines.txt", "\n".join(["Goods", ".bail off", *lines]) + "\n")
        self.run("repl", self.db, "--yes", "--as", "manager,store,carrier", "-f", path)

    def begin(self):
        workflow = self.write("goods.workflow", 'workflow "Goods" version 1\n')
        products = "".join(f"{name},1.00,2.00,{count}\n" for name, count in STOCK.items())
        people = "".join(f"P{i},{self.mail(i)}\n" for i in range(PEOPLE))
        self.run("db", "create", "--db", self.db, "--clock", "2026-03-02T09:00:00Z", statuses=(0,))
        db = ("--db", self.db)
        self.run("group", "create", "Codes", "--kind", "discount", "--pattern", "[first_name]TEN", "--payout", "10%", *db)
        self.run("import", "products", self.write("products.csv", "name,cost,shipping_cost,inventory\n" + products), *db)
        self.run("campaign", "create", "Goods", "--workflow", workflow, "--set", "gifts=Mug,Tee", "--set",
                 "discount_group=Codes", *db, statuses=(0,))
        self.run("import", "influencers", "--campaign", "Goods", self.write("p.csv", "first_name,email\n" + people), *db)
        lines = []
        for i in range(PEOPLE):
            self.choice[i] = self.dice.sample(sorted(STOCK), self.dice.randint(1, 2))
            lines.append(f"propose {self.mail(i)} products {', '.join(self.choice[i])}")
            if i % 4 != 3:
                lines.append(f"accept {self.mail(i)}")
                self.accepted[i] = True
        self.type(*lines)

    # What an order holds

    def left(self, product):
        held = [order for order in self.orders.values() if order[2] in ("created", "fulfilled") and product in order[1]]
        return STOCK[product] - len(held)

    def newest(self, i, *states):
        own = [name for name, order in self.orders.items() if order[0] == i and order[2] in states]
        return own[-1] if own else None

    def is_out(self, order):
        i = self.orders[order][0]
        return any(state in ("sent", "delivered") and own == order for state, own in self.parcels[i].values())

    def free(self, i):
        """The oldest order of somebody of which nothing is out."""
        live = [name for name, order in self.orders.items() if order[0] == i and order[2] in ("created", "fulfilled")]
        return next((name for name in live if not self.is_out(name)), None)

    def tell(self, i, parcel, state):
        """A parcel is of the oldest order of which nothing was out when it was first told of, else of the newest; what goes out
        before anything was ordered is of the next order."""
        if state == "returned" or parcel not in self.parcels[i]:
            order = self.parcels[i].get(parcel, [None, self.free(i) or self.newest(i, "created", "fulfilled")])[1]
        else:
            order = self.parcels[i][parcel][1] or self.free(i)
        self.parcels[i][parcel] = [state, order]
        if state == "returned" and order and self.orders[order][2] in ("created", "fulfilled"):
            self.orders[order][2] = "returned"

    def goods(self):
        """A line about goods, with what it does here."""
        i = self.dice.randrange(PEOPLE)
        mail, what = self.mail(i), self.dice.choice(["order"] * 4 + ["cancel", "fulfill", "ship", "deliver", "return", "delete", "draft"])
        if what in ("order", "draft"):
            name = f"O{next(self.numbers)}"
            if self.accepted[i] and what == "draft":
                self.orders[name] = [i, [], "drafted"]
            elif self.accepted[i] and all(self.left(product) > 0 for product in self.choice[i]):
                self.orders[name] = [i, self.choice[i], "created"]
                for parcel in self.parcels[i].values():
                    if parcel[1] is None and parcel[0] != "returned" and not self.is_out(name):
                        parcel[1] = name
            return f'{"draft order" if what == "draft" else "order"} {mail} "{name}"'
        if what == "cancel":
            name = self.newest(i, "created", "fulfilled", "drafted")
            if name is None:
                return f'cancel order {mail} "O0"'
            if not self.is_out(name):
                self.orders[name][2] = "cancelled"
            return f'cancel order {mail} "{name}"'
        if what == "fulfill":
            name = self.newest(i, "created")
            if name is None:
                return f"show {mail}"
            self.orders[name][2] = "fulfilled"
            return f'fulfill {mail} "{name}"'
        if what in ("ship", "deliver", "return"):
            own = self.parcels[i]
            parcel = f"T{next(self.numbers)}" if what == "ship" or not own else self.dice.choice(sorted(own))
            states = [order[2] for order in self.orders.values() if order[0] == i]
            # What is over is not sent, and nothing is told of whoever has no order and no parcel.
            over = what == "ship" and states and all(state in ("cancelled", "returned") for state in states)
            # What was not sent does not come back.
            unsent = what == "return" and all(state == "returned" for state, _ in own.values()) \
                and "created" in states and "fulfilled" not in states
            if not over and not unsent and (states or own):
                self.tell(i, parcel, {"ship": "sent", "deliver": "delivered", "return": "returned"}[what])
            return f'{what} {mail} shipment "{parcel}"'
        if not self.accepted[i]:
            return f"show {mail}"
        # The standard stages cancel what waits to be sent, wherever somebody stands.
        for name, order in self.orders.items():
            if order[0] == i and (order[2] == "drafted" or order[2] == "created" and not self.is_out(name)):
                order[2] = "cancelled"
        self.accepted[i] = False
        self.deleted += 1
        return f"delete proposal {mail}"

    # What a sale is worth

    def live(self, number):
        return next((sale for sale in self.sales.get(number, []) if not sale[3]), None)

    def own(self, number, i):
        return next((sale for sale in self.sales.get(number, []) if sale[0] == i), None)

    def sell(self, number, i, subtotal):
        if self.own(number, i) or self.live(number) or not self.has_code(i):
            return
        self.sales.setdefault(number, []).append([i, subtotal, subtotal, False])

    def has_code(self, i):
        """Who has one counts with it for ever: what was used is disabled, and keeps its holder."""
        return self.accepted[i]

    def sale(self):
        """A line about a sale, with what it does here."""
        i, number = self.dice.randrange(PEOPLE), f"#{self.dice.randint(1, 30)}"
        mail, what = self.mail(i), self.dice.choice(["convert"] * 3 + ["void", "restore", "refund"])
        if not self.accepted[i]:
            return f"show {mail}"
        sale = self.own(number, i)
        if what == "convert":
            subtotal = Decimal(self.dice.randint(100, 9999)) / 100
            self.sell(number, i, subtotal)
            return f'convert {mail} conversion "{number}" subtotal {subtotal} USD'
        if what == "void":
            if sale:
                sale[3] = True
            return f'void {mail} conversion "{number}"'
        if what == "restore":
            if sale and sale[3] and not self.live(number):
                sale[3] = False
            return f'restore {mail} conversion "{number}"'
        amount = Decimal(self.dice.randint(1, 3000)) / 100
        if sale and not sale[3] and amount <= sale[2]:
            sale[2] -= amount
        return f'refund {mail} conversion "{number}" amount {amount} USD'

    def inbox(self):
        lines = []
        for _ in range(12):
            i, number = self.dice.randrange(PEOPLE), f"#{self.dice.randint(1, 30)}"
            if not self.accepted[i]:
                continue
            subtotal = Decimal(self.dice.randint(100, 9999)) / 100
            self.sell(number, i, subtotal)
            lines.append(json.dumps({
                "key": f"k{next(self.numbers)}", "campaign": "Goods", "influencer": self.mail(i), "event": "conversion.recorded",
                "at": "2026-03-02T08:00:00Z", "by": "store", "payload": {"conversion": number, "subtotal": f"{subtotal} USD"}}))
        self.write(f"inbox/{next(self.numbers)}.ndjson", "\n".join(lines) + "\n")
        words = ("run", "--db", self.db, "--inbox", os.path.join(self.folder, "inbox"), "--as", "store", "--once")
        if self.dice.random() < 0.4:
            self.run(*words, kill=True)
        for _ in range(2):
            self.run(*words)
        for name in os.listdir(os.path.join(self.folder, "inbox")):
            os.remove(os.path.join(self.folder, "inbox", name))

    def file(self):
        text = "Name,Financial Status,Paid at,Currency,Subtotal,Discount Code\n"
        taken = set()
        for _ in range(12):
            i, number = self.dice.randrange(PEOPLE), f"#{self.dice.randint(1, 30)}"
            if not self.accepted[i] or number in taken:
                continue
            taken.add(number)
            subtotal = Decimal(self.dice.randint(100, 9999)) / 100
            self.sell(number, i, subtotal)
            text += f"{number},paid,2026-03-02T08:00:00Z,USD,{subtotal},P{i}TEN\n"
        words = ("import", "conversions", "--db", self.db, "--campaign", "Goods", self.write("orders.csv", text))
        if self.dice.random() < 0.4:
            self.run(*words, kill=True)
        for _ in range(2):
            self.run(*words)

    # What came of it

    def table(self, name):
        text = self.run("repl", self.db, "-c", ".mode csv", "-c", "Goods", "-c", name, statuses=(0,))
        return list(csv.DictReader(io.StringIO(text)))

    def problems(self):
        found = []
        for row in self.table("products"):
            if int(row["Left"]) != self.left(row["Product"]):
                found.append(f"of {row['Product']} {row['Left']} are left, and it should be {self.left(row['Product'])}")
        owed = {f"P{i}": Decimal(0) for i in range(PEOPLE)}
        for sales in self.sales.values():
            for i, _, worth, is_voided in sales:
                if not is_voided:
                    owed[f"P{i}"] += (worth / 10).quantize(CENT, rounding=ROUND_HALF_EVEN)
        for row in self.table("payments"):
            said = Decimal(row.get("Commission", "0 USD").split()[0])
            if said != owed[row["Influencer"]]:
                found.append(f"{row['Influencer']} is owed {said}, and it should be {owed[row['Influencer']]}")
        if not self.run("db", "verify", "--db", self.db).startswith("sound"):
            found.append("the database is not sound")
        return found

    def go(self, rounds):
        self.begin()
        for number in range(rounds):
            way = self.dice.choice(["goods", "goods", "sales", "sales", "inbox", "file"])
            if way == "inbox":
                self.inbox()
            elif way == "file":
                self.file()
            elif way == "sales":
                self.type(*[self.sale() for _ in range(12)])
            else:
                for _ in range(4):
                    self.type(self.goods())
            found = self.problems()
            if found:
                sys.exit(f"round {number}, {way}:\n  " + "\n  ".join(found))
        print(f"{rounds} rounds: {len(self.orders)} orders, {self.deleted} proposals deleted, {sum(map(len, self.sales.values()))} sales, all as they should be")


if __name__ == "__main__":
    tool, folder = sys.argv[1:3]
    rounds = int(sys.argv[3]) if len(sys.argv) > 3 else 20
    Walk(tool, folder, int(sys.argv[4]) if len(sys.argv) > 4 else 1).go(rounds)
