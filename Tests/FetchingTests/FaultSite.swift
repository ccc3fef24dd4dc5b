#if HTTP
import Foundation
import Model
import TestSupport

@testable import Fetching

/// The proxy of faults alone, which answers some questions by itself; over TLS with certificates of an authority of its own.
struct FaultSite {
    /// What the proxy shows of itself.
    enum Certificate: String, CaseIterable {
        case good, elsewhere, expired

        var name: String { self == .elsewhere ? "elsewhere.example" : "localhost" }
        var days: String { self == .expired ? "-1" : "2" }
    }

    static var isInstalled: Bool {
        ["openssl", "python3"].allSatisfy { FileManager.default.isExecutableFile(atPath: "/usr/bin/\($0)") }
    }

    let folder: TemporaryFolder
    let port: String
    private let process: RunningProcess

    /// - Parameter certificate: nil for a proxy without TLS.
    init(_ certificate: Certificate? = nil) async throws {
        folder = try TemporaryFolder()
        var arguments = ["-I", "-B", Self.script, "http://127.0.0.1:1", folder.path("record")]
        if let certificate {
            try await Self.make(certificate, in: folder)
            arguments += [folder.path("leaf.pem"), folder.path("leaf.key")]
        }
        process = try ProcessHarness(executable: "/usr/bin/python3").start(arguments)
        port = try await process.line() ?? ""
    }

    func end() async throws {
        process.send(signal: SIGKILL)
        _ = try await process.wait()
    }

    /// What the proxy was asked; empty when nobody came through to it.
    var record: String { (try? String(decoding: folder.read("record"), as: UTF8.self)) ?? "" }

    /// A file of a credential that nobody else can read.
    func secret(_ text: String) throws -> String {
        let file = try folder.write(text + "\n", to: "secret")
        unsafe chmod(file, 0o600)
        return file
    }

    static var script: String {
        #filePath.split(separator: "/").dropLast().reduce("") { $0 + "/" + $1 } + "/fault_proxy.py"
    }

    private static func make(_ certificate: Certificate, in folder: TemporaryFolder) async throws {
        let openssl = ProcessHarness(executable: "/usr/bin/openssl")
        func run(_ arguments: [String]) async throws {
            let made = try await openssl.run(arguments)
            guard made.code == 0 else { throw TestFailure("openssl: \(made.errorText)") }
        }
        let key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
        let authority = ["-keyout", folder.path("ca.key"), "-out", folder.path("ca.pem"), "-subj", "/CN=authority"]
        try await run(["req", "-x509"] + key + authority)
        let leaf = ["-keyout", folder.path("leaf.key"), "-out", folder.path("leaf.csr"), "-subj", "/CN=leaf"]
        try await run(["req"] + key + leaf)
        let names = try folder.write("subjectAltName=DNS:\(certificate.name)\n", to: "names")
        try await run(
            ["x509", "-req", "-in", folder.path("leaf.csr"), "-CA", folder.path("ca.pem"), "-CAkey"]
                + [folder.path("ca.key"), "-CAcreateserial", "-days", certificate.days, "-extfile", names, "-out"]
                + [folder.path("leaf.pem")])
    }
}
#endif
