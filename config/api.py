"""The API under /api/v1/: every app's viewsets in one router."""

from django.urls import URLPattern, URLResolver, include, path
from drf_spectacular.views import SpectacularAPIView
from rest_framework.routers import SimpleRouter

from applications.api.messages import MessageViewSet
from applications.api.row_views import ApplicationRowViewSet
from applications.api.viewsets import ApplicationViewSet
from evaluation.api.viewsets import AssignmentViewSet, CalculationViewSet, RankingViewSet
from programmes.api import CallViewSet
from reporting.api import FigureViewSet, FundedProjectViewSet

router = SimpleRouter()
router.register("antraege", ApplicationViewSet, basename="api_applications")
router.register(
    r"antraege/(?P<key>[a-z0-9]+)/eintraege/(?P<rows>[a-z]+)",
    ApplicationRowViewSet,
    basename="api_rows",
)
router.register(r"antraege/(?P<key>[a-z0-9]+)/nachrichten", MessageViewSet, basename="api_messages")
router.register("aufrufe", CallViewSet, basename="api_calls")
router.register("berechnungen", CalculationViewSet, basename="api_calculations")
router.register("gefoerdert", FundedProjectViewSet, basename="api_funded")
router.register("kennzahlen", FigureViewSet, basename="api_figures")
router.register("rangfolgen", RankingViewSet, basename="api_rankings")
router.register("zuteilungen", AssignmentViewSet, basename="api_assignments")

urlpatterns: list[URLPattern | URLResolver] = [
    path("schema/", SpectacularAPIView.as_view(), name="api_schema"),
    path("", include(router.urls)),
]
