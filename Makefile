# What a newcomer needs: make demo. What a contributor needs: make test lint. Everything installs what it wants.
SWIFT ?= swift
# One file without Swift's own libraries beside it, which starts in two thirds of the time; calls between modules that the
# compiler sees through: a step costs a fifth less; and types that are found by calls and not by name, for which the
# runtime would look through all conformances of the program, once for each: a resumed run goes on 7 ms sooner. That flag
# is the compiler's own, and promised by nobody: one that no longer knows it refuses to build, and then it goes.
RELEASE = -c release --static-swift-stdlib -Xswiftc -cross-module-optimization \
	-Xswiftc -Xfrontend -Xswiftc -disable-concrete-type-metadata-mangled-name-accessors
CASEBOOK = .build/release/casebook
DEMO_DATABASE = .build/demo/casebook.db
# Hundreds of tests at once on a few cores only make each other late.
SIDE_BY_SIDE = --experimental-maximum-parallelization-width 6

.PHONY: demo test lint format bench bench-large dictionary soak setup setup-test hosts build clean

demo: build
	@rm -rf .build/demo
	@echo "\n== Investigating Examples/checkout-outage: casebook run service-outage\n"
	@cd Examples/checkout-outage && ../../$(CASEBOOK) run service-outage --database ../../$(DEMO_DATABASE)
	@$(CASEBOOK) export @last --format html --output report.html --database $(DEMO_DATABASE)

build: setup
	$(SWIFT) build $(RELEASE) --product casebook

test: setup-test hosts
	$(SWIFT) build --build-tests
	$(SWIFT) test --skip-build $(SIDE_BY_SIDE)

lint:
	$(SWIFT) format lint --strict --recursive --parallel Package.swift Sources Tests Benchmarks/Package.swift Benchmarks/Sources

format:
	$(SWIFT) format --in-place --recursive --parallel Package.swift Sources Tests Benchmarks/Package.swift Benchmarks/Sources

bench: build
	@.ci/packages jq ripgrep prometheus
	$(SWIFT) build $(RELEASE) --product engine-benchmarks
	$(SWIFT) build $(RELEASE) --product MCPFixture
	$(SWIFT) run -c release --package-path Benchmarks benchmarks $(CURDIR)/$(CASEBOOK) \
		$(CURDIR)/.build/release/engine-benchmarks $(CURDIR)/.build/release/MCPFixture $(ONLY)

# A million sessions: takes minutes and some gigabytes below .build, which are used again by the next call.
bench-large: setup
	$(SWIFT) build $(RELEASE) --product engine-benchmarks
	@mkdir -p -m 700 .build/large && chmod 700 .build/large
	.build/release/engine-benchmarks large .build/large/casebook.db

# A dictionary for the texts of the database; one that is released is never changed, so that this makes the next.
dictionary: build
	@.ci/packages libzstd1 python3
	python3 Benchmarks/Dictionary/train.py $(CASEBOOK) .build/texts.zdict

soak: setup-test hosts
	CASEBOOK_SOAK=1 $(SWIFT) test $(SIDE_BY_SIDE)

setup:
	@.ci/packages libsqlite3-dev libre2-dev libyaml-dev libzstd-dev zlib1g-dev liblzma-dev g++

setup-test: setup
	@.ci/packages strace python3 python3-venv openssl prometheus prometheus-node-exporter

# Real hosts for the tests of the server. Where there is no package index, CASEBOOK_WITHOUT_HOSTS=1 leaves their tests out.
hosts: Tests/Acceptance/Hosts/requirements.txt
	@cmp -s $< .build/hosts/installed || { \
		mkdir -p .build && python3 -m venv .build/hosts && \
		.build/hosts/bin/pip install --quiet --disable-pip-version-check --requirement $< && \
		cp $< .build/hosts/installed; \
	} || { \
		echo "the hosts cannot be installed; CASEBOOK_WITHOUT_HOSTS=1 leaves their tests out" >&2; \
		test "$$CASEBOOK_WITHOUT_HOSTS" = 1; \
	}

clean:
	rm -rf .build Benchmarks/.build report.html
