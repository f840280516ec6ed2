"""Templates compiled once a test process, not once a test: each test makes an app of its own."""

from jinja2.bccache import Bucket, BytecodeCache


class Compiled(BytecodeCache):
    """Keeps the code of each template by its name and its text."""

    def __init__(self) -> None:
        self._code = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give the code back, if the text is still the same."""
        bucket.code = self._code.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code."""
        self._code[bucket.key, bucket.checksum] = bucket.code


COMPILED = Compiled()
