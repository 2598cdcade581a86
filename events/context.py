"""What every template may rely on: the site's name, the languages with the address of the same page, the demo flag."""

from django.conf import settings
from django.urls import translate_url
from django.utils.translation import get_language, get_language_info


def site(request):
    """site_name, site_url, is_demo, community, and languages: [{code, name_local, url, current}].

    The languages are the community's, or all that are turned on.
    `request.community` is set by the fetchers in `events.access`.
    """
    community = getattr(request, "community", None)
    offered = [code for code, _name in settings.LANGUAGES]
    codes = [code for code in offered if community is None or code in community.languages]
    current = get_language()
    path = request.get_full_path()
    return {
        "site_name": settings.SITE_NAME,
        "site_url": settings.SITE_URL,
        "is_demo": settings.DEMO,
        "community": community,
        "languages": [
            {
                "code": code,
                "name_local": get_language_info(code)["name_local"].capitalize(),
                "url": translate_url(path, code),
                "current": code == current,
            }
            for code in codes
        ],
    }
