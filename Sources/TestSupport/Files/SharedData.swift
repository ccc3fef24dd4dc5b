internal import Foundation
package import JSON

/// The folder of development data, which stands beside the package or where `CASEBOOK_DATA` says.
package enum SharedData {
    private static let folder: URL = {
        if let path = ProcessInfo.processInfo.environment["CASEBOOK_DATA"] { return URL(filePath: path) }
        return (0..<5).reduce(URL(filePath: #filePath)) { url, _ in url.deletingLastPathComponent() }
            .appending(path: "shared/data")
    }()

    package static func exists(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: folder.appending(path: path).path())
    }

    package static func json(_ path: String) throws -> JSONValue {
        try JSONValue(parsing: Array(Data(contentsOf: folder.appending(path: path))))
    }
}
