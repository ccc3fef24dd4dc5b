// swift-tools-version: 6.2
import PackageDescription

// A server that waits for a client is mostly pages of its own program. Nobody looks symbols up in it, relocations are
// packed (glibc 2.36), and functions that are the same stand there once: a fifth of what is resident.
let small = LinkerSetting.unsafeFlags(
    ["-use-ld=lld"]
        + ["--no-export-dynamic", "-z", "pack-relative-relocs", "--icf=safe"].flatMap { ["-Xlinker", $0] },
    .when(platforms: [.linux], configuration: .release))

// Every arrow between targets points down this list; see docs/architecture.md.
let package = Package(
    name: "casebook",
    products: [
        .executable(name: "casebook", targets: ["casebook"]),
        .library(name: "CEL", targets: ["CEL"]),
        .library(name: "JSON", targets: ["JSON"]),
        .library(name: "MCP", targets: ["MCP"]),
        .library(name: "MCPHTTP", targets: ["MCPHTTP"]),
    ],
    traits: [
        .trait(name: "HTTP", description: "Streamable HTTP, by Hummingbird and SwiftNIO."),
        .default(enabledTraits: ["HTTP"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.5.1"),
        .package(url: "https://github.com/apple/swift-log", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.97.0"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.30.0"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.35.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
    ],
    targets: [
        .executableTarget(name: "casebook", dependencies: ["Commands"], linkerSettings: [small]),
        .target(
            name: "Commands",
            dependencies: [
                "Server", .target(name: "MCPHTTP", condition: .when(traits: ["HTTP"])), "MCP", "Reports", "Sessions",
                "CaseFiles", "Workflows", "LogTools", "MetricTools", "Fetching",
                "TerraformTools",
                "HostTools",
                "EvidenceTools",
                "Scanning",
                "Tooling", "SQLiteStore", "Store", "Policy", "Model", "YAML", "JSON", "CFiles",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]),
        .target(
            name: "Server",
            dependencies: ["MCP", "Reports", "Sessions", "Workflows", "Tooling", "Store", "Policy", "Model", "JSON"]),
        .target(name: "Reports", dependencies: ["Model", "JSON"]),
        .target(
            name: "Sessions",
            dependencies: [
                "CaseFiles", "Workflows", "Tooling", "Store", "Policy", "Model", "JSON",
                .product(name: "Crypto", package: "swift-crypto"),
            ]),
        .target(
            name: "CaseFiles",
            dependencies: ["Model", "JSON", .product(name: "Crypto", package: "swift-crypto")]),
        .target(
            name: "Workflows",
            dependencies: ["Tooling", "Model", "CEL", "YAML", "JSON", "RE2"],
            resources: [.embedInCode("Shipped")]),
        .target(name: "LogTools", dependencies: ["Scanning", "Tooling", "Policy", "Model", "JSON", "RE2"]),
        .target(name: "MetricTools", dependencies: ["Scanning", "Tooling", "Policy", "Model", "JSON", "RE2"]),
        .target(name: "TerraformTools", dependencies: ["Scanning", "Tooling", "Policy", "Model", "JSON"]),
        .target(name: "HostTools", dependencies: ["Scanning", "Tooling", "Policy", "Model", "JSON"]),
        .target(name: "EvidenceTools", dependencies: ["Scanning", "Tooling", "Policy", "Model", "CEL", "JSON", "RE2"]),
        .target(
            name: "Fetching",
            dependencies: ["MetricTools", "Scanning", "Model", "JSON"]
                + [
                    ("AsyncHTTPClient", "async-http-client"), ("NIOCore", "swift-nio"), ("NIOPosix", "swift-nio"),
                    ("NIOHTTP1", "swift-nio"), ("NIOSSL", "swift-nio-ssl"),
                ].map { .product(name: $0, package: $1, condition: .when(traits: ["HTTP"])) }),
        .target(name: "Scanning", dependencies: ["Model", "CFiles", "CScan", "CUnpack"]),
        .target(name: "Tooling", dependencies: ["Policy", "Model", "JSON"]),
        .target(
            name: "SQLiteStore",
            dependencies: [
                "Store", "Model", "JSON", "CElsewhere", "CFiles", "CSQLite", "CZstd",
                .product(name: "GRDB", package: "GRDB.swift"),
            ],
            resources: [.embedInCode("Resources")]),
        .target(name: "Store", dependencies: ["Model", "JSON"]),
        .target(
            name: "Policy", dependencies: ["Model", "JSON", "RE2", .product(name: "Crypto", package: "swift-crypto")]),
        .target(name: "Model", dependencies: ["JSON", .product(name: "Crypto", package: "swift-crypto")]),
        .target(
            name: "MCPHTTP",
            dependencies: ["MCP"]
                + [
                    ("HummingbirdCore", "hummingbird"), ("HummingbirdTLS", "hummingbird"), ("NIOCore", "swift-nio"),
                    ("NIOPosix", "swift-nio"), ("NIOHTTP1", "swift-nio"), ("NIOHTTPTypes", "swift-nio-extras"),
                    ("NIOSSL", "swift-nio-ssl"), ("HTTPTypes", "swift-http-types"), ("Logging", "swift-log"),
                ].map { .product(name: $0, package: $1, condition: .when(traits: ["HTTP"])) }),
        .target(name: "MCP", dependencies: ["JSON"]),
        .target(name: "CEL", dependencies: ["JSON", "RE2"]),
        .target(name: "YAML", dependencies: ["JSON", "CYAML"]),
        .target(
            name: "JSON", dependencies: ["RE2", .product(name: "OrderedCollections", package: "swift-collections")]),
        .target(name: "RE2", dependencies: ["CRE2"]),
        .target(name: "CRE2", linkerSettings: [.linkedLibrary("re2")]),
        .target(name: "CYAML", linkerSettings: [.linkedLibrary("yaml")]),
        .target(name: "CSQLite", linkerSettings: [.linkedLibrary("sqlite3")]),
        .target(name: "CZstd", linkerSettings: [.linkedLibrary("zstd")]),
        .target(
            name: "CUnpack",
            linkerSettings: [.linkedLibrary("z"), .linkedLibrary("lzma"), .linkedLibrary("zstd")]),
        .target(name: "CScan"),
        .target(name: "CElsewhere"),
        .target(name: "CFiles"),
        .target(name: "TestSupport", dependencies: ["Store", "Model", "JSON"]),
        .target(name: "PlanSamples"),
        .executableTarget(
            name: "MCPFixture",
            dependencies: [.target(name: "MCPHTTP", condition: .when(traits: ["HTTP"])), "MCP", "JSON"]),
        .testTarget(
            name: "MCPHTTPTests",
            dependencies: [
                .target(name: "MCPHTTP", condition: .when(traits: ["HTTP"])), "MCP", "JSON", "TestSupport",
            ]),
        .testTarget(name: "MCPTests", dependencies: ["MCP", "MCPFixture", "JSON", "TestSupport"]),
        // The part of `make bench` that needs what is within the targets.
        .executableTarget(
            name: "engine-benchmarks",
            dependencies: [
                "Sessions", "Workflows", "LogTools", "MetricTools", "EvidenceTools", "Tooling", "SQLiteStore", "Store",
                "Policy", "Model", "CEL", "JSON", "PlanSamples",
            ],
            path: "Benchmarks/Sources/engine"),
        .testTarget(name: "RE2Tests", dependencies: ["RE2"]),
        .testTarget(name: "JSONTests", dependencies: ["JSON"]),
        .testTarget(name: "YAMLTests", dependencies: ["YAML", "TestSupport"]),
        .testTarget(name: "CELTests", dependencies: ["CEL", "JSON"]),
        .testTarget(name: "ModelTests", dependencies: ["Store", "Model", "JSON", "TestSupport"]),
        .testTarget(
            name: "CaseFilesTests", dependencies: ["CaseFiles", "Model", "JSON", "TestSupport"],
            exclude: ["verify_case.py"]),
        .testTarget(name: "StoreTests", dependencies: ["Store", "Model", "TestSupport"]),
        .testTarget(
            name: "SQLiteStoreTests",
            dependencies: [
                "SQLiteStore", "Store", "Model", "JSON", "TestSupport",
                .product(name: "GRDB", package: "GRDB.swift"),
            ]),
        .testTarget(name: "ScanningTests", dependencies: ["Scanning", "Model", "TestSupport"]),
        .testTarget(
            name: "LogToolsTests",
            dependencies: ["LogTools", "Scanning", "Tooling", "Policy", "Model", "JSON", "TestSupport"]),
        .testTarget(name: "MetricToolsTests", dependencies: ["MetricTools", "Tooling", "Policy", "Model", "JSON"]),
        .testTarget(
            name: "FetchingTests",
            dependencies: ["Fetching", "MetricTools", "Tooling", "Policy", "Model", "JSON", "TestSupport"],
            exclude: ["fault_proxy.py"]),
        .testTarget(
            name: "TerraformToolsTests",
            dependencies: [
                "TerraformTools", "PlanSamples", "Scanning", "Tooling", "Policy", "Model", "JSON", "TestSupport",
            ]),
        .testTarget(
            name: "EvidenceToolsTests", dependencies: ["EvidenceTools", "Tooling", "Policy", "Model", "JSON"]),
        .testTarget(name: "HostToolsTests", dependencies: ["HostTools", "Tooling", "Policy", "Model", "JSON"]),
        .testTarget(
            name: "ServerTests",
            dependencies: [
                "casebook", "Server", "MCP", "Sessions", "Workflows", "Tooling", "Store", "Policy", "Model", "JSON",
                "TestSupport",
            ]),
        .testTarget(name: "ReportsTests", dependencies: ["Reports", "Model", "JSON"]),
        .testTarget(
            name: "AcceptanceTests",
            dependencies: [
                "casebook", "MCPFixture", "SQLiteStore", "PlanSamples", "TestSupport", "Model", "JSON",
                .product(name: "GRDB", package: "GRDB.swift"),
            ],
            path: "Tests/Acceptance",
            exclude: [
                "Network/http_checks.py", "Hosts/host_checks.py", "Hosts/tap.py", "Hosts/requirements.txt",
                "Crowd/crowd.py", "Crowd/wires.py", "Fuzz/statuses.py", "Safety/canary_prometheus.py",
            ]),
        .testTarget(
            name: "CommandsTests",
            dependencies: [
                "Commands", "Server", "MCP", "Sessions", "Workflows", "Tooling", "Store", "Policy", "Model", "JSON",
                "TestSupport",
            ]),
        .testTarget(
            name: "SessionsTests",
            dependencies: [
                "Sessions", "CaseFiles", "SQLiteStore", "Scanning", "Workflows", "Tooling", "Store", "Policy", "Model",
                "JSON", "TestSupport",
            ]),
        .testTarget(
            name: "SimulationTests",
            dependencies: ["Sessions", "Workflows", "Tooling", "Store", "Policy", "Model", "JSON", "TestSupport"]),
        .testTarget(name: "ToolingTests", dependencies: ["Tooling", "Policy", "Model", "JSON"]),
        .testTarget(name: "PolicyTests", dependencies: ["Policy", "Model", "JSON", "TestSupport"]),
        .testTarget(
            name: "WorkflowsTests",
            dependencies: [
                "Workflows", "LogTools", "MetricTools", "TerraformTools", "HostTools", "EvidenceTools", "Tooling",
                "Model", "CEL", "YAML",
                "JSON",
            ]),
    ],
    cxxLanguageStandard: .cxx17
)

// https://github.com/swiftlang/swift-evolution: SE-0335, SE-0444, SE-0409, SE-0461, SE-0458.
let cTargets: Set = ["CElsewhere", "CRE2", "CFiles", "CScan", "CSQLite", "CUnpack", "CYAML", "CZstd"]
for target in package.targets where !cTargets.contains(target.name) {
    target.swiftSettings = [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
        .strictMemorySafety(),
    ]
}
