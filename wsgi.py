"""What a web server and the `flask` command load."""

import gc

from portal import create_app

app = create_app()
gc.freeze()  # what lives as long as the process is not searched for garbage again and again
