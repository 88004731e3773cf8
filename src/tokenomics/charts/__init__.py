"""Charts as Vega-Lite specifications over plain figures: one way to draw for notebooks, pages and mail."""

from tokenomics.charts.bars import Bar, bars
from tokenomics.charts.bridge import Step, bridge
from tokenomics.charts.course import Day, Limit, course, daily
from tokenomics.charts.fills import Fill, fills
from tokenomics.charts.palette import DARK, LIGHT, Palette
from tokenomics.charts.pictures import png, svg
from tokenomics.charts.ranges import Range, ranges
from tokenomics.charts.spec import NORMAL, Look

__all__ = [
    "DARK",
    "LIGHT",
    "NORMAL",
    "Bar",
    "Day",
    "Fill",
    "Limit",
    "Look",
    "Palette",
    "Range",
    "Step",
    "bars",
    "bridge",
    "course",
    "daily",
    "fills",
    "png",
    "ranges",
    "svg",
]
