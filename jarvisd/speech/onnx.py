"""Models in the ONNX format, opened with an explicit number of threads."""

from __future__ import annotations

from pathlib import Path

import onnxruntime
from onnxruntime.capi import onnxruntime_pybind11_state as state

from jarvisd.errors import ModelBroken

# onnxruntime's errors share no class of their own; these are what a damaged or foreign file raises
_BROKEN = (
    state.Fail,
    state.InvalidArgument,
    state.InvalidGraph,
    state.InvalidProtobuf,
    state.NoSuchFile,
    state.NotImplemented,
    state.RuntimeException,
)


def open_model(
    path: Path, threads: int = 1, arena: bool = True, planned: bool = True, content: bytes | None = None
) -> onnxruntime.InferenceSession:
    """A session on the processor that never spins while it waits. ModelBroken if the file is not a model.

    Without an arena the memory of a run is given back after it: slower by a tenth, for models whose inputs differ much in length.
    Unplanned, it does not work out beforehand which buffers may share memory: for models of thousands of small steps that takes seconds
    of every start, and is not worth the tenth of memory it saves. content: the file's bytes, where they were changed after reading.
    """
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = options.enable_mem_pattern = arena
    options.enable_mem_reuse = planned
    options.log_severity_level = 3  # errors only: warnings about shapes mean nothing to a household
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    try:
        return onnxruntime.InferenceSession(str(path) if content is None else content, options, providers=["CPUExecutionProvider"])
    except _BROKEN as error:
        raise ModelBroken(f"{path}: not a model that can be loaded; run: jarvisd models verify") from error
