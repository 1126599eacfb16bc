"""Writes a word's network as an ONNX file, byte by byte: twenty lines of protobuf save every household a package of 18 MB.

The fields are those of onnx.proto (IR version 8, operators of version 13): a model holds a graph, a graph holds nodes, weights, one input
and one output, in openWakeWord's shape: (1, 16, 96) -> (1, 1). The weights of several networks are written with 16 bits, so that three of
them take no more room than one and a half.
"""

from __future__ import annotations

import numpy as np

from jarvisd.speech.wake.features import EMBEDDING, HISTORY
from jarvisd.speech.wake.training.network import NARROW, Network, Networks

_FLOAT, _INT64, _HALF = 1, 7, 10  # TensorProto.DataType
_INT = 2  # AttributeProto.AttributeType
_WEIGHTS = ("w1", "b1", "w2", "b2", "w3", "b3")
_NODES = (
    ("MatMul", ("embeddings", "w1"), "n1"),
    ("Add", ("n1", "b1"), "n2"),
    ("Relu", ("n2",), "n3"),
    ("Reshape", ("n3", "flat"), "n4"),
    ("MatMul", ("n4", "w2"), "h1"),
    ("Add", ("h1", "b2"), "h2"),
    ("Relu", ("h2",), "h3"),
    ("MatMul", ("h3", "w3"), "o1"),
    ("Add", ("o1", "b3"), "o2"),
)  # of one network; what is its own carries its number
_SHARED = ("embeddings", "flat")


def encode(network: Network | Networks, name: str) -> bytes:
    """The same bytes for the same weights and name."""
    members = network.members if isinstance(network, Networks) else (network,)
    half = len(members) > 1
    nodes, weights = [], []
    for number, member in enumerate(member.moved(1 / len(members), 0.0) for member in members):

        def own(label: str, number: int = number) -> str:
            return label if label in _SHARED else f"{label}.{number}"

        for label, weight in zip(_WEIGHTS, member.weights, strict=True):
            kept = f"{own(label)}.half" if half else own(label)
            weights.append(_tensor(kept, weight.astype("<f2" if half else "<f4"), _HALF if half else _FLOAT))
            if half:
                nodes.append(_node("Cast", (kept,), own(label), _field(1, b"to") + _number(3, _FLOAT) + _number(20, _INT)))
        nodes += [_node(kind, tuple(map(own, inputs)), own(output)) for kind, inputs, output in _NODES]
    sums = [f"o2.{number}" for number in range(len(members))]
    nodes += [_node("Sum", tuple(sums), "logit"), _node("Sigmoid", ("logit",), "score")]
    weights.append(_tensor("flat", np.array([-1, HISTORY * NARROW], "<i8"), _INT64))
    graph = b"".join(_field(1, node) for node in nodes) + _field(2, name.encode()) + b"".join(_field(5, weight) for weight in weights)
    graph += _field(11, _value("embeddings", (1, HISTORY, EMBEDDING))) + _field(12, _value("score", (1, 1)))
    return _number(1, 8) + _field(2, b"jarvisd") + _field(7, graph) + _field(8, _field(1, b"") + _number(2, 13))


def _node(kind: str, inputs: tuple[str, ...], output: str, attribute: bytes = b"") -> bytes:
    made = b"".join(_field(1, each.encode()) for each in inputs) + _field(2, output.encode()) + _field(4, kind.encode())
    return made + _field(5, attribute) if attribute else made


def _tensor(name: str, values: np.ndarray[tuple[int, ...], np.dtype[np.generic]], kind: int) -> bytes:
    return b"".join(_number(1, size) for size in values.shape) + _number(2, kind) + _field(8, name.encode()) + _field(9, values.tobytes())


def _value(name: str, shape: tuple[int, ...]) -> bytes:
    sizes = b"".join(_field(1, _number(1, size)) for size in shape)
    return _field(1, name.encode()) + _field(2, _field(1, _number(1, _FLOAT) + _field(2, sizes)))


def _field(number: int, content: bytes) -> bytes:
    return _varint(number << 3 | 2) + _varint(len(content)) + content


def _number(number: int, value: int) -> bytes:
    return _varint(number << 3) + _varint(value)


def _varint(value: int) -> bytes:
    made = bytearray()
    while value > 127:
        made.append(value & 127 | 128)
        value >>= 7
    return bytes((*made, value))
