// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "casebook-benchmarks",
    targets: [
        .executableTarget(name: "benchmarks", dependencies: ["CBareSQLite", "CLoad"]),
        .target(name: "CBareSQLite", linkerSettings: [.linkedLibrary("sqlite3")]),
        .target(name: "CLoad"),
    ]
)
