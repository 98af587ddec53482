"""The addresses of the interface."""

from namro.publication.api.building import addresses, build

app_name = "api"
interface = build()
urlpatterns = addresses(interface)
