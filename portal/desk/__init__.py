"""Who acts on it: worklists, the workflow on cases, notices, work to be done later."""

from portal.desk.job import Job
from portal.desk.notice import Notice
from portal.desk.question import Question
from portal.desk.repeat import Idempotency

__all__ = ["Idempotency", "Job", "Notice", "Question"]
