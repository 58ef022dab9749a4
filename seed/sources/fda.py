"""The US Food and Drug Administration, whose products are in several publications, one a module."""

from graph.agencies import Agency, Native, Scheme
from seed.values.ndc import NUMBER

AGENCY = Agency(
    code="FDA",
    name="U.S. Food and Drug Administration",
    short_name="FDA",
    meaning="United States: Food and Drug Administration.",
    jurisdiction="United States",
    countries=("US",),
    url="https://www.fda.gov/",
    place=1,
    schemes=(
        # 0002-1407 and 00021-407 are two products.
        Scheme(
            "NDC",
            "FDA National Drug Code of the product: labeller and product segments.",
            NUMBER,
            punctuated=True,
        ),
        Scheme("FDA_APPLICATION_NUMBER", "FDA application and product number of Drugs@FDA: NDA021839/001."),
    ),
    record_type="FdaApproval",
    record="A product as the FDA lists it.",
    holder_role="MANUFACTURER",
    date_kind="EFFECTIVE",
    fields=(
        Native.holder("manufacturer", "Labeller or applicant."),
        Native.text("ndcCode", "Product NDC: 15054-1040."),
        Native.date("effectiveDate", "Date since which the label in force is effective."),
    ),
)
