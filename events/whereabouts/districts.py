"""A party's districts as staff read them, layer by layer, and those a community can be asked for."""

from django.db.models import Prefetch

from events.models import District

NAMED = Prefetch(
    "districts",
    queryset=District.objects.select_related("layer")
    .only("number", "name", "layer__name", "layer__position")
    .order_by("layer__position", "layer__name", "number"),
    to_attr="districts_in_order",
)  # for the lists of parties: one query, without the outlines


def in_words(party):
    """The party's districts in one line, "Police district 3, Ward 8", '' without any. One query unless NAMED came."""
    return ", ".join(name_of(district) for district in _districts(party))


def by_layer(party):
    """{layer's id: the names of the party's districts in it}."""
    names = {}
    for district in _districts(party):
        names.setdefault(district.layer_id, []).append(district.name)
    return {layer: "; ".join(found) for layer, found in names.items()}


def name_of(district):
    """What the district is called, with its layer where the file gave it a bare number."""
    has_letters = any(letter.isalpha() for letter in district.name)
    return district.name if has_letters else f"{district.layer.name}: {district.name}"


def districts_to_choose(community):
    """[(layer's name, [(district's key such as "police-3", its name)])] in use, by layer. One query."""
    rows = District.objects.current().filter(layer__community=community)
    rows = rows.order_by("layer__position", "layer__name", "number")
    layers = {}
    for slug, layer, number, name in rows.values_list("layer__slug", "layer__name", "number", "name"):
        layers.setdefault((slug, layer), []).append((f"{slug}-{number}", name))
    return [(layer, districts) for (_slug, layer), districts in layers.items()]


def _districts(party):
    found = getattr(party, "districts_in_order", None)
    if found is None:
        found = NAMED.queryset.filter(parties=party)
    return found
