"""jarvisd: a voice assistant for the home that hears, understands, remembers, acts and answers on your own machine."""

import os

__version__ = "0.1.0"

# onnxruntime's wheels report their use to their makers, with an id of the device, as soon as they are imported. Not from this house.
os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
