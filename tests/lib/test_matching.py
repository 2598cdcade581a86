"""Names as people type them: how they are read, what they are like, and that no junk raises or takes long."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from events.lib.matching import Name, PlaceNames, StreetNames, asked, block_of, fold, name_of, readings

STREETS = [
    "Lemp Ave", "Lynch St", "S Grand Blvd", "N Grand Blvd", "Forest Park Ave", "Dr Martin Luther King Dr",
    "St Louis Ave", "N 9th St", "S 9th St", "21st St", "De Baliviere Ave", "North Ave", "Kingshighway Blvd", "Park Ave",
    "N Park Ave", "O’Fallon St", "Ste Genevieve Pl", "Avenue E", "Calle de la Luna", "S Alley Ave", "Broadway",
    "Lamp Ct", "Mount Vernon Rd", "Pestalozzi St",
]  # fmt: skip
PLACES = ["Hickey Elementary School", "Forest Park", "Lemp Park", "St. Mary's Church", "Central Library", "Soulard"]
KNOWN, PLACE_NAMES = StreetNames(STREETS), PlaceNames(PLACES)


def best(text, **options):
    ranked = KNOWN.rank(text, **options)
    return STREETS[ranked[0][0]] if ranked else None


@pytest.mark.parametrize(
    ("text", "number", "street"),
    [
        ("2827 lemp ave", 2827, "Lemp Ave"),
        ("2827a lemp", 2827, "Lemp"),
        ("2827 1/2 Lemp Ave", 2827, "Lemp Ave"),
        ("2800-2899 Lemp", 2800, "Lemp"),
        ("Lemp Ave 2827", 2827, "Lemp Ave"),
        ("calle Lemp, 2827", 2827, "Calle Lemp"),
        ("2827 Lemp Ave Apt 4, St. Louis MO", 2827, "Lemp Ave"),
        ("210 9th st", 210, "9th St"),
        ("9th street", None, "9th St"),
        ("lemp", None, "Lemp"),
        ("4206 park", 4206, "Park"),
        ("9 st", None, "9 St"),
        ("first block of Elm St", 0, "Elm St"),
        ("cuadra 2800 de Lemp Ave", 2800, "Lemp Ave"),
        ("2800", 2800, ""),
    ],
)
def test_the_number_is_taken_off_the_street(text, number, street):
    read = asked(text)
    assert (read.number, read.street) == (number, street)


def test_a_letter_behind_the_number_is_kept():
    assert asked("2827a lemp").letter == "A"
    assert asked("2827 lemp").letter == ""


@pytest.mark.parametrize("text", ["2800 block of Lemp", "2800 blk lemp", "2800-2899 lemp", "cuadra 2800 de Lemp"])
def test_a_block_is_known_by_its_word_or_its_range(text):
    assert asked(text).is_block


def test_a_number_alone_is_no_block():
    assert not asked("2800 lemp").is_block
    assert not asked("2800 Blockley St").is_block


@pytest.mark.parametrize(
    "text",
    ["Lemp & Lynch", "lemp and lynch", "corner of Lemp and Lynch", "the intersection of Lemp & Lynch", "Lemp @ Lynch",
     "Lemp / Lynch", "lemp/lynch", "Lemp at Lynch, St. Louis", "esquina de Lemp y Lynch", "lemp + lynch"],
)  # fmt: skip
def test_a_crossing_is_two_streets(text):
    assert [street.lower() for street in asked(text).crossing] == ["lemp", "lynch"]


@pytest.mark.parametrize("text", ["Andover St", "2827 1/2 Lemp Ave", "& Lynch", "Lemp &", "lemp lynch", "Sandy Hill"])
def test_one_street_is_no_crossing(text):
    assert asked(text).crossing is None


def test_a_zip_code_is_five_digits():
    assert asked(" 63118 ").zip_code == "63118"
    assert asked("63118-2204").zip_code == "63118"
    assert asked("6311").zip_code == asked("631189").zip_code == asked("63118 lemp").zip_code == ""


def test_a_block_has_a_hundred_numbers():
    assert block_of(2827) == range(2800, 2900)
    assert block_of(12) == range(100)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("S. Grand Boulevard", Name("S", "grand", "Blvd")),
        ("Grand Blvd S", Name("S", "grand", "Blvd")),
        ("N.W. 9th Street", Name("NW", "9th", "St")),
        ("ninth", Name("", "9th", "")),
        ("Twenty First St", Name("", "21st", "St")),
        ("9 St", Name("", "9th", "St")),
        ("12 Ave", Name("", "12th", "Ave")),
        ("Saint Louis Ave", Name("", "saintlouis", "Ave")),
        ("ST LOUIS AVE", Name("", "saintlouis", "Ave")),
        ("North Ave", Name("", "north", "Ave")),
        ("N Park Ave", Name("N", "park", "Ave")),
        ("Park Ave", Name("", "park", "Ave")),
        ("Doctor Martin Luther King Jr Drive", Name("", "martinlutherking", "Dr")),
        ("MLK Dr", Name("", "martinlutherking", "Dr")),
        ("O'Fallon St", Name("", "ofallon", "St")),
        ("Peña Ct", Name("", "pena", "Ct")),
        ("Avenue E", Name("", "avenuee", "")),
        ("", Name("", "", "")),
    ],
)
def test_a_name_falls_into_direction_core_and_suffix(text, name):
    assert name_of(text) == name


@pytest.mark.parametrize(
    ("text", "street"),
    [
        ("lemp", "Lemp Ave"),
        ("lemp avenue", "Lemp Ave"),
        ("elmp ave", "Lemp Ave"),  # swapped
        ("emp ave", "Lemp Ave"),  # first letter left out
        ("kemp ave", "Lemp Ave"),  # first letter another
        ("lempp ave", "Lemp Ave"),  # doubled
        ("lemp avenuw", "Lemp Ave"),  # in the suffix
        ("lempave", "Lemp Ave"),  # run together
        ("s grand", "S Grand Blvd"),
        ("suoth grand", "S Grand Blvd"),
        ("grnad n", "N Grand Blvd"),
        ("forest park", "Forest Park Ave"),
        ("martin luther king", "Dr Martin Luther King Dr"),
        ("mlk", "Dr Martin Luther King Dr"),
        ("dr king", "Dr Martin Luther King Dr"),
        ("saint louis", "St Louis Ave"),
        ("n ninth", "N 9th St"),
        ("twenty-first", "21st St"),
        ("debaliviere", "De Baliviere Ave"),
        ("north", "North Ave"),
        ("park", "Park Ave"),
        ("ofallon", "O’Fallon St"),
        ("sainte genevieve", "Ste Genevieve Pl"),
        ("avenue e", "Avenue E"),
        ("s alley", "S Alley Ave"),
        ("la luna", "Calle de la Luna"),
        ("mt vernon", "Mount Vernon Rd"),
        ("kings", "Kingshighway Blvd"),  # only begun
        ("pestalotzi", "Pestalozzi St"),
        ("broadwya", "Broadway"),
    ],
)
def test_a_street_is_found_however_it_is_typed(text, street):
    assert best(text) == street


def test_what_is_like_nothing_finds_nothing():
    assert KNOWN.rank("zzyzx road") == KNOWN.rank("") == KNOWN.rank("🎉") == StreetNames([]).rank("lemp") == []


@pytest.mark.parametrize("text", ["lemp st louis", "lemp st. louis mo 63118", "Lemp Ave Saint Louis Missouri"])
def test_the_town_behind_a_street_is_left_out(text):
    assert best(text, towns=["St. Louis", "Saint Louis", "MO", "Missouri"]) == "Lemp Ave"


def test_a_street_that_is_called_like_the_town_is_found():
    assert best("st louis", towns=["St. Louis"]) == "St Louis Ave"
    assert best("st louis ave st louis", towns=["St. Louis"]) == "St Louis Ave"


def test_a_score_says_how_sure_an_answer_is():
    def score(text):
        return KNOWN.rank(text)[0][1]

    assert score("S Grand Blvd") == 100
    assert score("s grand") == score("Lemp") == 99
    assert score("grand") == 98
    assert 88 < score("pestalozi st") < 95


@pytest.mark.parametrize(
    ("text", "street"), [("818 ste genevieve", "Ste Genevieve Pl"), ("120 s alley", "S Alley Ave")]
)
def test_what_looks_like_an_apartment_or_a_suffix_may_be_the_name(text, street):
    read = asked(text)
    assert best(read.street, also=read.rest) == street


def test_both_directions_are_equally_like_a_name_without_one():
    ranked = dict(KNOWN.rank("grand blvd"))
    assert ranked[STREETS.index("S Grand Blvd")] == ranked[STREETS.index("N Grand Blvd")] == 99


def test_another_direction_is_far_behind():
    (right, first), (wrong, second) = KNOWN.rank("s grand blvd")[:2]
    assert (STREETS[right], STREETS[wrong]) == ("S Grand Blvd", "N Grand Blvd")
    assert first - second > 10


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("hickey elementary", "Hickey Elementary School"),
        ("hickey school", "Hickey Elementary School"),
        ("hicky elementry", "Hickey Elementary School"),
        ("ickey", "Hickey Elementary School"),
        ("elementary school hickey", "Hickey Elementary School"),
        ("forest park", "Forest Park"),
        ("saint marys", "St. Mary's Church"),
        ("central", "Central Library"),
        ("the soulard", None),
        ("library", None),
        ("hickey park", None),
        ("", None),
    ],
)
def test_a_place_is_found_by_the_words_of_its_name(text, place):
    ranked = PLACE_NAMES.rank(text)
    assert (PLACES[ranked[0][0]] if ranked else None) == place


def test_folded_words_are_plain():
    assert fold("  Ñandú–Straße 12½, N.W. ") == ["nandu", "strasse", "12", "nw"]


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=200))
def test_no_text_raises(text):
    read = asked(text)
    for street in (text, read.street, *(read.crossing or ())):
        readings(street, towns=["St. Louis", "MO"])
        ranked = KNOWN.rank(street, towns=["St. Louis", "MO"])
        assert all(0 < score <= 100 for _, score in ranked)
        assert PLACE_NAMES.rank(street) is not None
    assert read.number is None or 0 <= read.number < 1_000_000


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(STREETS), st.data())
def test_a_street_is_its_own_best_answer_in_every_spelling(street, data):
    text = data.draw(st.sampled_from([street, street.upper(), street.lower(), f" {street} ", street.replace("’", "'")]))
    assert best(text) == street


@settings(max_examples=200, deadline=None)
@given(st.sampled_from([name for name in STREETS if len(name_of(name).core) > 6]), st.data())
def test_one_typo_in_a_longer_name_is_forgiven(street, data):
    at = data.draw(st.integers(0, len(street) - 4))
    letter = data.draw(st.sampled_from("aeiourstlnmk"))
    typed = data.draw(st.sampled_from([street[:at] + street[at + 1 :], street[:at] + letter + street[at:]]))
    assert street in [STREETS[position] for position, _ in KNOWN.rank(typed, limit=5)]


@pytest.mark.parametrize(
    "junk", ["a " * 5_000, "st " * 5_000, "n s e w " * 2_000, "1 " * 5_000, "& " * 5_000, "apt " * 5_000, "x" * 100_000,
             "ninth " * 3_000, "block of " * 3_000, ", " * 9_000, "é" * 50_000, "twenty first " * 999, "1/2" * 9_999]
)  # fmt: skip
def test_no_junk_takes_long(junk):
    many = StreetNames(f"{street} {number}" for street in STREETS for number in range(40))
    began = time.process_time()
    read = asked(junk)
    many.rank(read.street)
    PLACE_NAMES.rank(read.text)
    assert time.process_time() - began < 1  # a thousandth of it is usual
