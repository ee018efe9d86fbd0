# Every command of the project; `make` alone lists them.
SHELL := /bin/bash
PYTHON := .venv/bin/python
export RASA_TELEMETRY_ENABLED = false
export SQLALCHEMY_SILENCE_UBER_WARNING = 1
export TF_CPP_MIN_LOG_LEVEL = 3

.DEFAULT_GOAL := help

.PHONY: tune help environment run shell train test test-full lint evaluate compare bench article staff lock clean

help: ## List the commands
	@grep -hE '^[a-z-]+:.*## ' Makefile | awk -F':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

environment: ## Make .venv with everything in requirements.lock
	@bash scripts/environment.sh

run: environment ## Set up what is missing, then run the site with its demo page (PORT, DATA_DIR)
	@$(PYTHON) scripts/run.py

shell: environment ## Talk to the bot in the terminal (rasa shell with the action server up)
	@$(PYTHON) scripts/train.py
	@$(PYTHON) scripts/shell.py

train: environment ## Train the model if data, config, domain or components changed
	@$(PYTHON) scripts/train.py

staff: environment ## Create a staff account for the console
	@$(PYTHON) manage.py migrate --noinput >/dev/null
	@$(PYTHON) manage.py create_staff

lint: environment ## Check style and types
	@$(PYTHON) -m ruff check . && $(PYTHON) -m ruff format --check . && $(PYTHON) -m mypy

test: environment ## Run every test; installs the Debian packages they need
	@bash scripts/test.sh

test-full: environment ## make test with the slow tests, then the bars of evaluate and bench (more than an hour)
	@bash scripts/test.sh --full

evaluate: environment ## Measure understanding on evaluation/ (report and plots in docs/measurements)
	@$(PYTHON) scripts/train.py
	@$(PYTHON) -m benchmarks.message_matrix
	@$(PYTHON) -m benchmarks.understanding

compare: environment ## Compare classifiers and encoders across writers, one table (DIET_EPOCHS)
	@$(PYTHON) -m benchmarks.compare_models $(if $(DIET_EPOCHS),--diet-epochs $(DIET_EPOCHS))

bench: environment ## Measure speed and memory of engine and stack, with stock Rasa beside them (PEER_EPOCHS)
	@$(PYTHON) scripts/train.py
	@$(PYTHON) -m benchmarks.bench $(if $(PEER_EPOCHS),--peer-epochs $(PEER_EPOCHS))

article: environment ## Check facts, questions and answers, write the answer book (ARTICLE=its text, FOLDER)
	@$(PYTHON) -m bot.knowledge.check $(if $(FOLDER),--folder "$(FOLDER)") $(if $(ARTICLE),--article "$(ARTICLE)")

tune: ## Fine-tune the sentence encoder again (half an hour; its own environment, see bot/engine/nlu/weights/tune.py)
	@test -x .tune/bin/python || { echo "make: no .tune environment: bot/engine/nlu/weights/tune.py says how to make it"; exit 1; }
	@.tune/bin/python bot/engine/nlu/weights/tune.py

lock: environment ## Pin requirements.in into requirements.lock again
	@uv=$$(command -v uv || echo .tools/bin/uv); $$uv pip compile --quiet --generate-hashes --no-emit-index-url --no-header --python-version 3.10 requirements.in -o requirements.lock

clean: ## Remove caches and models (not var/, where your data is)
	@rm -rf .cache .rasa models results .pytest_cache .mypy_cache .ruff_cache
