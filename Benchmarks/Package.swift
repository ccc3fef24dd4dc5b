// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "casebook-benchmarks",
    targets: [
        .executableTarget(name: "benchmarks", dependencies: ["CBareSQLite"]),
        .target(name: "CBareSQLite", linkerSettings: [.linkedLibrary("sqlite3")]),
    ]
)
