import Testing

@testable import Commands

@Suite struct ServingLogTests {
    /// What the server tells its operator passes redaction as every other exit does.
    @Test func theLogHidesSecrets() {
        let screen = ErrorScreen(arguments: ["casebook", "serve"])
        let line = ServingDesk.line("workflow shop.yaml: no step `DB_PASSWORD=hunter2Logged`\u{1B}[2J", screen)
        #expect(!line.contains("hunter2Logged") && !line.contains("\u{1B}"))
        #expect(line.hasPrefix("casebook: workflow shop.yaml: no step") && line.hasSuffix("\n"))
        #expect(ServingDesk.line("`roles` name a tool that is not there", screen).contains("name a tool"))
    }
}
