"""Derived indicators: one named function each, with the interval that the rounding of its inputs leaves open.

Every function takes the numbers of one release (indicator id to Observation) and returns a Derived. A formula uses
each published number once, so that its interval is as narrow as the rounding allows. A share is formed only where
data/identities.csv says that the part lies inside the whole.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from beijing_ip.data.loading import load_tables
from beijing_ip.data.observations import Observation, load_observations
from beijing_ip.numbers.counts import consistent_counts
from beijing_ip.numbers.measures import percent, share, total
from beijing_ip.numbers.quantity import Quantity
from beijing_ip.numbers.writing import lower_first

Release = Mapping[str, Observation]


@dataclass(frozen=True)
class Derived:
    """A computed number: its interval, its unit, the formula in words and the published numbers that it rests on.

    Formatting: `f"{x}"` gives the interval with its unit sign ("38.2 to 39.1%"); `f"{x:short}"` the shortest number
    inside it; `f"{x:1}"` the interval to one decimal. An exact percentage has one decimal unless asked.
    """

    name: str
    quantity: Quantity
    unit: str
    formula: str
    inputs: tuple[Observation, ...]
    assumption: str = ""

    def __str__(self) -> str:
        return format(self, "")

    def __format__(self, spec: str) -> str:
        if self.unit == "per cent" and self.quantity.is_exact and spec in ("", "short"):
            spec = "1"
        number = format(self.quantity, spec)
        return f"{number}%" if self.unit == "per cent" else f"{number} yuan" if self.unit.startswith("yuan") else number


class NotAPartError(ValueError):
    """A share was asked for where the data does not say that the part lies inside the whole."""


def share_of(release: Release, part: str, whole: str) -> Derived:
    """Share of a part in its whole, in per cent.

    Formula: part / whole. Raises NotAPartError when data/identities.csv does not have the part inside the whole, with
    the reason.
    """
    _require_part(part, whole)
    named = release[part].indicator.name_en, release[whole].indicator.name_en
    return Derived(
        f"{named[0]}, share",
        percent(share(release[part].quantity, release[whole].quantity)),
        "per cent",
        f"{lower_first(named[0])} ÷ {lower_first(named[1])}",
        (release[part], release[whole]),
    )


def _require_part(part: str, whole: str) -> None:
    for row in load_tables()["identities"]:
        if (row["part"], row["whole"]) == (part, whole) and row["relation"] in ("sum", "part"):
            if row["holds"] == "no":
                raise NotAPartError(f"{part} is no part of {whole}: {row['reason_en']}")
            return
    raise NotAPartError(
        f"data/identities.csv does not say that {part} is a part of {whole}; add the statement or form no share"
    )


def invention_share(release: Release) -> Derived:
    """Invention patents in per cent of all patents granted: invention grants / grants of all kinds."""
    return share_of(release, "invention-patents-granted", "patents-granted")


def other_patents_granted(release: Release) -> Derived:
    """Utility models and designs granted, in patents: grants of all kinds - invention grants."""
    whole, part = release["patents-granted"], release["invention-patents-granted"]
    return Derived(
        "Utility models and designs granted",
        whole.quantity - part.quantity,
        "patents",
        "patents granted − invention patents granted",
        (whole, part),
        "The release does not split the two kinds.",
    )


def other_patents_share(release: Release) -> Derived:
    """Utility models and designs in per cent of all patents granted: 100 - share of inventions."""
    inventions = invention_share(release)
    return Derived(
        "Utility models and designs granted, share",
        100 - inventions.quantity,
        "per cent",
        f"100 − {inventions.formula}",
        inventions.inputs,
    )


def residents_per_invention_patent(release: Release) -> Derived:
    """Residents for each invention patent in force: 10,000 / patents in force per 10,000 residents."""
    held = release["invention-patents-per-10000-residents"]
    return Derived(
        "Residents for each invention patent in force",
        10_000 / held.quantity,
        "residents",
        "10,000 ÷ invention patents in force per 10,000 residents",
        (held,),
    )


def copyright_and_software(release: Release) -> Derived:
    """Registrations of works and of software together: the sum of the two."""
    works, software = release["copyright-registrations"], release["software-copyright-registrations"]
    return Derived(
        "Works and software registered, together",
        total(works.quantity, software.quantity),
        "registrations",
        "copyright registrations of works + software copyright registrations",
        (works, software),
        "Software stands beside works, as Chinese reports list it.",
    )


def enterprises_per_gi_product(release: Release) -> Derived:
    """Enterprises approved to use the mark for each geographical indication product: enterprises / products."""
    return _per_unit(
        release,
        "gi-mark-enterprises",
        "gi-products",
        "Enterprises for each geographical indication product",
        "enterprises",
        "An average. All enterprises are approved for products of Beijing.",
    )


def fines_per_case(release: Release) -> Derived:
    """Fines and forfeits for each concluded case, in yuan: fines and forfeits / concluded cases."""
    return _per_unit(
        release,
        "market-regulation-fines-and-forfeits",
        "market-regulation-cases-concluded",
        "Fines and forfeits for each concluded case",
        "yuan for each case",
        "An average over all cases, with and without a fine.",
    )


def pieces_per_batch(release: Release) -> Derived:
    """Pieces seized for each batch: pieces / batches."""
    return _per_unit(
        release,
        "customs-pieces-seized",
        "customs-batches-seized",
        "Pieces for each batch",
        "pieces",
        "An average.",
    )


def patents_per_enterprise(release: Release) -> Derived:
    """Insured patents for each enterprise in the pilot: insured patents / insured enterprises."""
    return _per_unit(
        release,
        "insured-patents",
        "insured-enterprises",
        "Insured patents for each enterprise",
        "patents",
        "An average.",
    )


def disputes_per_organisation(release: Release) -> Derived:
    """Disputes accepted for each mediation organisation: disputes accepted / organisations."""
    return _per_unit(
        release,
        "mediation-disputes-accepted",
        "mediation-organisations",
        "Disputes accepted for each mediation organisation",
        "disputes",
        "An average. The organisations are counted at a moment not stated, the disputes over the year.",
    )


def clearance_rate(release: Release) -> Derived:
    """Clearance rate of the courts, in per cent: cases concluded / cases accepted in the same year."""
    out, into = release["court-cases-concluded"], release["court-cases-accepted"]
    return Derived(
        "Clearance rate",
        percent(out.quantity / into.quantity),
        "per cent",
        "cases concluded ÷ cases accepted",
        (out, into),
        "Both numbers cover the same courts, instances and kinds of case.",
    )


def change_in_pending(release: Release) -> Derived:
    """Change in pending cases over the year, in cases: cases accepted - cases concluded; negative when they fall."""
    out, into = release["court-cases-concluded"], release["court-cases-accepted"]
    return Derived(
        "Change in pending cases",
        into.quantity - out.quantity,
        "cases",
        "cases accepted − cases concluded",
        (into, out),
        "Both numbers cover the same courts, instances and kinds of case.",
    )


def implied_mediation_successes(release: Release) -> Derived:
    """Successful mediations that the rate would imply, in disputes, if its base were all disputes accepted.

    Every whole number that prints as the rate when divided by the disputes accepted, whether the source rounds half
    up or cuts off (`numbers.counts.consistent_counts`).
    """
    rate, disputes = release["mediation-success-rate"], release["mediation-disputes-accepted"]
    counts = [
        count
        for rule in ("half up", "truncation")
        for count in consistent_counts(rate.value_text, int(disputes.value), rule).counts
    ]
    middle = Fraction(min(counts) + max(counts), 2)
    return Derived(
        "Successful mediations implied",
        Quantity(middle, Fraction(min(counts)), Fraction(max(counts)), True, True),
        "disputes",
        "success rate × disputes accepted",
        (rate, disputes),
        "The base of the rate is taken to be all disputes accepted, which no source says.",
    )


def national_cases_at_most(release: Release) -> Derived:
    """Upper bound of the country's grant and validity cases in the court cases accepted, in per cent.

    Formula: (administrative cases of local courts in China, first instance + second instance) / court cases accepted.
    """
    courts = release["court-cases-accepted"]
    held = {
        row.indicator.indicator_id: row
        for row in load_observations()
        if (row.place, row.period, row.series) == ("China", courts.period, "preferred")
    }
    first, second = (held[f"court-cases-accepted-administrative-{name}-instance"] for name in ("first", "second"))
    most = percent(total(first.quantity, second.quantity) / courts.quantity)
    return Derived(
        "Court cases accepted that can be the country's business",
        Quantity(most.value, None, most.upper, False, True),
        "per cent",
        "(first-instance + second-instance administrative cases of local courts in China) ÷ court cases accepted",
        (first, second, courts),
        "Accepted means newly accepted; retrials are left aside. The nation's numbers also hold other cases.",
    )


def _per_unit(release: Release, above: str, below: str, name: str, unit: str, assumption: str) -> Derived:
    a, b = release[above], release[below]
    return Derived(
        name,
        a.quantity / b.quantity,
        unit,
        f"{lower_first(a.indicator.name_en)} ÷ {lower_first(b.indicator.name_en)}",
        (a, b),
        assumption,
    )
