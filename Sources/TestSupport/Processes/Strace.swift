internal import Glibc

/// strace(1), which records what a program does to its files, or has its system calls fail.
package enum Strace {
    package static let path = "/usr/bin/strace"

    /// Whether it is installed; `make setup-test` does so.
    package static var isInstalled: Bool { unsafe access(path, X_OK) == 0 }

    /// The first arguments: every thread, nothing but what concerns these files.
    ///
    /// - Parameters:
    ///   - output: the file that gets the record.
    ///   - calls: names of system calls.
    package static func options(output: String, calls: [String], files: [String]) -> [String] {
        ["-f", "-qq", "-y", "-o", output, "-e", "trace=" + calls.joined(separator: ",")] + files.flatMap { ["-P", $0] }
    }
}
