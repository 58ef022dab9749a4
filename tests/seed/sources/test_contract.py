"""The contract of sources, walked over every one: a new source is tested by having a sample in `raw/`.

The samples are true rows of open publications, cut down: texts, addresses and contacts are left out. EMA's rows are
from its sheet, in the JSON form that EMA documents; the page's sentences are replaced. Where terms are unclear, or no
true rows are to be had, the rows are written in the publisher's form: SFDA's, the Spanish nomenclator's in XML.
"""

import types
from collections.abc import Iterator

import pytest

from graph.agencies import agencies
from graph.model.enums import ENUMS
from seed.records import ApprovalRecord, ConditionRecord, Date, DrugRecord, Record, TrialRecord, decode, encode
from seed.source import Issues, Source, discover
from seed.values.dates import from_iso
from tests.seed.samples import RAW

every_source = pytest.mark.parametrize(("name", "source"), discover().items())


def _records(name: str, source: Source) -> tuple[list[Record], Issues]:
    issues = Issues()
    return list(source.parse(RAW / name, issues)), issues


@every_source
def test_source_understands_its_whole_sample(name: str, source: Source) -> None:
    records, issues = _records(name, source)
    assert records, "a source that yields nothing is broken, not empty"
    assert issues.found == []
    assert issues.rows == len(records) + sum(issues.skipped.values())


@every_source
def test_source_is_called_as_its_module_and_tells_its_licence(name: str, source: Source) -> None:
    assert source.id == name
    assert source.licence
    assert source.publisher
    assert source.agency is None or source.agency in ENUMS["AgencyCode"].values


@every_source
def test_parse_is_lazy(name: str, source: Source) -> None:
    issues = Issues()
    records = source.parse(RAW / name, issues)
    assert isinstance(records, types.GeneratorType)
    assert issues.rows == 0
    next(records)
    assert issues.rows <= 2, "the first record is there before the others are read"


@every_source
def test_keys_are_unique_and_rows_tell_where_they_stand(name: str, source: Source) -> None:
    records, _ = _records(name, source)
    assert len({(type(record), record.row.key) for record in records}) == len(records)
    for record in records:
        assert record.row.key
        assert record.row.index is not None
        assert record.row.rules.keys() <= record.row.raw.keys()


@every_source
def test_records_survive_the_starter_files_form(name: str, source: Source) -> None:
    records, _ = _records(name, source)
    assert [decode(encode(record)) for record in records] == records


@every_source
def test_coded_values_are_of_the_models_vocabularies(name: str, source: Source) -> None:
    records, _ = _records(name, source)
    for record in records:
        for enum, value in _coded(record):
            assert value in ENUMS[enum].values, (enum, value)


@every_source
def test_dates_are_iso_beside_what_was_printed(name: str, source: Source) -> None:
    records, _ = _records(name, source)
    for date in (date for record in records for date in _dates(record)):
        assert date.raw
        assert date.value == from_iso(date.value or "")


@every_source
def test_approvals_have_the_native_fields_and_the_numbers_of_their_agency(name: str, source: Source) -> None:
    own = {
        agency.code: {field.name for field in agency.fields if field.type == "String"} for agency in agencies().values()
    }
    records, _ = _records(name, source)
    for record in records:
        if isinstance(record, ApprovalRecord):
            assert record.native.keys() <= own[record.agency]
            numbers = {scheme.name: scheme.pattern for scheme in agencies()[record.agency].schemes}
            assert all(numbers[identifier.scheme].fullmatch(identifier.value) for identifier in record.identifiers)
            assert record.ingredients or record.product_name is None, "a label names no product, only its number"
            assert (record.date is None) == (record.date_kind is None)


def _coded(record: Record) -> Iterator[tuple[str, str]]:
    match record:
        case DrugRecord():
            yield from (("NameKind", name.kind) for name in record.names)
            yield from (("ConditionLink", link.link) for link in record.conditions)
            yield from (("AgencyCode", coverage.agency) for coverage in record.coverage)
            yield from (("CoverageState", coverage.state) for coverage in record.coverage)
            yield from [("DrugType", record.drug_type)] if record.drug_type else []
        case ConditionRecord():
            yield from (("NameKind", name.kind) for name in record.names)
        case TrialRecord():
            yield "OverallStatus", record.overall_status
            yield from (("Phase", phase) for phase in record.phases)
            yield from (("SponsorRole", sponsor.role) for sponsor in record.sponsors)
            yield from (("AgencyClass", sponsor.kind) for sponsor in record.sponsors if sponsor.kind)
            yield from (("InterventionType", intervention.type) for intervention in record.interventions)
            yield from [("StudyType", record.study_type)] if record.study_type else []
        case ApprovalRecord():
            yield "AgencyCode", record.agency
            yield "RegulatoryStatus", record.status
            yield from (("IdentifierScheme", identifier.scheme) for identifier in record.identifiers)
            yield from [("DateKind", record.date_kind)] if record.date_kind else []
            yield from [("SponsorRole", record.holder.role)] if record.holder else []
            yield from [("DrugType", record.drug_type)] if record.drug_type else []


def _dates(record: Record) -> list[Date]:
    values = [getattr(record, name) for name in record.__struct_fields__]
    return [value for value in values if isinstance(value, Date)]


def test_a_register_without_an_open_file_says_that_only_an_operators_can_be_had() -> None:
    for source in (discover()["tga"], discover()["nmpa"]):
        assert "operator" in source.licence
        assert source.complete is False
