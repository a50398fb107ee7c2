# Every command a person or the CI needs. `make` alone lists them.
# The first call builds .venv from the hash-checked locks; later calls start at once.

.DEFAULT_GOAL := help
# A step that failed half-way must not count as done.
.DELETE_ON_ERROR:
.SUFFIXES:
.PHONY: help run test lint format bench docs lock clean

# Empty means: the first fitting one on the PATH.
PYTHON ?=
# Ready-made packages only: no compiler needed, no package's build code run. For a rare machine that has none: make run WHEELS=
WHEELS ?= --only-binary :all:
# More for pytest: make test ARGS=-x. (For a few tests without the coverage floor: .venv/bin/pytest -k name)
ARGS ?=

export PIP_DISABLE_PIP_VERSION_CHECK := 1

find_python = PYTHON='$(PYTHON)' sh scripts/check-prerequisites.sh
# Twice quiet: errors only. A machine's own pip settings can warn once per package and bury the progress lines.
pip_install = .venv/bin/python -m pip install -qq
install_failed = { echo >&2 "ติดตั้งไม่สำเร็จ ตรวจอินเทอร์เน็ตแล้วลองใหม่ · Not installed: check the network and try again."; \
	echo >&2 "ถ้าเครื่องนี้ไม่มีแพ็กเกจสำเร็จรูป · If no ready-made package exists for this machine: make WHEELS= run"; exit 1; }

help: ## แสดงคำสั่ง · this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-7s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: .venv/.run-stamp ## ทดลองใช้ด้วยข้อมูลตัวอย่าง · try it on sample data; results in out/
	@.venv/bin/samrit demo

test: .venv/.dev-stamp ## ทดสอบ · run the tests, with coverage
	@.venv/bin/python -m pytest -n 2 --dist loadfile --cov --cov-report=term $(ARGS)

lint: .venv/.dev-stamp ## ตรวจโค้ด · check style, types and layers
	@echo "ruff:"
	@.venv/bin/ruff check
	@.venv/bin/ruff format --check
	@echo "mypy:"
	@.venv/bin/python -m mypy
	@echo "import-linter:"
	@.venv/bin/lint-imports --no-logo

format: .venv/.dev-stamp ## จัดรูปแบบโค้ด · rewrite the code in house style
	@.venv/bin/ruff check --fix
	@.venv/bin/ruff format

bench: .venv/.run-stamp ## วัดความเร็ว · measure scoring, papers, workbooks and pages
	@.venv/bin/python benchmarks/bench_score.py
	@.venv/bin/python benchmarks/bench_batch.py
	@.venv/bin/python benchmarks/bench_papers.py
	@.venv/bin/python benchmarks/bench_workbook.py
	@.venv/bin/python benchmarks/bench_saving.py
	@.venv/bin/python benchmarks/bench_pages.py

docs: .venv/.dev-stamp ## สร้างเอกสาร · make the generated documentation pages
	@.venv/bin/python scripts/make_docs.py

# uv, because its universal locks hold for every system and Python at once. Existing pins stay: delete a lock to renew it.
lock: ## ตรึงรุ่นไลบรารี · remake the locks after a change of dependencies
	@python=$$($(find_python)) && uv=$$(mktemp -d) && trap 'rm -rf "$$uv"' EXIT && \
	"$$python" -m venv "$$uv" && "$$uv/bin/python" -m pip install --quiet uv && \
	compile="$$uv/bin/uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes" && \
	export UV_CUSTOM_COMPILE_COMMAND="make lock" && \
	$$compile --group build --output-file requirements.lock && \
	$$compile --group dev --constraints requirements.lock --output-file requirements-dev.lock && \
	ls -l requirements.lock requirements-dev.lock

clean: ## ลบทุกสิ่งที่ make สร้าง · remove all that make has made, .venv too
	@rm -rf .venv out dist htmlcov .coverage .coverage.* .hypothesis \
		.import_linter_cache .mypy_cache .pytest_cache .ruff_cache benchmarks/.openfisca-venv
	@find src tests scripts benchmarks -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true

# Also runs when .venv/bin/python is a link to a Python that an upgrade took away.
.venv/bin/python:
	@python=$$($(find_python)) || exit 1; \
	echo "สร้าง .venv (ครั้งแรกครั้งเดียว) · making .venv, once ($$python)"; \
	"$$python" -m venv --clear .venv

.venv/.run-stamp: requirements.lock pyproject.toml .venv/bin/python
	@echo "ติดตั้งส่วนที่ใช้ทำงาน · installing what samrit runs on"
	@$(pip_install) --require-hashes $(WHEELS) -r requirements.lock || $(install_failed)
	@$(pip_install) --no-deps --no-build-isolation --editable .
	@touch $@

# Order only (|): a change of the runtime set is already installed by then, so the tools need no second pass.
.venv/.dev-stamp: requirements-dev.lock .venv/bin/python | .venv/.run-stamp
	@echo "ติดตั้งเครื่องมือทดสอบ · installing the tools for tests and checks"
	@$(pip_install) --require-hashes $(WHEELS) -r requirements-dev.lock || $(install_failed)
	@touch $@
