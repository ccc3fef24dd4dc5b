import JSON
import MCP
import Sessions
import Testing
import Tooling

@testable import Server

@Suite("Forms of answers", .timeLimit(.minutes(5)))
struct AnswerFormTests {
    private static let forms: [(String, DeferredSchema)] = [
        ("evidence", AnswerForm.evidence), ("opened", AnswerForm.opened), ("forked", AnswerForm.forked),
        ("closed", AnswerForm.closed), ("session", AnswerForm.session), ("sessions", AnswerForm.sessions),
        ("shared", AnswerForm.shared), ("run", AnswerForm.run), ("noted", AnswerForm.noted),
        ("recorded", AnswerForm.recorded), ("weighed", AnswerForm.weighed), ("report", AnswerForm.report),
        ("approvals", AnswerForm.approvals), ("decided", AnswerForm.decided),
    ]

    @Test("Each is a schema, and an answer without its members is a fault of the program")
    func broken() throws {
        for (name, form) in Self.forms {
            _ = try form.compile()
            #expect(throws: BrokenAnswer.self, "\(name)") { try ToolShelf.result([:], form) }
        }
        let right: JSONObject = ["session": "ses_1", "entry": 3]
        #expect(try ToolShelf.result(right, AnswerForm.noted).structured == right)
        for wrong in [["session": "ses_1", "entry": "3"], ["session": "ses_1", "entry": 3, "more": 1]] as [JSONObject] {
            #expect(throws: BrokenAnswer.self) { try ToolShelf.result(wrong, AnswerForm.noted) }
        }
    }

    @Test("A long answer is held to its form before it is cut")
    func long() throws {
        let long = JSONValue.string(String(repeating: "x", count: 200_000))
        let answer: JSONObject = ["session": "ses_1", "format": "md", "bytes": 200_000, "text": long]
        #expect(try ToolShelf.result(answer, AnswerForm.report).structured?["shortened"] != nil)
    }
}
