"""Closed vocabularies: each value with its meaning, the same in the graph and in GraphQL.

They are outside `graph.model` because sources use them, and the model follows from the sources' declarations.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Enum:
    """A closed vocabulary: value to meaning."""

    name: str
    description: str
    values: dict[str, str]


def _enum(name: str, description: str, **values: str) -> Enum:
    return Enum(name, description, values)


VOCABULARIES: dict[str, Enum] = {
    enum.name: enum
    for enum in (
        _enum(
            "DatePrecision",
            "Precision of a date.",
            DAY="Year, month and day.",
            MONTH="Year and month.",
            YEAR="The year alone.",
            UNKNOWN="The source printed no readable date.",
        ),
        _enum(
            "AgencyKind",
            "Kind of a system.",
            REGULATOR="Grants authorisations itself.",
            COMPENDIUM="Publishes what another authority has licensed.",
        ),
        _enum(
            "DrugType",
            "The broad kind of a drug.",
            SMALL_MOLECULE="A chemically defined small molecule.",
            BIOTECH="A protein, antibody, vaccine, cell or other product of biology.",
            UNKNOWN="No source states it.",
        ),
        _enum(
            "RegulatoryStatus",
            "A shared reading of an agency's status words; the agency's own word is in `statusRaw`.",
            AUTHORISED="May be sold.",
            CONDITIONAL="May be sold under conditions that remain to be met.",
            SUSPENDED="Authorisation paused.",
            WITHDRAWN="Granted, then ended at the holder's request, or discontinued.",
            REVOKED="Ended by the agency.",
            EXPIRED="Lapsed by time.",
            OPINION="Assessed, for or against; the decision is still to come. Not granted.",
            TENTATIVE_APPROVAL="Meets the requirements, but patents or exclusivity bar the approval. Not granted.",
            APPLICATION_WITHDRAWN="The applicant withdrew before a decision. Never granted.",
            REFUSED="Applied for and not granted.",
            OTC_MONOGRAPH="Sold under a monograph, which stands in for an approval of its own.",
            UNAPPROVED="Sold without an approval.",
            NOT_STATED="The source does not say.",
        ),
        _enum(
            "CoverageState",
            "Coverage of a drug at an agency.",
            FOUND="At least one record.",
            NONE_FOUND="The agency's list was looked through and has no record.",
            NOT_CHECKED="Not checked: the agency's list is not loaded, or says nothing of the drug, with the reason.",
        ),
        _enum(
            "DateKind",
            "Kind of an approval's date. Different kinds cannot be compared.",
            EFFECTIVE="The label in force took effect.",
            ISSUED="The authorisation was issued.",
            APPROVAL="The product was approved.",
            REGISTRATION="The product was entered in the register.",
            MARKET="The product was first sold.",
            AUTHORISATION="The product was authorised.",
        ),
        _enum(
            "Phase",
            "Phase of a trial, in the registry's terms.",
            NA="Not applicable: a trial without FDA-defined phases.",
            EARLY_PHASE1="Early phase 1, formerly phase 0.",
            PHASE1="Phase 1.",
            PHASE2="Phase 2.",
            PHASE3="Phase 3.",
            PHASE4="Phase 4.",
        ),
        _enum(
            "OverallStatus",
            "Recruitment status of a trial, in the registry's terms.",
            ACTIVE_NOT_RECRUITING="Running, no longer recruiting.",
            COMPLETED="Ended normally.",
            ENROLLING_BY_INVITATION="Participants are invited.",
            NOT_YET_RECRUITING="Recruitment has not begun.",
            RECRUITING="Recruiting participants.",
            SUSPENDED="Stopped early, may start again.",
            TERMINATED="Stopped early, will not start again.",
            WITHDRAWN="Stopped before its first participant.",
            AVAILABLE="Expanded access is available.",
            NO_LONGER_AVAILABLE="Expanded access has ended.",
            TEMPORARILY_NOT_AVAILABLE="Expanded access is paused.",
            APPROVED_FOR_MARKETING="Expanded access ended with the approval.",
            WITHHELD="Record withheld by the registry.",
            UNKNOWN="Past its completion date and not updated for two years.",
            NOT_STATED="The source does not say.",
        ),
        _enum(
            "StudyType",
            "Kind of study, in the registry's terms.",
            EXPANDED_ACCESS="Treatment outside a trial.",
            INTERVENTIONAL="Participants are assigned to interventions.",
            OBSERVATIONAL="Participants are observed.",
        ),
        _enum(
            "InterventionType",
            "Kind of intervention, in the registry's terms.",
            BEHAVIORAL="Behavioural.",
            BIOLOGICAL="Biological, vaccines included.",
            COMBINATION_PRODUCT="Combination product.",
            DEVICE="Device, sham included.",
            DIAGNOSTIC_TEST="Diagnostic test.",
            DIETARY_SUPPLEMENT="Dietary supplement.",
            DRUG="Drug, placebo included.",
            GENETIC="Genetic.",
            PROCEDURE="Procedure or surgery.",
            RADIATION="Radiation.",
            OTHER="Anything else.",
        ),
        _enum(
            "AgencyClass",
            "Class of a sponsor, in the registry's terms.",
            NIH="US National Institutes of Health.",
            FED="Another US federal agency.",
            OTHER_GOV="Another government body.",
            INDIV="An individual.",
            INDUSTRY="A company.",
            NETWORK="A research network.",
            AMBIG="Ambiguous.",
            OTHER="Universities, hospitals and all others.",
            UNKNOWN="Not known to the registry.",
        ),
        _enum(
            "SponsorRole",
            "Role of an organisation or person.",
            LEAD_SPONSOR="Runs the trial.",
            COLLABORATOR="Supports the trial.",
            MANUFACTURER="Makes or labels the product.",
            AUTHORISATION_HOLDER="Holds the marketing authorisation.",
            COMPANY="Named by the agency as the product's company.",
            LOCAL_SPONSOR="Is responsible for the product in the country (Australia's sponsor).",
        ),
        _enum(
            "ConditionLink",
            "Kind of link between a drug and a condition.",
            INDICATED_FOR="The drug is authorised for it.",
            ASSOCIATED_WITH="A source lists it beside the drug.",
            STUDIED_FOR="A trial tests the drug and studies the condition: no claim that it helps.",
        ),
        _enum(
            "EntityType",
            "Kinds of record in the graph.",
            DRUG="Drug.",
            CONDITION="Condition.",
            TRIAL="Trial.",
            SPONSOR="Sponsor.",
            AGENCY="Agency.",
            APPROVAL="Approval.",
        ),
        _enum(
            "Projection",
            "The links of a network.",
            DRUG_CONDITION="Drugs and the conditions linked to them, by source or by trial.",
            DRUG_SPONSOR="Drugs and the organisations that work on them: run or support a trial, or are named on a "
            "record.",
            SPONSOR_SPONSOR="Organisations that work on one drug.",
            CONDITION_SPONSOR="Conditions and the organisations that run or support a trial of them.",
            DRUG_AGENCY="Drugs and the agencies that list them.",
        ),
        _enum(
            "Metric",
            "Measures of the things of a network.",
            DEGREE="To how many things it is linked.",
            BETWEENNESS="Part of the pairs of other things whose shortest ways lead through it; where several ways are "
            "as short, each counts in part.",
            PAGERANK="Its part of the weight that things hand on along their links (damping 0.85, 50 rounds).",
            COMMUNITY="Size of its connected component; each is listed once, by its member with the most links.",
            JACCARD="Common neighbours among all that either has, with the thing of its kind that is most like it.",
        ),
        _enum(
            "NameKind",
            "Kind of a name.",
            GENERIC="The generic name of a drug, usually the INN; the main name of a condition.",
            BRAND="A name under which a drug is sold.",
            SYNONYM="Another name for the same thing.",
            CODE="A development code.",
            LEGAL="The name of a legal entity as a source prints it.",
            TRADING="The name under which an organisation trades.",
        ),
        _enum(
            "MatchType",
            "Certainty of the meaning of a term.",
            DIRECT="The term is the main name of one record.",
            IDENTIFIER="The term is an identifier of one record.",
            ALIAS="The term is another name of one record.",
            AMBIGUOUS="The term fits several records equally well; all are candidates.",
            NONE="No record has this name or identifier.",
        ),
        _enum(
            "DiscrepancyKind",
            "Kind of a disagreement between two agencies.",
            STRENGTH="Strength: of one brand in one form they list no strength in common.",
            FORM="Form: for one brand in one strength they list no common form.",
            HOLDER="Holder of one authorisation: two companies without a common group.",
            NAME="Name of one authorisation.",
            STATUS="Status of one authorisation.",
            DATE="Date of one authorisation.",
            MISSING_COUNTERPART="One agency has a record that the other should have but lacks.",
        ),
        _enum(
            "EventKind",
            "Kind of an event of a drug.",
            TRIAL_POSTED="A trial was first posted.",
            TRIAL_STARTED="A trial started; without trials withdrawn or not yet recruiting.",
            TRIAL_COMPLETED="A trial was completed; without trials stopped or still running.",
            APPROVAL="A product was approved or authorised, or its authorisation issued; without what was not granted.",
            REGISTRATION="A product was registered.",
            MARKETED="A product came to the market.",
            LABEL_EFFECTIVE="The label now in force took effect.",
        ),
        _enum(
            "SimilarityBasis",
            "Kind of thing that two drugs may share.",
            CONDITIONS="Conditions that they are indicated for, listed beside or studied for.",
            SPONSORS="Organisations of their trials and approvals, each with its group.",
            AGENCIES="Agencies where both are found.",
            TRIALS="Trials that test both.",
        ),
        _enum(
            "SortDirection",
            "Direction of an order. Records without the value come last either way.",
            ASC="Smallest first.",
            DESC="Largest first.",
        ),
    )
}

AUTHORISED_STATUSES = frozenset({"AUTHORISED", "CONDITIONAL"})
"""Statuses of a product that is authorised now."""
EVER_AUTHORISED_STATUSES = AUTHORISED_STATUSES | {"SUSPENDED", "WITHDRAWN", "REVOKED", "EXPIRED"}
"""Statuses of a product that was granted at some time, whatever became of it."""
NEVER_AUTHORISED_STATUSES = frozenset({"OPINION", "TENTATIVE_APPROVAL", "APPLICATION_WITHDRAWN", "REFUSED"})
"""Statuses of an application that has not led to a grant: its dates are no dates of one."""
