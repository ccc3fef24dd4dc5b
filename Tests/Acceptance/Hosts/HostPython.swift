import Foundation

/// The virtual environment into which `make test` installs the hosts.
enum HostPython {
    /// The folder of the script that drives them.
    static let folder = #filePath.split(separator: "/").dropLast().reduce("") { $0 + "/" + $1 }

    private static let environment = URL(filePath: folder).appending(path: "../../../.build/hosts").standardized

    /// The interpreter's path.
    static let path = environment.appending(path: "bin/python").path

    static var isInstalled: Bool { FileManager.default.fileExists(atPath: environment.path + "/installed") }
}
