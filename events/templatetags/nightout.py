"""Tags of the pages: line icons, the sprite that holds just those a page used, and the staff's menu."""

import re

from django import template
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from events import staffmenu
from events.lib.icons import ICONS

register = template.Library()
USED_ICON = re.compile(r'href="#i-([a-z]+)"')


@register.simple_tag
def icon(name):
    """The line icon `name` in the colour of its text, hidden from screen readers: words stand beside it."""
    if name not in ICONS:
        raise template.TemplateSyntaxError(f"There is no icon called {name!r}. See events/lib/icons.py.")
    return format_html('<svg class="icon" aria-hidden="true"><use href="#i-{}"/></svg>', name)


@register.simple_tag(takes_context=True)
def staff_menu(context):
    """(subjects, pages of the chosen one) of the staff's menu, each a list of `staffmenu.Link`."""
    request = context["request"]
    return staffmenu.menu_of(request.seat, request.resolver_match)


@register.tag
def sprite(parser, token):
    """{% sprite %}...{% endsprite %}: what is inside, then one symbol for each icon used in it.

    Names after the tag's name are added in any case, for icons that only a script brings in.
    """
    extra = [parser.compile_filter(bit) for bit in token.split_contents()[1:]]
    nodelist = parser.parse(("endsprite",))
    parser.delete_first_token()
    return SpriteNode(nodelist, extra)


class SpriteNode(template.Node):
    def __init__(self, nodelist, extra):
        self.nodelist = nodelist
        self.extra = extra

    def render(self, context):
        page = self.nodelist.render(context)
        names = dict.fromkeys([*USED_ICON.findall(page), *(name.resolve(context) for name in self.extra)])
        symbols = "".join(
            f'<symbol id="i-{name}" viewBox="0 0 24 24">{ICONS[name]}</symbol>' for name in names if name in ICONS
        )
        if not symbols:
            return page
        return mark_safe(f'{page}<svg class="sprite" width="0" height="0" aria-hidden="true">{symbols}</svg>\n')
