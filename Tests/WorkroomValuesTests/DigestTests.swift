import Testing
import WorkroomValues

/// SHA-256 against the examples of FIPS 180-4 and of its test vectors.
@Suite struct DigestTests {
  @Test(arguments: [
    ("", 1, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", 1, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 1,
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
    ("a", 1_000_000, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"),
  ])
  func knownDigests(text: String, times: Int, digest: String) {
    #expect(Digest.of(String(repeating: text, count: times)).description == digest)
  }

  @Test func piecesGiveTheSameAsTheWhole() {
    let bytes = (0..<1000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
    for cut in [0, 1, 55, 56, 63, 64, 65, 128, 999] {
      var hash = SHA256()
      hash.update(Array(bytes[..<cut]))
      hash.update(Array(bytes[cut...]))
      #expect(hash.finalize() == Digest.of(bytes), "cut at \(cut)")
    }
  }

  @Test func bytesComeBack() {
    let digest = Digest.of("workroom")
    #expect(Digest(bytes: digest.bytes) == digest)
  }

  @Test func theProcessorsInstructionsComputeTheSame() {
    let bytes = (0..<6400).map { UInt8(truncatingIfNeeded: $0 &* 131 ^ $0 >> 3) }
    var quick: InlineArray<8, UInt32> = [1, 2, 3, 0xFFFF_FFFF, 5, 0x8000_0000, 7, 8]
    var plain = quick
    for block in 0..<100 {
      SHA256.compress(&quick, bytes.span.bytes, at: block * 64)
      SHA256.computed(&plain, bytes.span.bytes, at: block * 64)
    }
    #expect((0..<8).allSatisfy { quick[$0] == plain[$0] })
  }
}
