import Glibc
import JSON
import PlanSamples

/// Writes a Terraform plan of any size, and what is planted in it as a line of JSON to the standard output.
struct PlanWriter {
    private let path: String
    private let megabytes: Int
    private let seed: UInt64

    init(_ arguments: ArraySlice<String>) throws {
        let arguments = Array(arguments)
        guard arguments.count >= 2, let megabytes = Int(arguments[1]), megabytes > 0 else {
            throw Bench.Failure(description: "usage: engine-benchmarks plan FILE MEGABYTES [SEED]")
        }
        path = arguments[0]
        self.megabytes = megabytes
        seed = arguments.count > 2 ? UInt64(arguments[2]) ?? 1 : 1
    }

    func run() throws {
        guard let file = unsafe fopen(path, "w") else {
            throw Bench.Failure(description: "\(path) cannot be written")
        }
        defer { unsafe fclose(file) }
        let planted = try PlanSample(bytes: megabytes * 1_000_000, seed: seed).write { piece in
            guard unsafe fwrite(piece, 1, piece.count, file) == piece.count else {
                throw Bench.Failure(description: "\(path) cannot be written")
            }
        }
        let actions = planted.actions.sorted { $0.key < $1.key }.map { ($0.key, JSONValue($0.value)) }
        let told: JSONValue = [
            "line": .string(planted.line), "actions": .object(JSONObject(actions, uniquingKeysWith: { $1 })),
            "dangers": .array(planted.dangers.map { [.string($0.address), .string($0.kind)] }),
            "drift": .array(planted.drift.map { .string($0) }),
            "secrets": .array(planted.secrets.map { .string($0) }),
        ]
        print(told.serialized())
    }
}
