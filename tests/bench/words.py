"""Names for a synthetic registry, each a function of a number: they look like the field's names and mean nothing."""

_HEADS = tuple(a + b for a in "bcdfglmnprtvxz" for b in ("ra", "le", "ni"))[:40]
_MIDDLES = tuple(a + b for a in "bdklt" for b in ("ta", "vo", "xi", "mu", "se"))
_TAILS = ("mab", "tinib", "pril", "sartan", "statin", "azole", "vir", "cillin", "olol", "dipine", "gliptin", "parib",
          "ciclib", "setron", "triptan", "floxacin", "mycin", "caine", "zepam", "oxetine")  # fmt: skip
_SALTS = ("", "", " hydrochloride", " sodium", " maleate", " sulfate")
_SITES = ("Hepatic", "Renal", "Cardiac", "Pulmonary", "Gastric", "Colonic", "Ovarian", "Dermal", "Retinal", "Osseous",
          "Neural", "Vascular", "Thyroid", "Adrenal", "Splenic", "Lymphatic", "Muscular", "Dental", "Nasal", "Uterine",
          "Biliary", "Spinal", "Corneal", "Pleural", "Oral")  # fmt: skip
_ILLS = ("Carcinoma", "Fibrosis", "Inflammation", "Insufficiency", "Hypertrophy", "Dystrophy", "Neoplasms", "Syndrome",
         "Infection", "Stenosis", "Ischemia", "Atrophy", "Dysplasia", "Oedema", "Pain", "Injury", "Ulcer", "Calculi",
         "Haemorrhage", "Necrosis")  # fmt: skip
_COURSES = (
    "",
    "Acute ",
    "Chronic ",
    "Familial ",
    "Juvenile ",
    "Recurrent ",
    "Secondary ",
    "Diffuse ",
    "Focal ",
    "Idiopathic ",
)
_STAGES = ("Stage I", "Stage II", "Stage III", "Stage IV", "Refractory", "Newly Diagnosed", "in Remission",
           "in Children", "in the Elderly", "in Pregnancy")  # fmt: skip
_KINDS = ("University Hospital", "Pharma GmbH", "Cancer Center", "Therapeutics, Inc.", "Medical College",
          "Biotech Ltd.", "Institute of Health", "Laboratories S.A.", "Children's Hospital",
          "Pharmaceuticals Co., Ltd.")  # fmt: skip


def drug(index: int) -> str:
    """An international name; 20,000 of them are distinct."""
    head, rest = _HEADS[index % 40], index // 40
    return (head + _MIDDLES[rest % 25] + _TAILS[rest // 25 % 20]).capitalize()


def salt(index: int) -> str:
    """The same drug as its product names it."""
    return drug(index) + _SALTS[index % len(_SALTS)]


def brand(index: int) -> str:
    """A product's fancy name."""
    return f"{letters(index * 7 + 3, 5).capitalize()}ex"


def atc(index: int) -> str:
    """A code of the fifth level."""
    first, third, fourth = "ABCDGHJLMNPRSV"[index % 14], "ABCDEFG"[index % 7], "ABCDE"[index % 5]
    return f"{first}{index % 20 + 1:02}{third}{fourth}{index % 60 + 1:02}"


def condition(index: int) -> str:
    """A term of a thesaurus; 5,000 of them are distinct."""
    return f"{_COURSES[index // 500 % 10]}{_SITES[index % 25]} {_ILLS[index // 25 % 20]}"


def condition_text(index: int, terms: int) -> str:
    """A condition in a study's own words, each number another one."""
    return f"{condition(index % terms)}, {_STAGES[index // terms % 10]}, Type {index // (terms * 10) + 1}"


def organisation(index: int) -> str:
    """An organisation, each number another one; one in twenty is a person."""
    town = letters(index, 6).capitalize()
    return f"Dr. {town[:3]} {town[3:]}" if index % 20 == 19 else f"{town} {_KINDS[index % 10]}"


def organisation_class(index: int) -> str:
    """Class of the same organisation in the registry's words."""
    return "INDIV" if index % 20 == 19 else "INDUSTRY" if index % 2 else "OTHER"


def procedure(index: int) -> str:
    """A trial's intervention that is not a drug."""
    return f"{_SITES[index % 25]} Procedure {index // 25}"


def letters(index: int, length: int) -> str:
    """Consonants and vowels in turn; numbers below a million give distinct ones from six letters on."""
    found = ""
    for place in range(length):
        signs = "aeiou" if place % 2 else "bcdfghjklmnprstvwxz"
        index, which = divmod(index, len(signs))
        found += signs[which]
    return found
