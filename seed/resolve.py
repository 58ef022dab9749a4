"""Records to drafts: who is meant by each name, and which links follow. Nothing is written here.

What several records share (names, conditions, organisations) goes into the buffer; the record itself is the draft.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from graph.names import normalise_number
from seed.agencies import SHAPE_OF, agency_id
from seed.directory import Conditions, Sponsors, put_name, put_xref
from seed.draft import OWN, Buffer, Draft, Link, link
from seed.evidence import evidence
from seed.match import DrugIndex, Match, strongest
from seed.naming import slug
from seed.records import (
    ApprovalRecord,
    ConditionLink,
    Coverage,
    Date,
    DrugRecord,
    Intervention,
    Name,
    Organisation,
    Row,
    TrialRecord,
)

_DRUG_LIKE = {"DRUG", "BIOLOGICAL", "COMBINATION_PRODUCT", "DIETARY_SUPPLEMENT", "GENETIC"}
_PLUS = str.maketrans({"＋": "+"})


@dataclass
class Resolver:
    """Identity of one load. `unmatched` counts ingredient and intervention names that no drug has, by source."""

    drugs: DrugIndex
    conditions: Conditions
    sponsors: Sponsors
    buffer: Buffer
    unmatched: dict[str, Counter[str]] = field(default_factory=dict)
    matched: Counter[str] = field(default_factory=Counter)
    biotech: set[str] = field(default_factory=set)
    coverage: list[dict[str, Any]] = field(default_factory=list)
    _slugs: dict[str, str] = field(default_factory=dict)
    _taken: set[str] = field(default_factory=set)

    def remember_slug(self, drug: str, address: str) -> None:
        """Learn the address of a drug that the graph holds: it never changes."""
        self._slugs[drug] = address
        self._taken.add(address)

    def drug_key(self, record: DrugRecord) -> str:
        """Key of the drug, known from now on: its DrugBank id, else a drug with the same identifier or name."""
        key = self._identify(record)
        self.drugs.add(key, unii=record.unii, cas=record.cas_number, inchi_key=record.inchi_key)
        return key

    def _identify(self, record: DrugRecord) -> str:
        code = next((each.code for each in record.xrefs if each.source == "DRUGBANK"), None)
        known = self.drugs.by_identifier(unii=record.unii, cas=record.cas_number, inchi_key=record.inchi_key)
        if code:
            key = f"drug:{code}"
            joins = known and known.method == "UNII" and not known.drug.startswith("drug:DB")
            return known.drug if known and joins and key not in self.drugs.ids else key
        if known is None:
            named = self.drugs.by_name(record.generic_name, brackets=False)
            known = named if named and named.method == "EXACT_NAME" else None
        return known.drug if known else f"drug:{slug(record.row.key)}"

    def drug(self, record: DrugRecord, key: str, source: str, digest: str) -> Draft:
        """A drug with its names, identifiers, conditions and reports."""
        unii = record.unii if self.drugs.by_unii.get(record.unii or "", key) == key else None
        values = _stated(
            genericName=record.generic_name,
            drugType=record.drug_type,
            drugTypeRaw=record.drug_type_raw,
            casNumber=record.cas_number,
            unii=unii,
            inchiKey=record.inchi_key,
            overview=record.overview,
            indicationText=record.indication_text,
        )
        derived = "SMALL_MOLECULE" if record.inchi_key else "UNKNOWN"
        defaults = {
            "slug": self._address(key, record.generic_name),
            "brandNames": [],
            "drugType": derived,
            "trialCount": 0,
            "approvalCount": 0,
            "agencyCount": 0,
        }
        draft = self._draft("Drug", key, record.row, digest, values, self._reports(key, record), defaults=defaults)
        self._name_drug(key, record, source)
        self._indicate(key, record.conditions, source)
        self.coverage += (_coverage(key, each, source) for each in record.coverage if each.state == "NONE_FOUND")
        return draft

    def trial(self, record: TrialRecord, source: str, digest: str) -> Draft:
        """A trial with the drugs it tests, what it studies and who runs it."""
        key = trial_key(record)
        values = _stated(
            nctId=record.nct_id,
            briefTitle=record.brief_title,
            officialTitle=record.official_title,
            url=record.url,
            studyType=record.study_type,
            phases=list(record.phases),
            phaseRaw=record.phase_raw,
            overallStatus=record.overall_status,
            statusRaw=record.status_raw,
            whyStopped=record.why_stopped,
            **_date("studyFirstPostDate", record.study_first_post_date),
            **_date("startDate", record.start_date),
            **_date("primaryCompletionDate", record.primary_completion_date),
            **_date("completionDate", record.completion_date),
            **_date("lastUpdatePostDate", record.last_update_post_date),
            enrollmentCount=record.enrollment_count,
            enrollmentType=record.enrollment_type,
            sponsorRaw=next((who.name for who in record.sponsors if who.role == "LEAD_SPONSOR"), None),
            interventionTypes=[each.type for each in record.interventions],
            interventionNames=[each.name for each in record.interventions],
        )
        links = [*self._tests(key, record, source), *self._sponsored(key, record.sponsors, source)]
        studied = {self.conditions.resolve(ref, source, self.buffer): ref.name for ref in reversed(record.conditions)}
        links += (link("STUDIES", key, end, {"rawText": studied[end]}) for end in sorted(studied))
        return self._draft("Trial", key, record.row, digest, values, links)

    def approval(self, record: ApprovalRecord, key: str, source: str, digest: str) -> Draft:
        """A product at an agency; one whose ingredients nobody knows is written all the same, without a drug."""
        shape = SHAPE_OF[record.agency]
        number = record.identifiers[0].value if record.identifiers else None
        values = _stated(
            agencyCode=record.agency,
            productName=record.product_name,
            number=number,
            numberNormalised=number and normalise_number(number),
            identifierSchemes=[each.scheme for each in record.identifiers],
            identifierValues=[each.value for each in record.identifiers],
            identifiersNormalised=[normalise_number(each.value) for each in record.identifiers],
            holderRole=record.holder.role if record.holder else shape.holder_role,
            holderRaw=record.holder.name if record.holder else None,
            status=record.status,
            statusRaw=record.status_raw,
            **_date("date", record.date),
            dateKind=(record.date_kind or shape.date_kind) if record.date else None,
            dosageForm=record.dosage_form,
            route=record.route,
            strength=record.strength,
            **record.native,
        )
        contained = self._contained(key, record, source)
        links = [*contained, link("GRANTED_BY", key, agency_id(record.agency), {})]
        if record.holder:
            end = self.sponsors.resolve(record.holder, source, self.buffer)
            links.append(link("HELD_BY", key, end, {"rawText": record.holder.name}, role=record.holder.role))
        if len(record.ingredients) == 1 and len(contained) == 1:
            self._single(contained[0]["end"], record, source)
        for drug in sorted({each["end"] for each in contained}):
            self._indicate(drug, record.indications, source)
        return self._draft("Approval", key, record.row, digest, values, links, shape=shape.type)

    def ingredients(self, record: ApprovalRecord) -> list[str]:
        """Keys of the drugs in a product, sorted."""
        return sorted({match.drug for each in record.ingredients if (match := self.drugs.ingredient(each))})

    def _draft(
        self,
        label: str,
        key: str,
        row: Row,
        digest: str,
        values: dict[str, Any],
        links: list[Link],
        *,
        shape: str | None = None,
        defaults: dict[str, Any] | None = None,
    ) -> Draft:
        kinds: dict[str, list[str]] = {}
        for each in links:
            printed = each["values"].get("rawText") or "; ".join(each["values"].get("rawTexts", ()))
            kinds.setdefault(OWN[label][each["type"]], []).append(printed or each["end"])
        proof = evidence(row, digest, {**values, **kinds}, self.buffer.release)
        return Draft(label, key, row.key, digest, values, proof, shape, defaults or {}, links)

    def _address(self, key: str, name: str) -> str:
        if key not in self._slugs:
            address = slug(name)
            if address in self._taken:
                address = f"{address}-{slug(key.removeprefix('drug:'))}"
            self.remember_slug(key, address)
        return self._slugs[key]

    def _name_drug(self, key: str, record: DrugRecord, source: str) -> None:
        others = (each for each in record.names if each.value != record.generic_name)
        names = (Name(record.generic_name, "GENERIC"), *others)
        for value, kind, language in dict.fromkeys((each.value, each.kind, each.language) for each in names):
            put_name(self.buffer, "Drug", key, value, kind, source, language)
            if kind != "BRAND":
                self.drugs.name(key, value, main=kind == "GENERIC")
        own = (("UNII", record.unii), ("CAS", record.cas_number), ("INCHIKEY", record.inchi_key))
        codes = [(each.source, each.code) for each in record.xrefs] + [(scheme, code) for scheme, code in own if code]
        for scheme, code in dict.fromkeys(codes):
            put_xref(self.buffer, "Drug", key, scheme, code, source)

    def _reports(self, key: str, record: DrugRecord) -> list[Link]:
        links = []
        for each in record.reports:
            row = {
                "id": f"report:{each.key}",
                "title": each.title,
                "publishedOn": each.published_on,
                "headings": [text for _, text in each.headings],
                "levels": [level for level, _ in each.headings],
            }
            self.buffer.node("Report", row)
            links.append(link("DESCRIBED_BY", key, f"report:{each.key}", {}))
        return links

    def _indicate(self, drug: str, links: tuple[ConditionLink, ...], source: str) -> None:
        for each in links:
            end = self.conditions.resolve(each.condition, source, self.buffer)
            values = {"sourceIds": [source], "rawText": each.condition.name, "rule": each.rule}
            self.buffer.link("Drug", link(each.link, drug, end, values))

    def _sponsored(self, key: str, sponsors: tuple[Organisation, ...], source: str) -> Iterator[Link]:
        met = set()
        for who in sponsors:
            end = self.sponsors.resolve(who, source, self.buffer)
            if (end, who.role) not in met:
                met.add((end, who.role))
                yield link("SPONSORED_BY", key, end, {"rawText": who.name}, role=who.role)

    def _tests(self, key: str, record: TrialRecord, source: str) -> list[Link]:
        found: dict[str, list[tuple[Match, str, str]]] = {}
        drug_like = [each for each in record.interventions if each.type in _DRUG_LIKE]
        for each in drug_like:
            matches = self._intervention(each)
            self._count(source, each.name, bool(matches))
            for match in matches:
                found.setdefault(match.drug, []).append((match, each.type, each.name))
        for name in record.intervention_mesh if drug_like else ():
            match_ = self.drugs.by_name(name, brackets=False)
            if match_:
                term = Match(match_.drug, "MESH_TERM", 0.9)
                found.setdefault(match_.drug, []).append((term, drug_like[0].type, name))
        for name in record.drug_names:
            match_ = self.drugs.by_name(name, brackets=False)
            if match_:
                stated = Match(match_.drug, "STATED_BY_SOURCE", 1.0)
                found.setdefault(match_.drug, []).append((stated, "DRUG", name))
        return [_test(key, drug, met) for drug, met in found.items()]

    def _intervention(self, each: Intervention) -> list[Match]:
        """Drugs of one intervention: by its name, else by another name of it, else all parts of "A + B"."""
        whole = self.drugs.by_name(each.name, brackets=False)
        if whole:
            return [whole]
        others = [match for name in each.other_names if (match := self.drugs.by_name(name, brackets=False))]
        if len({match.drug for match in others}) == 1:
            return list(strongest(others).values())
        parts = [part.strip() for part in each.name.translate(_PLUS).split("+")]
        matches = [match for part in parts if (match := self.drugs.by_name(part, brackets=False))]
        return matches if len(parts) > 1 and len(matches) == len(parts) else []

    def _contained(self, key: str, record: ApprovalRecord, source: str) -> list[Link]:
        found: dict[str, list[tuple[Match, str, str | None]]] = {}
        for each in record.ingredients:
            match = self.drugs.ingredient(each)
            self._count(source, each.name, match is not None)
            if match:
                found.setdefault(match.drug, []).append((match, each.name, each.strength))
        links = []
        for drug, met in found.items():
            match = max((match for match, _, _ in met), key=lambda each: each.score)
            values = {
                "strength": "; ".join(dict.fromkeys(strength for _, _, strength in met if strength)) or None,
                "salt": match.salt,
                "rawText": "; ".join(dict.fromkeys(name for _, name, _ in met)),
                "method": match.method,
                "score": match.score,
            }
            links.append(link("FOR_DRUG", key, drug, values))
        return links

    def _single(self, drug: str, record: ApprovalRecord, source: str) -> None:
        """What a product of one ingredient says about its drug."""
        for name in record.brand_names:
            put_name(self.buffer, "Drug", drug, name, "BRAND", source, None)
        if record.drug_type == "BIOTECH":
            self.biotech.add(drug)

    def _count(self, source: str, name: str, found: bool) -> None:
        if found:
            self.matched[source] += 1
        else:
            self.unmatched.setdefault(source, Counter())[name] += 1


def trial_key(record: TrialRecord) -> str:
    """Key of a trial: its registry number, else its row in the source."""
    return f"trial:{record.nct_id or record.row.key}"


def approval_key(record: ApprovalRecord) -> str:
    """Key of an approval: agency and number as printed, else agency and row in the source."""
    return f"approval:{record.agency}:{record.identifiers[0].value if record.identifiers else record.row.key}"


def _stated(**values: Any) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}


def _date(name: str, date: Date | None) -> dict[str, str | None]:
    return {name: date.value, f"{name}Raw": date.raw} if date else {}


def _test(key: str, drug: str, met: list[tuple[Match, str, str]]) -> Link:
    best, type_, _ = max(met, key=lambda each: each[0].score)
    texts = list(dict.fromkeys(name for _, _, name in met))
    values = {"interventionType": type_, "rawTexts": texts, "method": best.method, "score": best.score}
    return link("TESTS", key, drug, values)


def _coverage(drug: str, stated: Coverage, source: str) -> dict[str, Any]:
    values = {"message": stated.message, "checkedAt": stated.checked_at, "sourceId": source}
    return {"drug": drug, "agency": agency_id(stated.agency), **values}
