"""`ordhallig eval`: how good the checker and the search are, on labelled data that nothing was tuned on."""

from assistant.evaluation.curve import Curve, measure_curve
from assistant.evaluation.floors import Floors, read_floors
from assistant.evaluation.report import Report, measure_checker

__all__ = ["Curve", "Floors", "Report", "measure_checker", "measure_curve", "read_floors"]
