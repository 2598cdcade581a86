"""{% night_standing edition %}: says on any page that the whole night is postponed or called off."""

from django import template

from events import standing

register = template.Library()


@register.inclusion_tag("_parts/standing.html")
def night_standing(edition):
    """The banner of a night that is not on as planned; nothing for one that is, or where there is no edition."""
    return {"said": standing.said_of(edition) if edition else None}
