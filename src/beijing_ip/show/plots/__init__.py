"""Charts of honest numbers on ordinary matplotlib axes: one function for each kind.

Each takes axes and a frame or column as `beijing_ip.series` gives it, and draws ordinary artists, which can be changed
afterwards; labels find their places when the figure is drawn. `beijing_ip.show.figure` makes a figure of the report of
it, once for the page and once for a telephone.
"""

from .bars import bars, parts
from .dots import dots, slopes
from .lines import lines, mark_year
from .timeline import timeline
from .waterfall import waterfall

__all__ = ["bars", "dots", "lines", "mark_year", "parts", "slopes", "timeline", "waterfall"]
