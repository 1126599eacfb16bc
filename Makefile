# make run · make test · make check: thin, the work is in scripts/ and in the program.
ARGS ?= run
KEEPING := env -u PYTHONDONTWRITEBYTECODE # what is compiled is kept: else every process compiles the house anew

.PHONY: setup run test check

setup: ## venv, dependencies and models; finds nothing to do the second time
	@scripts/setup

run: setup ## make run ARGS="ask 'what time is it?'"
	@.venv/bin/jarvisd $(ARGS)

test: ## everything, the real engines and a virtual sound card included
	@scripts/setup test
	@$(KEEPING) .venv/bin/python -m pytest

check: ## form, lint, types and the fast tests, under a minute
	@scripts/setup check
	@.venv/bin/ruff format --check .
	@.venv/bin/ruff check .
	@.venv/bin/mypy jarvisd tests scripts
	@$(KEEPING) $$([ -w /dev/shm ] && echo TMPDIR=/dev/shm) .venv/bin/python -m pytest -n 3 --dist worksteal -o tmp_path_retention_policy=failed -m "not engine and not sound and not system and not slow"
