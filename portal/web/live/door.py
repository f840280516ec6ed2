"""The blueprint of what open pages ask for by themselves."""

from flask import Blueprint

bp = Blueprint("live", __name__)
