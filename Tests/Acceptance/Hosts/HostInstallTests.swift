import Foundation
import Glibc
import TestSupport
import Testing

extension Acceptance {
    /// `make test` without its hosts would prove less than it seems to.
    @Suite("Installing hosts") struct HostInstallTests {
        @Test("Hosts that cannot be installed end the tests, unless they are left out in so many words")
        func missing() async throws {
            let home = try TemporaryFolder()
            let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../..")
            for name in ["Makefile", "Tests/Acceptance/Hosts/requirements.txt"] {
                try home.write(try String(contentsOf: root.appending(path: name), encoding: .utf8), to: name)
            }
            let python = try home.write("#!/bin/sh\nexit 1\n", to: "bin/python3")
            #expect(unsafe chmod(python, 0o700) == 0)
            for (variable, code) in [([:], Int32(2)), (["CASEBOOK_WITHOUT_HOSTS": "1"], 0)]
                as [([String: String], Int32)]
            {
                let environment = ["PATH": home.path("bin") + ":/usr/bin:/bin"].merging(variable) { $1 }
                let make = ProcessHarness(executable: "/usr/bin/make", environment: environment, folder: home.path)
                let result = try await make.run(["hosts"])
                #expect(result.code == code, "\(result.errorText)")
                #expect(result.errorText.contains("CASEBOOK_WITHOUT_HOSTS=1"))
            }
        }
    }
}
