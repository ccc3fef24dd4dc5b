import FoundationEssentials
import Testing

/// The guide is true: what it shows is what is compiled here, and the files that it names are there.
@Suite struct GuideTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    private static let package = folder.deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    private func text(_ url: URL) throws -> String { String(decoding: try Data(contentsOf: url), as: UTF8.self) }

    private func guide() throws -> String { try text(Self.package.appending(path: "docs/adding-a-tool.md")) }

    @Test(arguments: ["CountLines.swift", "CountLines+Contract.swift", "CountLinesTests.swift"])
    func showsWhatIsCompiled(_ name: String) throws {
        let parts = try guide().split(separator: "`\(name)`:\n\n```swift\n", omittingEmptySubsequences: false)
        try #require(parts.count == 2, "the guide shows \(name) once")
        let block = try #require(parts[1].split(separator: "```", maxSplits: 1).first)
        #expect(try String(block) == text(Self.folder.appending(path: name)))
    }

    @Test func namesFilesThatAreThere() throws {
        let paths = try guide().matches(of: /`((?:Sources|Tests)\/[A-Za-z\/.+]+)`/).map { String($0.1) }
        #expect(paths.count >= 6)
        for path in paths {
            let place = Self.package.appending(path: path).path
            #expect(FileManager.default.fileExists(atPath: place), "\(path)")
        }
    }

    @Test func namesTheListThatItIsAddedTo() throws {
        #expect(try guide().contains("Add `CountLines()` to `everyTool` in `Sources/Commands/Wiring.swift`"))
        let wiring = try text(Self.package.appending(path: "Sources/Commands/Wiring.swift"))
        #expect(wiring.contains("let everyTool: [any Tool] = [\n") && wiring.contains(" ReadFile(), "))
    }
}
