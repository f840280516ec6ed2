"""How well it goes: when an order will come, how sure that is, and how right we were.

In:   orders as arrays or from their readings, or a journey; a moment. The engine asks no
      database.
Out:  a fitted model as one value, kept by version; forecasts with what they rest on;
      measures of both; how far the record of an order can be trusted.
Rule: nothing is used that was recorded after the moment of the forecast.
"""

from portal.insight import paths
from portal.insight.accuracy import (
    Bin,
    Chances,
    Days,
    auc,
    average_precision,
    chances,
    days,
    interval,
)
from portal.insight.backtest import Judged, backtest, judge, lane_history
from portal.insight.behind import (
    DUE,
    LATE,
    MISSED,
    OF_RULES,
    ONLY,
    RIGHT,
    SAID,
    WRONG,
    Behind,
    many_behind,
    rule_behind,
    said_behind,
)
from portal.insight.confidence import Confidence, Doubt, confidence, scored
from portal.insight.figures import ALL, CUTS, LANE, OTHERS, PERIODS, RULE, STAGE, SUPPLIER
from portal.insight.fitting import LEAST, fit
from portal.insight.forecast import Basis, Forecasts, basis, forecast, question, usual
from portal.insight.foresight import Foresight
from portal.insight.heard import Heard, heard
from portal.insight.history import Asked, Orders, ask, moments, orders
from portal.insight.keeping import Fitted, forget_models, keep_model, models_of, tracks_of
from portal.insight.learning import Learnt, keep_learnt, learn, wanting
from portal.insight.lines import STEPS
from portal.insight.looking import Look, look_back
from portal.insight.measured import (
    AccuracyAlarm,
    AccuracyDue,
    AccuracyFigure,
    AccuracyRun,
    AccuracySaid,
)
from portal.insight.measuring import Measured, measure, stale
from portal.insight.model import Model, from_bytes, to_bytes
from portal.insight.noting import keep_measured
from portal.insight.outlooks import work_out
from portal.insight.sayings import BACKTEST, GIVEN
from portal.insight.then import Then, chances_then
from portal.insight.track import Record, record
from portal.insight.usual_days import usual_of
from portal.insight.weights import WEIGHTS
from portal.insight.widening import widened

__all__ = [
    "ALL",
    "BACKTEST",
    "CUTS",
    "DUE",
    "GIVEN",
    "LANE",
    "LATE",
    "LEAST",
    "MISSED",
    "OF_RULES",
    "ONLY",
    "OTHERS",
    "PERIODS",
    "RIGHT",
    "RULE",
    "SAID",
    "STAGE",
    "STEPS",
    "SUPPLIER",
    "WEIGHTS",
    "WRONG",
    "AccuracyAlarm",
    "AccuracyDue",
    "AccuracyFigure",
    "AccuracyRun",
    "AccuracySaid",
    "Asked",
    "Basis",
    "Behind",
    "Bin",
    "Chances",
    "Confidence",
    "Days",
    "Doubt",
    "Fitted",
    "Forecasts",
    "Foresight",
    "Heard",
    "Judged",
    "Learnt",
    "Look",
    "Measured",
    "Model",
    "Orders",
    "Record",
    "Then",
    "ask",
    "auc",
    "average_precision",
    "backtest",
    "basis",
    "chances",
    "chances_then",
    "confidence",
    "days",
    "fit",
    "forecast",
    "forget_models",
    "from_bytes",
    "heard",
    "interval",
    "judge",
    "keep_learnt",
    "keep_measured",
    "keep_model",
    "lane_history",
    "learn",
    "look_back",
    "many_behind",
    "measure",
    "models_of",
    "moments",
    "orders",
    "paths",
    "question",
    "record",
    "rule_behind",
    "said_behind",
    "scored",
    "stale",
    "usual_of",
    "to_bytes",
    "tracks_of",
    "usual",
    "wanting",
    "widened",
    "work_out",
]
