"""A whole Work Room from nothing, and its money reckoned anew.

    walk.py TOOL FOLDER [PEOPLE]

TOOL is the built `workroom`, FOLDER an empty folder for what it makes, PEOPLE how many influencers are assigned (300).
Two campaigns are made, of which one chose groups of codes and links. Influencers are assigned and mailed, two in five
propose, some are negotiated, accepted, declined; codes and links are adjusted; parcels go out; posts come by hashtag and
by hand; orders come in two files with refunds, conversions of links in a third; two conversions are voided; some are paid
in cash, the others offline. Then the database is verified, and what the tool says is owed and paid to everybody is
compared with the sums of the files that were imported. It ends with 1 if anything differs, and says what.
"""

import csv
import json
import os
import subprocess
import sys
from decimal import ROUND_HALF_EVEN, Decimal

CENT = Decimal("0.01")
problems = []


class Walk:
    def __init__(self, tool, folder, people):
        self.tool, self.folder, self.people = tool, folder, people
        self.db = self.path("walk.workroom")
        self.proposing = people * 2 // 5
        self.price = {}
        self.accepted = []

    def path(self, name):
        return os.path.join(self.folder, name)

    def write(self, name, text):
        os.makedirs(os.path.dirname(self.path(name)), exist_ok=True)
        with open(self.path(name), "w", encoding="utf-8") as file:
            file.write(text)
        return self.path(name)

    def run(self, *words, status=0, db=True):
        words = [self.tool, *words] + (["--db", self.db] if db else [])
        done = subprocess.run(words, capture_output=True, text=True)
        if done.returncode != status:
            sys.exit(f"{' '.join(words)}\nended with {done.returncode} instead of {status}:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
        return done.stdout + done.stderr

    def tables(self, *names):
        """Sections and tables of the campaign that chose everything, as CSV, typed at once."""
        lines = [".mode csv"]
        for name in names:
            lines += [f".output {self.path(name.replace(' ', '_') + '.csv')}", name]
        self.type("tables.txt", lines)
        for name in names:
            with open(self.path(name.replace(" ", "_") + ".csv"), newline="", encoding="utf-8") as file:
                yield list(csv.DictReader(file))

    def type(self, name, lines):
        """Types lines into the Work Room, as a file; every one of them has to be done."""
        path = self.write(name, "\n".join(["Launch"] + lines) + "\n")
        return self.run("repl", self.db, "--yes", "--as", "manager,store,carrier", "-f", path, db=False)

    # What happens

    def begin(self):
        self.write("standard.workflow", 'workflow "Launch" version 1\n')
        self.write("template.txt", "Subject: [campaign]\n\nHello [first_name or \"there\"], would you like to take part?\n")
        rows = "".join(f"P{i:03},p{i:03}@x.example,p{i:03}.makes,{1000 + 37 * i}\n" for i in range(self.people))
        self.write("people.csv", "first_name,email,instagram,followers\n" + rows)
        self.run("db", "create", "--clock", "2026-03-02T09:00:00Z")
        self.run("group", "create", "Codes", "--kind", "discount", "--pattern", "[first_name]SAVE")
        self.run("group", "create", "Links", "--kind", "link", "--pattern", "go.example/[first_name]")
        self.run("template", "set", "invitation", "--body", self.path("template.txt"))
        for name in ("accepted", "declined"):
            self.run("template", "set", name, "--body", self.path("template.txt"))
        self.run("connector", "set", "email", "--maildir", self.path("mails"), "--from", "hello@brand.example", "--quiet")
        workflow = ["--workflow", self.path("standard.workflow")]
        details = ["discount_group=Codes", "link_group=Links", "gifts=Bottle", "hashtags=#launch", "budget=90000 USD"]
        self.run("campaign", "create", "Launch", *workflow, *[word for detail in details for word in ("--set", detail)])
        self.run("campaign", "create", "Quiet", *workflow)
        self.run("import", "influencers", "--campaign", "Launch", self.path("people.csv"))

    def invite(self):
        self.type("invite.txt", ["invite all", ".clock 2026-03-03T09:00:00Z"])
        self.run("deliver", "--once")
        mails = len(os.listdir(self.path("mails/new")))
        expect("mails that went out", mails, self.people)

    def propose(self):
        lines = []
        for i in range(self.proposing):
            self.price[i] = Decimal(50 + i * 3) + Decimal(i % 4) / 4
            lines.append(json.dumps({
                "key": f"proposal-{i}", "campaign": "Launch", "influencer": f"p{i:03}@x.example",
                "event": "proposal.submitted", "at": "2026-03-03T08:00:00Z", "by": "influencer", "payload": {"price": f"{self.price[i]:.2f} USD"}}))
        self.write("inbox/proposals.ndjson", "\n".join(lines) + "\n")
        self.run("run", "--inbox", self.path("inbox"), "--as", "influencer", "--once")

    def decide(self):
        lines = []
        for i in range(0, self.proposing, 6):
            self.price[i] = self.price[i] - 20
            lines.append(f"negotiate p{i:03}@x.example price {self.price[i]:.2f} USD")
        for i in range(5, self.proposing, 8):
            lines.append(f"decline p{i:03}@x.example because \"not this time\"")
            self.price.pop(i)
        # Some wait for an answer.
        waiting = [i for i in self.price if i % 11 == 10]
        self.accepted = [i for i in self.price if i not in waiting]
        lines += [f"accept p{i:03}@x.example" for i in self.accepted]
        self.type("decide.txt", lines)

    def rate(self, i, kind):
        if kind == "code":
            return Decimal("12.5") if i % 7 == 0 else Decimal(10)
        return Decimal(3) if i % 9 == 0 else Decimal(5)

    def adjust(self):
        lines = ["discounts", "adjust discount all rate 10%", "links", "adjust link all rate 5%"]
        lines += [f"adjust discount p{i:03}@x.example rate 12.5%" for i in self.accepted if i % 7 == 0]
        lines += [f"adjust link p{i:03}@x.example rate 3%" for i in self.accepted if i % 9 == 0]
        lines += [f'adjust link p{self.accepted[1]:03}@x.example destination "https://shop.example/launch"']
        # Parcels.
        lines += ["fulfillment", "order all"]
        for n, i in enumerate(self.accepted):
            if n % 3 == 0:
                lines.append(f'ship p{i:03}@x.example shipment "T{i}"')
            if n % 6 == 0:
                lines.append(f'deliver p{i:03}@x.example shipment "T{i}"')
        self.type("adjust.txt", lines)

    def post(self):
        rows = "".join(
            f"instagram,p{i:03}.makes,https://www.instagram.com/p/W{i}/,2026-03-03T08:00:00Z,New! #launch,{100 + i},{i}\n"
            for i in self.accepted[::4])
        self.write("posts.csv", "platform,handle,url,posted_at,caption,views,likes\n" + rows)
        self.run("import", "content", self.path("posts.csv"))
        by_hand = self.accepted[1::10]
        self.type("post.txt", [f'post p{i:03}@x.example content "https://blog.example/{i}" views 50' for i in by_hand])
        self.posts = len(self.accepted[::4]) + len(by_hand)

    def orders(self, time):
        text = "Name,Financial Status,Paid at,Currency,Subtotal,Discount Code,Refunded Amount,Cancelled at\n"
        for n in range(len(self.accepted) * 2):
            i = self.accepted[n % len(self.accepted)]
            subtotal = Decimal(17 + n * 7 % 160) + Decimal(10 + n * 13 % 90) / 100
            status, refunded, cancelled = "paid", "", ""
            if time and n % 9 == 1:
                status, refunded = "partially_refunded", "5.55"
            elif time and n % 9 == 3:
                status, refunded = "refunded", f"{subtotal:.2f}"
            elif time and n % 9 == 5:
                cancelled = "2026-03-03 08:30:00 +0000"
            text += f"#{n},{status},2026-03-03 08:00:00 +0000,USD,{subtotal:.2f},P{i:03}SAVE,{refunded},{cancelled}\n"
        return text

    def sell(self):
        for time in (0, 1):
            self.write(f"orders-{time}.csv", self.orders(time))
            self.run("import", "conversions", "--campaign", "Launch", self.path(f"orders-{time}.csv"))
        text = "order,email,type,revenue,currency,date\n"
        for n, i in enumerate(self.accepted[::2]):
            text += f"L{n},p{i:03}@x.example,link,{20 + n}.{10 + n % 90},USD,2026-03-03T08:10:00Z\n"
        self.write("links.csv", text)
        self.run("import", "conversions", "--campaign", "Launch", self.path("links.csv"))
        self.voided = ["#0", "L1"]
        holders = {"#0": self.accepted[0], "L1": self.accepted[2]}
        said = self.type("void.txt", [f'void p{holders[o]:03}@x.example conversion "{o}"' for o in self.voided])
        expect("lines of two voids", len(said.strip().split("\n")), 2)

    def pay(self):
        cash = self.accepted[:5]
        lines = []
        for i in cash:
            lines += [f"tax form p{i:03}@x.example W-9", f"paypal account p{i:03}@x.example p{i:03}@pay.example"]
        lines += [f"pay p{i:03}@x.example method cash" for i in cash]
        self.type("pay.txt", lines)
        names = [f"P1-{n + 1}-1" for n in range(len(cash))]
        answers = "".join(f"{name},{'Completed' if n else 'Failed'}\n" for n, name in enumerate(names))
        self.write("bank.csv", "Customer ID,Status\n" + answers)
        self.run("import", "payments", "--campaign", "Launch", self.path("bank.csv"))
        self.run("pay", "--campaign", "Launch", "--method", "offline")

    # What it must have come to

    def commission(self):
        """By influencer, of the files alone: each order as its last row has it."""
        orders = {}
        for time in (0, 1):
            with open(self.path(f"orders-{time}.csv"), newline="", encoding="utf-8") as file:
                for row in csv.DictReader(file):
                    gone = row["Cancelled at"] or row["Financial Status"] in ("refunded", "voided")
                    worth = Decimal(0) if gone else Decimal(row["Subtotal"]) - Decimal(row["Refunded Amount"] or 0)
                    orders[row["Name"]] = (int(row["Discount Code"][1:4]), worth, "code")
        with open(self.path("links.csv"), newline="", encoding="utf-8") as file:
            for row in csv.DictReader(file):
                orders[row["order"]] = (int(row["email"][1:4]), Decimal(row["revenue"]), "link")
        for order in self.voided:
            orders[order] = (orders[order][0], Decimal(0), orders[order][2])
        owed, revenue = {}, Decimal(0)
        for i, worth, kind in orders.values():
            share = (worth * self.rate(i, kind) / 100).quantize(CENT, rounding=ROUND_HALF_EVEN)
            owed[i] = owed.get(i, Decimal(0)) + share
            revenue += worth
        return owed, revenue

    def compare(self):
        owed, revenue = self.commission()
        payments, books = self.tables("payments", "accounts")
        rows = {int(row["Influencer"][1:]): row for row in payments}
        expect("influencers with terms", sorted(rows), sorted(self.accepted))
        sums = [Decimal(0)] * 3
        for i in self.accepted:
            fee, commission = self.price[i], owed.get(i, Decimal(0))
            whole = fee + commission
            wanted = {"Fee": fee, "Commission": commission, "Owed": whole, "Paid": whole, "Pending": 0, "Balance": 0}
            for name, amount in wanted.items():
                expect(f"{name} of P{i:03}", money(rows[i][name]), Decimal(amount))
            sums = [a + b for a, b in zip(sums, (fee, commission, whole))]
        accounts = {row["Account"]: money(row["Debit"]) - money(row["Credit"]) for row in books}
        expect("all accounts together", sum(accounts.values()), Decimal(0))
        expect("the account of fees", accounts["cost: fee"], sums[0])
        expect("the account of commission", accounts["cost: commission"], sums[1])
        expect("what was paid", -sum(accounts[name] for name in accounts if name.startswith("paid")), sums[2])
        expect("revenue", accounts["orders"], revenue)
        expect("what is still payable", accounts["payable"], Decimal(0))

    def sections(self):
        names = ("discounts", "links", "fulfillment")
        *chosen, people, report = self.tables(*names, "my influencers", "reporting")
        # Whoever has a code, a link, their parcel and a post is done, and in none of these sections any more.
        done = set(self.accepted[::6]) & (set(self.accepted[::4]) | set(self.accepted[1::10]))
        expect("codes, links and parcels", [len(rows) for rows in chosen], [len(self.accepted) - len(done)] * 3)
        expect("influencers", len(people), self.people)
        expect("posts", sum(int(row["Content"]) for row in report), self.posts)
        # What a campaign did not choose it does not have.
        for name in names:
            self.run("report", "--campaign", "Quiet", "--section", name, status=64)

    def walk(self):
        for step in (self.begin, self.invite, self.propose, self.decide, self.adjust, self.post, self.sell, self.pay,
                     self.compare, self.sections):
            step()
        said = self.run("db", "verify")
        print(said.split("\n")[0])


def money(text):
    return Decimal(text.split()[0]) if text else Decimal(0)


def expect(what, found, wanted):
    if found != wanted:
        problems.append(f"{what}: {found}, and the files give {wanted}")


def main(tool, folder, people="300"):
    Walk(tool, folder, int(people)).walk()
    for problem in problems[:50]:
        print(problem)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
