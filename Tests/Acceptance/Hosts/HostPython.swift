import Foundation

/// The virtual environment into which `make test` installs the hosts.
enum HostPython {
    /// The folder of the script that drives them.
    static let folder = #filePath.split(separator: "/").dropLast().reduce("") { $0 + "/" + $1 }

    /// The interpreter's path.
    static let path = URL(filePath: folder).appending(path: "../../../.build/hosts/bin/python").standardized.path

    static var isInstalled: Bool { FileManager.default.isExecutableFile(atPath: path) }
}
