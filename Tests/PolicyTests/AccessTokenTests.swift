import Model
import Policy
import TestSupport
import Testing

@Suite struct AccessTokenTests {
    @Test func hasAFormOfItsOwn() throws {
        let source = SeededIdentifierSource(seed: 1)
        let token = AccessToken(from: source)
        #expect(token.text.wholeMatch(of: /cbt_[0-9a-f]{64}/) != nil)
        #expect(AccessToken(from: source).text != token.text)
        #expect(AccessToken(token.text)?.digest == token.digest)
        for text in ["", "cbt_", token.text + "0", token.text.uppercased(), String(token.text.dropFirst(4))] {
            #expect(AccessToken(text) == nil)
        }
    }

    @Test func isComparedByItsHash() {
        let token = AccessToken(from: SeededIdentifierSource(seed: 2))
        #expect(token.digest.matches(AccessToken.digest(of: token.text)))
        for text in ["", token.text + " ", String(token.text.dropLast())] {
            #expect(!AccessToken.digest(of: text).matches(token.digest))
        }
    }

    @Test func rolesAllowWhatTheySay() {
        let rows: [([String], Bool, Bool, Bool)] = [
            ([], false, false, false), (["viewer"], false, false, false), (["king"], false, false, false),
            (["investigator"], true, false, false), (["approver"], false, true, false),
            (["approver", "investigator"], true, true, false), (["operator"], true, true, true),
        ]
        for (roles, investigates, decides, seesAll) in rows {
            #expect(
                Privileges(roles: roles)
                    == Privileges(
                        investigates: investigates, decides: decides, seesAll: seesAll,
                        reads: ![[], ["king"]].contains(roles)), "\(roles)")
        }
    }
}
