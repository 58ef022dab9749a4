"""Spain's medicines: AEMPS's nomenclator, as search export (XLSX) or XML, and answers of the CIMA REST service (JSON).

Shape    XLSX: one row a medicine, 15 columns; XML: Prescripcion.xml, one `prescription` a pack, with dictionaries that
         decode its numbers; JSON: a medicine, a presentation, or a page {"totalFilas", "pagina", "resultados": [...]}
Key      registration number, a text: 62869, 07402001 (of EU/1/07/402/001), 20000836IP (a parallel import)
Dates    dd/mm/yyyy; XML YYYY-MM-DD; REST milliseconds since 1970 of a midnight in Spain
Lists    ", " between substances, and within some names: `Nº P. Activos` is their number
Codes    estado: Autorizado, Suspenso, Anulado; REST has the date of each under aut, susp, rev (revocado)
Skips    further packs of a medicine; supply problems
Leaves   addresses of laboratories, excipients, documents, photographs, prices
Licence  reuse of Spanish public-sector information, source named
"""

from collections.abc import Collection, Iterator
from pathlib import Path

from graph.agencies import Agency, Native, Scheme
from graph.errors import SourceError
from seed.formats.files import each_file, first_byte, members
from seed.formats.workbook import is_workbook
from seed.formats.xml_items import root_name
from seed.records import ApprovalRecord
from seed.source import Download, Issues, Source
from seed.sources.cima import nomenclator, rest, sheet
from seed.sources.cima.record import NUMBER

AGENCY = Agency(
    code="AEMPS",
    name="Agencia Española de Medicamentos y Productos Sanitarios",
    short_name="CIMA AEMPS",
    meaning="Spain: Agencia Española de Medicamentos y Productos Sanitarios, CIMA.",
    jurisdiction="Spain",
    countries=("ES",),
    url="https://cima.aemps.es/",
    place=8,
    schemes=(
        # R-6898 and R6898 are two medicines: parallel imports of two brands.
        Scheme(
            "AEMPS_REGISTRATION_NUMBER",
            "Spanish registration number; EU products keep the EU digits.",
            NUMBER,
            punctuated=True,
        ),
    ),
    record_type="AempsApproval",
    record="A medicine of the Spanish information centre CIMA.",
    holder_role="COMPANY",
    decimal_comma=True,
    fields=(
        Native.holder("company", "Company named by the agency."),
        Native.text("registrationNumber", "Registration number: 07402001."),
        Native.text("pharmaceuticalForm", "Pharmaceutical form, in Spanish."),
        Native.text("prescriptionType", "Conditions of prescription, in Spanish: Uso Hospitalario."),
    ),
)


def parse(path: Path, issues: Issues) -> Iterator[ApprovalRecord]:
    """Yield one record per medicine, in file order; the files of the XML nomenclator belong together."""
    xml: dict[str, Path] = {}

    def read(file: Path) -> Iterator[ApprovalRecord]:
        if is_workbook(file):
            return sheet.medicines(file, issues)
        if first_byte(file) == b"<":
            xml[_root(file, xml)] = file
            return iter(())
        return rest.medicines(file, issues)

    yield from each_file(members(path), issues, read)
    if xml:
        yield from nomenclator.medicines(xml, issues)


def _root(file: Path, others: Collection[str]) -> str:
    root = root_name(file)
    if root in others or not root.startswith(nomenclator.MAIN):
        raise SourceError(f"{file.name}: header not understood, of no or of a second {nomenclator.MAIN}: {root}")
    return root


def edition(path: Path) -> str | None:
    """Return the day of the XML nomenclator; the other forms do not state theirs."""
    xml = [file for file in members(path) if not is_workbook(file) and first_byte(file) == b"<"]
    return next((nomenclator.day(file) for file in xml if root_name(file) == nomenclator.MAIN), None)


def complete(path: Path) -> bool:
    """Return whether the files are the nomenclator, the whole list; answers of the REST service are not."""
    return any(is_workbook(file) or first_byte(file) == b"<" for file in members(path))


SOURCE = Source(
    id="cima",
    name="CIMA: nomenclator and REST service",
    publisher="Agencia Española de Medicamentos y Productos Sanitarios",
    licence="Reuse of public-sector information (Spain), source named",
    url="https://cima.aemps.es/",
    agency="AEMPS",
    complete=complete,
    rank=10,
    parse=parse,
    edition=edition,
    download=Download(
        urls=("https://listadomedicamentos.aemps.gob.es/prescripcion.zip",),
        hosts=("listadomedicamentos.aemps.gob.es",),
    ),
)
